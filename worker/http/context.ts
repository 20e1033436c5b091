import { BROWSER_MAP, OS_MAP, parse } from 'bowser'
import type { Context, MiddlewareHandler } from 'hono'
import { noTokens, type Tokens } from './tokens.ts'
import { type Config, type Env, readConfig } from '../config.ts'

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

/** Where a request comes from, as far as can be known. */
export type Visitor = {
  /** Throttled as one: an IPv4 address or an IPv6 /64. */
  network: string
  /** For people to recognize: 'Chrome on Windows'. */
  browser: string
  /** For people to recognize: 'Lyon, France'. Empty where the edge does not say. */
  place: string
}

export const establishContext = (): MiddlewareHandler<AppEnv> => async (c, next) => {
  c.set('config', readConfig(c.env))
  c.set('now', Math.floor(Date.now() / 1000))
  c.set('eventId', crypto.randomUUID())
  c.set('visitor', {
    network: networkOf(c.req.header('cf-connecting-ip')),
    browser: browserOf(c.req.header('user-agent')),
    place: placeOf(c.req.raw.cf),
  })
  c.set('tokens', noTokens)
  await next()
}

/** The edge sets this header; every other one that claims an address is the sender's own word (R52). */
const networkOf = (address: string | undefined): string => {
  if (!address) return 'unknown'
  if (!address.includes(':')) return address.slice(0, 15)
  const [head = '', tail = ''] = address.toLowerCase().split('::')
  const groups = head.split(':').filter(Boolean)
  const missing = 8 - groups.length - tail.split(':').filter(Boolean).length
  const full = address.includes('::')
    ? [...groups, ...Array<string>(Math.max(missing, 0)).fill('0'), ...tail.split(':')]
    : groups
  return `${full
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, '').slice(0, 4))
    .join(':')}::/64`
}

const browserNames = new Set<string | undefined>(Object.values(BROWSER_MAP))
const systemNames = new Set<string | undefined>(Object.values(OS_MAP))

/** Only names that the library knows: for others it repeats what the header says, and people would read it. */
const browserOf = (userAgent: string | undefined): string => {
  const { browser, os } = parse(userAgent?.slice(0, 512) || 'unknown')
  const name = browserNames.has(browser.name) ? browser.name : 'Unknown browser'
  return systemNames.has(os.name) ? `${name} on ${os.name}` : `${name}`
}

const placeOf = (cf: unknown): string => {
  const { city, country } = (cf ?? {}) as { city?: unknown; country?: unknown }
  return [city, country].filter((part) => typeof part === 'string').join(', ')
}
