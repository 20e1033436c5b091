import { stepAt } from '../../schema/otp/totp.ts'
import type { Keyring } from '../crypto/keyring.ts'
import { open, type Place } from '../crypto/seal.ts'
import { isTotpCode, matchStep } from '../domain/totp.ts'
import { touchFactor } from '../store/factor.ts'
import { useSubject } from '../store/single-use.ts'
import { listTotp, noteDrift, type TotpRecord } from '../store/totp.ts'
import { firstCode } from './first-code.ts'
import { type FactorKind, type Proof, type Prover, refused } from './kind.ts'

/** RFC 6238, whoever's app computes it. */
const kindOf = (method: 'totp' | 'device'): FactorKind => ({
  method,
  amr: 'otp',
  looksLike: isTotpCode,
  forgives: [method],
  load: async (db, { caller, code }) => {
    const { statement, read } = listTotp(db, caller, method)
    return { statement, read: (rows) => proveAny(read(rows), code) }
  },
})

/** Any authenticator app. */
export const totp = kindOf('totp')

/** Our own, registered: a code of it that is typed. Its signature stands in routes/login-device.ts. */
export const device = kindOf('device')

/** All of a person's keys are tried at the cost of one attempt. */
const proveAny =
  (keys: TotpRecord[], code: string): Prover =>
  async ({ now, policy, masterKeys }) => {
    if (!isTotpCode(code)) return refused('malformed')
    const steps = await Promise.all(
      keys.map((record) => stepOf(record, code, now, policy.totp.driftSteps, masterKeys)),
    )
    for (const [i, step] of steps.entries()) {
      const record = keys[i]
      if (record && typeof step === 'number')
        return { kind: 'proved', proof: proofOf(record, step, now) }
    }
    const allSealed = steps.length > 0 && steps.every((step) => step === 'sealed')
    return refused(allSealed ? 'sealed' : 'no-match')
  }

/** The time step of the code under this key, null for none, `sealed` where the key cannot be opened. */
export const stepOf = async (
  record: TotpRecord,
  code: string,
  now: number,
  driftSteps: number,
  masterKeys: Keyring,
): Promise<number | 'sealed' | null> => {
  const key = await open(masterKeys, placeOf(record.factorId, record.userId), record.sealed)
  return key ? matchStep({ key, parameters: record }, code, now, driftSteps) : 'sealed'
}

/** One step, one use (RFC 6238, section 5.2), wherever it is used: signing in, stepping up, enrolling. */
export const useOfStep = ({ factorId, userId }: TotpRecord, step: number) => ({
  subject: useSubject.totp(factorId),
  counter: step,
  holder: { factorId, userId },
})

export const proofOf = (record: TotpRecord, step: number, judgedAt: number): Proof => {
  const use = useOfStep(record, step)
  const drift = step - stepAt(judgedAt, record.period)
  return {
    use,
    consequences: (db, { eventId, sessionId, now }) => ({
      touched: touchFactor(db, record.factorId, use.subject, eventId, now),
      drifted: noteDrift(db, { ...record, drift, subject: use.subject, eventId }),
      ...(record.handedOver && firstCode(db, record, sessionId, now)),
    }),
  }
}

/** Where a TOTP key is sealed to: this row of this person. */
export const placeOf = (factorId: string, userId: string): Place => ({
  table: 'totp_secret',
  column: 'sealed',
  row: factorId,
  owner: userId,
})
