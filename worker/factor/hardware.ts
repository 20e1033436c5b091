import type { Keyring } from '../crypto/keyring.ts'
import { open, type Place } from '../crypto/seal.ts'
import { learn, leavesAt, speedOf } from '../domain/drift.ts'
import { areTokenCodes, matchToken, type TokenMatch, type TypedCodes } from '../domain/hardware.ts'
import { isTotpCode } from '../domain/totp.ts'
import { touchFactor } from '../store/factor.ts'
import { type HeldToken, listHeldTokens, type TokenKey } from '../store/hardware-token.ts'
import { type SingleUse, useSubject } from '../store/single-use.ts'
import { noteTokenUse } from '../store/token-clock.ts'
import type { Query } from '../store/trip.ts'
import { firstCode } from './first-code.ts'
import { type FactorKind, type Proof, type Prover, refused, type SpendingEvent } from './kind.ts'

/** A physical token with a display: RFC 6238 on a clock of its own, which drifts. */
export const hardware: FactorKind = {
  method: 'hardware',
  amr: 'otp',
  looksLike: isTotpCode,
  forgives: ['hardware'],
  load: async (db, { caller, code, nextCode }) => {
    const { statement, read } = listHeldTokens(db, caller)
    return { statement, read: (rows) => proveAny(read(rows), { code, nextCode }) }
  },
}

/** All of a person's tokens are tried at the cost of one attempt. */
export const proveAny =
  (tokens: HeldToken[], typed: TypedCodes): Prover =>
  async ({ now, policy, masterKeys }) => {
    if (!areTokenCodes(typed)) return refused('malformed')
    const { driftSteps } = policy.hardware
    const matches = await Promise.all(
      tokens.map((token) => matchOf(token, typed, { now, driftSteps, masterKeys })),
    )
    for (const [i, match] of matches.entries()) {
      const token = tokens[i]
      if (token && match && match !== 'sealed')
        return { kind: 'proved', proof: proofOf(token, match, driftSteps) }
    }
    const allSealed = matches.length > 0 && matches.every((match) => match === 'sealed')
    return refused(allSealed ? 'sealed' : 'no-match')
  }

type Moment = { now: number; driftSteps: number; masterKeys: Keyring }

/** The steps of the codes under this key, null for none, `sealed` where the key cannot be opened. */
export const matchOf = async (
  token: TokenKey,
  typed: TypedCodes,
  { now, driftSteps, masterKeys }: Moment,
): Promise<TokenMatch | 'sealed' | null> => {
  const key = await open(masterKeys, placeOfToken(token.tokenId), token.sealed)
  const window = { learned: token.clock.drift, steps: driftSteps }
  // What cannot be opened costs as much as what can.
  const match = matchToken(
    { key: key ?? new Uint8Array(20), parameters: token },
    typed,
    now,
    window,
  )
  return key ? match : 'sealed'
}

/** One step, one use (RFC 6238, section 5.2), whoever holds the token; of two codes, both are spent. */
export const useOfToken = (
  { mark }: TokenKey,
  { first, last }: TokenMatch,
  holder: SingleUse['holder'],
): SingleUse => ({
  subject: useSubject.hardware(mark),
  counter: last,
  lowest: first,
  holder,
})

/** What is learned of its clock from a code, if the event spends it. */
export const noteMatch = (
  db: D1Database,
  { tokenId, mark, clock: before }: TokenKey,
  { drift }: TokenMatch,
  driftSteps: number,
  { eventId, now }: SpendingEvent,
): Query<null> => {
  const clock = learn(before, drift, now)
  return noteTokenUse(db, {
    tokenId,
    usesBefore: before.uses,
    clock,
    speed: speedOf(clock),
    leavesAt: leavesAt(clock, driftSteps),
    subject: useSubject.hardware(mark),
    eventId,
  })
}

const proofOf = (token: HeldToken, match: TokenMatch, driftSteps: number): Proof => {
  const { factorId, userId } = token
  const use = useOfToken(token, match, { factorId, userId })
  return {
    use,
    consequences: (db, event) => ({
      touched: touchFactor(db, factorId, use.subject, event.eventId, event.now),
      drifted: noteMatch(db, token, match, driftSteps, event),
      ...(token.handedOver && firstCode(db, token, event.sessionId, event.now)),
    }),
  }
}

/** Where a token's key is sealed to: this row, whoever holds it. */
export const placeOfToken = (tokenId: string): Place => ({
  table: 'hardware_token',
  column: 'sealed',
  row: tokenId,
  owner: '',
})
