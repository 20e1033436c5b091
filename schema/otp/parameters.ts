import * as v from 'valibot'

/** RFC 6238, section 1.2: the hash functions that TOTP may use. A closed union: an unknown name is refused. */
export const algorithms = ['SHA1', 'SHA256', 'SHA512'] as const
export type Algorithm = (typeof algorithms)[number]

const algorithm = v.picklist(algorithms)
const digits = v.pipe(v.number(), v.integer(), v.minValue(6), v.maxValue(8))
const period = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(300))
const counter = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))

/** What turns a key and a moment into a code. `period` is in seconds. */
export const TotpParameters = v.object({ algorithm, digits, period })
export type TotpParameters = v.InferOutput<typeof TotpParameters>

/** What every authenticator app understands, and what a URI means that does not say. */
export const defaultParameters: TotpParameters = { algorithm: 'SHA1', digits: 6, period: 30 }

/** By time (RFC 6238), by use (RFC 4226), and Steam's dialect of the first. */
export const otpTypes = ['totp', 'hotp', 'steam'] as const
export type OtpType = (typeof otpTypes)[number]

/** Steam has one form: five characters of an alphabet of its own. */
export const steamParameters = { algorithm: 'SHA1', digits: 5, period: 30, counter: 0 } as const

/**
 * What turns a key into codes, of whatever type. What a type has no use for has its default: `counter`,
 * that of the next code, 0 but for HOTP; `period` 30 for HOTP.
 */
export const OtpParameters = v.variant('type', [
  v.object({ type: v.literal('totp'), algorithm, digits, period, counter: v.literal(0) }),
  v.object({ type: v.literal('hotp'), algorithm, digits, period: v.literal(30), counter }),
  v.object({
    type: v.literal('steam'),
    algorithm: v.literal('SHA1'),
    digits: v.literal(5),
    period: v.literal(30),
    counter: v.literal(0),
  }),
])
export type OtpParameters = TotpParameters & { type: OtpType; counter: number }
