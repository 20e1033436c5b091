import * as v from 'valibot'

/** RFC 6238, section 1.2: the hash functions that TOTP may use. A closed union: an unknown name is refused. */
export const algorithms = ['SHA1', 'SHA256', 'SHA512'] as const
export type Algorithm = (typeof algorithms)[number]

/** What turns a key and a moment into a code. `period` is in seconds. */
export const TotpParameters = v.object({
  algorithm: v.picklist(algorithms),
  digits: v.pipe(v.number(), v.integer(), v.minValue(6), v.maxValue(8)),
  period: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(300)),
})
export type TotpParameters = v.InferOutput<typeof TotpParameters>

/** What every authenticator app understands, and what a URI means that does not say. */
export const defaultParameters: TotpParameters = { algorithm: 'SHA1', digits: 6, period: 30 }
