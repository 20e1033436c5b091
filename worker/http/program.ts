import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { ApiScope, Client } from '../../schema/api/validate.ts'
import { hashApplicationKey } from '../crypto/application-key.ts'
import { hashToken } from '../crypto/token.ts'
import { type Program, readProgram } from '../store/application-key.ts'
import { trip } from '../store/trip.ts'
import type { AppEnv } from './context.ts'
import { ProblemError } from './problem.ts'
import { noTokens } from './tokens.ts'
import { browserOf, networkOfAddress } from './visitor.ts'

/** The context of a route behind `requireProgram`. */
export type ProgramEnv = AppEnv & { Variables: { program: Program } }

/**
 * A program with an API key that is good for this: in `Authorization` and nowhere else, for what stands in an
 * address is logged. One trip; nothing else of the request is looked at before.
 *
 * @throws ProblemError invalid_api_key, whatever is wrong with it, or insufficient_scope
 */
export const requireProgram = (scope: ApiScope) =>
  createMiddleware<ProgramEnv>(async (c, next) => {
    const [, text] = /^Bearer +([\w-]+)$/i.exec(c.req.header('authorization') ?? '') ?? []
    const hash = text?.startsWith('lka_') ? await hashApplicationKey(text) : null
    const found = hash && (await trip(c.env.DB, readProgram(c.env.DB, hash, c.var.now)))
    if (!found?.program) throw new ProblemError('invalid_api_key')
    if (!found.program.scopes.includes(scope)) throw new ProblemError('insufficient_scope')
    c.set('program', found.program)
    await next()
  })

/**
 * From here on the request is that of the person whom the program speaks of: what it says of their browser
 * counts, and nothing of its own connection.
 */
export const speakFor = async (
  c: Pick<Context<ProgramEnv>, 'var' | 'set'>,
  { client, trust }: { client?: Client | undefined; trust?: string | undefined },
): Promise<void> => {
  c.set('visitor', {
    network: client?.address === undefined ? '' : networkOfAddress(client.address),
    browser: browserOf(client?.userAgent),
    place: '',
    application: c.var.program.application.id,
  })
  c.set('tokens', { ...noTokens, trust: await hashToken(trust) })
}
