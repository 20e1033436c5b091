import { newToken } from '../crypto/token.ts'
import { challengeSeconds } from '../domain/passkey.ts'
import type { AppContext } from '../http/context.ts'
import { writeCookie } from '../http/cookie.ts'
import { cookies } from '../http/tokens.ts'
import {
  type ChallengePurpose,
  insertCallersChallenge,
  insertChallenge,
  type NewChallenge,
} from '../store/challenge.ts'

/** How long a browser is known by its cookie: each challenge in it has its own five minutes. */
const browserSeconds = 86_400

/**
 * A fresh challenge of 256 random bits, for the browser that asks: its answer is nobody's without the cookie
 * that names it. Two tabs of one browser share that, and may each be asked something.
 */
export const newChallenge = async (c: AppContext, purpose: ChallengePurpose) => {
  const known = c.var.tokens.challenge
  const token = known ? null : await newToken()
  const record: NewChallenge = {
    id: crypto.randomUUID(),
    tokenHash: known ?? (token?.hash as ArrayBuffer),
    challenge: crypto.getRandomValues(new Uint8Array(32)),
    purpose,
    expiresAt: c.var.now + challengeSeconds,
  }
  return {
    bytes: record.challenge,
    /** For the trip that also asks who the caller is. */
    kept: (caller: ArrayBuffer | null) =>
      caller === null
        ? insertChallenge(c.env.DB, record)
        : insertCallersChallenge(c.env.DB, record, caller),
    handOut: () => token && writeCookie(c, cookies.challenge, token.text, browserSeconds),
  }
}
