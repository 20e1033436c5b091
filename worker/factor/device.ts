import { isSignedByDevice } from '../crypto/device.ts'
import { isTotpCode } from '../domain/totp.ts'
import type { DeviceRecord } from '../store/device.ts'
import { type Proof, type Prover, refused } from './kind.ts'
import { proofOf, stepOf, useOfStep } from './totp.ts'

/** A code with the signature of the device that made it: what it has, and that it is this very device. */
export const signedDevice = {
  method: 'device',
  amr: ['otp', 'swk'],
  forgives: ['device'],
} as const

type Signed = {
  code: string
  signature: string
  /** What was signed. */
  texts: readonly string[]
}

/** The sign-in of a registered device. */
export const proveDevice =
  (device: DeviceRecord | null, signed: Signed): Prover =>
  (context) =>
    prove(device, signed, context, (record, step) => proofOf(record, step, context.now))

/**
 * The first code of a new device.
 * @param then what else follows from it
 */
export const proveFirstOfDevice =
  (device: DeviceRecord, signed: Signed, then: Proof['consequences']): Prover =>
  (context) =>
    prove(device, signed, context, (record, step) => ({
      use: useOfStep(record, step),
      consequences: then,
    }))

const prove = async (
  device: DeviceRecord | null,
  { code, signature, texts }: Signed,
  { now, policy, masterKeys }: Parameters<Prover>[0],
  proof: (device: DeviceRecord, step: number) => Proof,
): ReturnType<Prover> => {
  if (!isTotpCode(code)) return refused('malformed')
  if (!device) return refused('no-match')
  const [step, isSigned] = await Promise.all([
    stepOf(device, code, now, policy.totp.driftSteps, masterKeys),
    isSignedByDevice(device.signingKey, signature, texts),
  ])
  if (step === null) return refused('no-match')
  if (step === 'sealed') return refused('sealed')
  if (!isSigned) return refused('bad-signature')
  return { kind: 'proved', proof: proof(device, step) }
}
