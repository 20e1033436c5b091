import { codeAt, stepAt, type TotpParameters } from '../../schema/otp/totp.ts'

/** A key that a code may come from. */
export type TotpKey = { key: Uint8Array; parameters: TotpParameters }

/** Exactly that many ASCII digits: no spaces, signs or other scripts' digits. */
export const isTotpCode = (code: string): boolean => /^[0-9]{6,8}$/.test(code)

/**
 * The time step whose code this is, within the window around the server's clock (RFC 6238, section 5.2),
 * or null. All steps are computed whatever the outcome. Whether the step is spent already is decided
 * where it is spent, not here.
 */
export const matchStep = (
  { key, parameters }: TotpKey,
  code: string,
  now: number,
  driftSteps: number,
): number | null => {
  const center = stepAt(now, parameters.period)
  let matched: number | null = null
  for (let step = Math.max(0, center - driftSteps); step <= center + driftSteps; step++)
    if (codeAt(key, step, parameters) === code) matched = step
  return matched
}
