import { parse } from 'hono/utils/cookie'
import { hashToken } from '../crypto/token.ts'
import { ProblemError } from './problem.ts'

/** Opaque random values; each means a row in D1 that is bound to its purpose. */
export const cookies = {
  session: 'latchkey-session',
  pending: 'latchkey-login',
  trust: 'latchkey-trust',
  known: 'latchkey-known',
  challenge: 'latchkey-challenge',
} as const
export type CookieName = (typeof cookies)[keyof typeof cookies]

/** The hash of the token in each of our cookies; null: none, or nothing that we ever made. */
export type Tokens = Record<keyof typeof cookies, ArrayBuffer | null>

/**
 * Reads all of them before anything else is done: what is wrong with one must not show only after a
 * password was found right.
 *
 * @throws ProblemError malformed_request where a name comes twice: one was planted, and none can say which
 */
export const readTokens = async (header: string | undefined): Promise<Tokens> => {
  const found = await Promise.all(
    Object.entries(cookies).map(async ([key, name]) => [key, await tokenIn(header ?? '', name)]),
  )
  return Object.fromEntries(found) as Tokens
}

const tokenIn = (header: string, name: CookieName): Promise<ArrayBuffer | null> => {
  const full = `__Host-${name}`
  const named = header.split(';').filter((pair) => pair.trim().startsWith(`${full}=`))
  if (named.length > 1)
    throw new ProblemError('malformed_request', { detail: 'A cookie of ours came twice.' })
  return hashToken(parse(header, full)[full])
}

/** A request whose cookies nobody has asked for yet. */
export const noTokens: Tokens = {
  session: null,
  pending: null,
  trust: null,
  known: null,
  challenge: null,
}
