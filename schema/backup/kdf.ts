import * as v from 'valibot'

/**
 * How a key is made of a passphrase: Argon2id (RFC 9106), memory in KiB. Bounded both ways: too little would
 * let whoever wrote the file choose how fast it is guessed, too much would hang whoever opens it.
 */
export const Kdf = v.strictObject({
  id: v.literal('argon2id'),
  m: v.pipe(v.number(), v.integer(), v.minValue(19_456), v.maxValue(262_144)),
  t: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(10)),
  p: v.literal(1),
  /** 16 bytes in hexadecimal. */
  salt: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
})
export type Kdf = v.InferOutput<typeof Kdf>

/** RFC 9106, section 4, second recommendation, at one lane: a browser has one thread for it. */
export const newKdf = (salt: string): Kdf => ({ id: 'argon2id', m: 65_536, t: 3, p: 1, salt })
