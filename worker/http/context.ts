import type { Context, MiddlewareHandler } from 'hono'
import { noTokens, type Tokens } from './tokens.ts'
import { type Config, type Env, readConfig } from '../config.ts'
import { browserOf, networkOfAddress, placeOf, type Visitor } from './visitor.ts'

/** What every request has once it is past the first middleware. */
export type AppEnv = {
  Bindings: Env
  Variables: {
    config: Config
    /** Unix seconds, read once, when all of the request has arrived: whoever sends slowly gains nothing. */
    now: number
    /** Names this request in the audit log and among what it spends. */
    eventId: string
    visitor: Visitor
    /** What this browser holds of ours. */
    tokens: Tokens
  }
}
/** The part of a request's context that our own functions use; every guard's richer one fits it. */
export type AppContext = Pick<Context<AppEnv>, 'req' | 'env' | 'var' | 'header'>

export const establishContext = (): MiddlewareHandler<AppEnv> => async (c, next) => {
  c.set('config', readConfig(c.env))
  c.set('now', Math.floor(Date.now() / 1000))
  c.set('eventId', crypto.randomUUID())
  c.set('visitor', {
    // The edge sets this header; every other one that claims an address is the sender's own word (R52).
    network: networkOfAddress(c.req.header('cf-connecting-ip')),
    browser: browserOf(c.req.header('user-agent')),
    place: placeOf(c.req.raw.cf),
    application: null,
  })
  c.set('tokens', noTokens)
  await next()
}
