import { codeAt, stepAt } from '../../schema/otp/totp.ts'
import { farthest, windowOf } from './drift.ts'
import { isTotpCode, type TotpKey } from './totp.ts'

/** What was read off a display: one code, or two in a row. */
export type TypedCodes = { code: string; nextCode?: string | undefined }

export const areTokenCodes = ({ code, nextCode }: TypedCodes): boolean =>
  isTotpCode(code) && (nextCode === undefined || isTotpCode(nextCode))

/** Whose codes they are: the first and the last step, and how far the last is from the server's clock. */
export type TokenMatch = { first: number; last: number; drift: number }

/**
 * The time step of a code within the window of a token, or of two codes that follow one another within
 * the widest one (RFC 6238, section 6); null for none. All steps are computed whatever the outcome.
 * Whether they are spent already is decided where they are spent, not here.
 *
 * @param window what was learned of the token's clock, and the steps to each side
 */
export const matchToken = (
  { key, parameters }: TotpKey,
  { code, nextCode }: TypedCodes,
  now: number,
  window: { learned: number; steps: number },
): TokenMatch | null => {
  const center = stepAt(now, parameters.period)
  const drifts =
    nextCode === undefined ? windowOf(window.learned, window.steps) : windowOf(0, farthest)
  const codes = drifts
    .filter((drift) => center + drift >= 0)
    .map((drift) => ({ drift, code: codeAt(key, center + drift, parameters) }))
  if (nextCode === undefined) {
    const match = codes.findLast((one) => one.code === code)
    return match ? matchAt(center, match.drift, match.drift) : null
  }
  // What is shown twice does not follow itself, though it might by chance.
  if (code === nextCode) return null
  const last = codes.findLastIndex((one, i) => one.code === nextCode && codes[i - 1]?.code === code)
  const match = codes[last]
  return match ? matchAt(center, match.drift - 1, match.drift) : null
}

const matchAt = (center: number, first: number, last: number): TokenMatch => ({
  first: center + first,
  last: center + last,
  drift: last,
})

/** What a factor is called that is a token. */
export const nameOf = (serial: string): string => `Hardware token ${serial}`
