import { newToken } from '../../crypto/token.ts'
import { shutAt } from '../../domain/attempt.ts'
import { challengeSeconds } from '../../domain/passkey.ts'
import type { AppContext } from '../../http/context.ts'
import { writeCookie } from '../../http/cookie.ts'
import { cookies } from '../../http/tokens.ts'
import {
  callerAsks,
  type ChallengePurpose,
  doorAsks,
  keepChallenge,
  type NewChallenge,
} from '../../store/challenge.ts'
import { justShut, shutProblem } from '../factor.ts'

/** How long a browser is known by its cookie: each challenge in it has its own five minutes. */
const browserSeconds = 86_400

/**
 * A fresh challenge of 256 random bits, for the browser that asks: its answer is nobody's without the cookie
 * that names it. Two tabs of one browser share that, and may each be asked something.
 */
export const newChallenge = async (c: AppContext) => {
  const known = c.var.tokens.challenge
  const token = known ? null : await newToken()
  const record: NewChallenge = {
    id: crypto.randomUUID(),
    tokenHash: known ?? (token?.hash as ArrayBuffer),
    challenge: crypto.getRandomValues(new Uint8Array(32)),
    expiresAt: c.var.now + challengeSeconds,
  }
  const keep = (asking: Parameters<typeof keepChallenge>[2]) =>
    keepChallenge(c.env.DB, record, asking, c.var.now)
  return {
    bytes: record.challenge,
    /** For the trip that also asks who the caller is. */
    forCaller: (caller: ArrayBuffer, purpose: ChallengePurpose) =>
      keep(callerAsks(caller, purpose)),
    forDoor: (pending: ArrayBuffer | null) => {
      const { known: knownHash } = c.var.tokens
      return keep(doorAsks({ pending, knownHash, network: c.var.visitor.network }))
    },
    /** @throws ProblemError too_many_attempts where there was no room for it */
    handOut: ({ kept, fullUntil }: Kept): void => {
      if (!kept) throw shutProblem(shutAt(fullUntil, c.var.now) ?? justShut)
      if (token) writeCookie(c, cookies.challenge, token.text, browserSeconds)
    },
  }
}
type Kept = { kept: ChallengePurpose | null; fullUntil: number | null }
