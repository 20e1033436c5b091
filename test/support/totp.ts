/** Codes as an independent implementation computes them: the package otpauth, not our schema/otp. */
import { Secret, TOTP, URI } from 'otpauth'

export const PERIOD_MS = 30_000

export const stepAt = (timestamp: number): number => Math.floor(timestamp / PERIOD_MS)

const tokenOf = (uriOrSecret: string): TOTP => {
  if (!uriOrSecret.startsWith('otpauth:')) return new TOTP({ secret: uriOrSecret })
  const token = URI.parse(uriOrSecret)
  if (token instanceof TOTP) return token
  throw new Error('This URI is not of a TOTP token')
}

/** The code of one moment. `stepsAway` -1 is the one before, +1 the one after. */
export const codeAt = (uriOrSecret: string, timestamp = Date.now(), stepsAway = 0): string => {
  const token = tokenOf(uriOrSecret)
  return token.generate({ timestamp: timestamp + stepsAway * token.period * 1000 })
}

/** The code of a secret that came in a file. `stepsAway` as for `codeAt`. */
export const codeOfSecret = (secret: Uint8Array<ArrayBuffer>, stepsAway = 0): string =>
  codeAt(
    new TOTP({ secret: new Secret({ buffer: secret.buffer }) }).toString(),
    Date.now(),
    stepsAway,
  )

/** A well-formed code that is wrong for every step near this moment. */
export const wrongCodeAt = (uriOrSecret: string, timestamp = Date.now()): string => {
  const near = new Set([-3, -2, -1, 0, 1, 2, 3].map((away) => codeAt(uriOrSecret, timestamp, away)))
  const guesses = Array.from({ length: 8 }, (_, digit) => `${digit}`.repeat(6))
  return guesses.find((guess) => !near.has(guess)) ?? '999999'
}
