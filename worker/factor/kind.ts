import type { Method } from '../../schema/api/factor.ts'
import type { Keyring } from '../crypto/keyring.ts'
import type { Policy } from '../domain/policy.ts'
import type { Guessable } from '../store/attempt.ts'
import type { SingleUse } from '../store/single-use.ts'
import type { Query } from '../store/trip.ts'
import type { CallerKey } from '../store/user.ts'

/** A code that is right. It counts only once `use` has been spent, in the batch that `then` joins. */
export type Proof = {
  use: SingleUse
  /** What else changes with it; each statement asks whether this event spent it, or this session began. */
  consequences: (db: D1Database, event: SpendingEvent) => Record<string, Query<unknown>>
}
export type SpendingEvent = { eventId: string; sessionId: string; now: number }

/**
 * `malformed`: no code of this kind looks so. `sealed`: a stored secret cannot be opened, so nobody can
 * tell; that refuses, and the audit says it. `no-token`, `token-taken`: no token of that serial is there
 * to be had; `bad-signature`: the code is right, and not signed by its device. Only the audit tells these
 * from a wrong code.
 */
export type FactorRefusal =
  | 'malformed'
  | 'no-match'
  | 'sealed'
  | 'no-token'
  | 'token-taken'
  | 'bad-signature'
export type Proving = { kind: 'proved'; proof: Proof } | { kind: 'refused'; reason: FactorRefusal }

/** Judges the code with what the first trip read. No I/O: what it finds is spent, or not, by the caller. */
export type Prover = (context: {
  now: number
  policy: Policy
  masterKeys: Keyring
}) => Promise<Proving>

export type FactorQuestion = {
  caller: CallerKey
  code: string
  /** The code that followed: for a token whose clock may be far off. */
  nextCode?: string | undefined
  now: number
  masterKeys: Keyring
}

/** Everything that a sign-in must know of one kind of factor that is proved by typing a code. */
export type FactorKind = {
  method: Method
  /** What it adds to the session's `amr` (RFC 8176). */
  amr: string | readonly string[]
  /** Whether a code that came without its kind is meant for this one. */
  looksLike: (code: string) => boolean
  /** The kinds whose count of failures a success of this one clears. */
  forgives: readonly Guessable[]
  /** What to read in the first trip; its answer is the judge. */
  load: (db: D1Database, question: FactorQuestion) => Promise<Query<Prover>>
}

export const refused = (reason: FactorRefusal): Proving => ({ kind: 'refused', reason })
