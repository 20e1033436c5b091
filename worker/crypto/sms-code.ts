import { keyedHash } from './keyed-hash.ts'
import type { Keyring } from './keyring.ts'

const digits = 6
const codes = 10 ** digits
/** The highest multiple of a million that fits 32 bits: above it some codes would come more often. */
const unbiased = 2 ** 32 - (2 ** 32 % codes)

/** Six random digits, all equally likely. */
export const newSmsCode = (): string => {
  for (;;) {
    const [drawn = unbiased] = crypto.getRandomValues(new Uint32Array(1))
    if (drawn < unbiased) return String(drawn % codes).padStart(digits, '0')
  }
}

/** What was sent to whom: good for that person, and while that is their number. */
type SentCode = { userId: string; phone: string; code: string }

/** What is kept of it, keyed. */
export const hashOfSmsCode = (ring: Keyring, sent: SentCode): Promise<ArrayBuffer> =>
  keyedHash(ring[0], purpose, bytesOf(sent))

/** Whether it is the code that was kept, under whichever key of the ring. */
export const isSmsCode = async (
  ring: Keyring,
  typed: SentCode,
  hash: Uint8Array<ArrayBuffer>,
): Promise<boolean> => {
  const code = typed.code.replace(/[\s-]/g, '')
  const all = await Promise.all(
    ring.map((key) => keyedHash(key, purpose, bytesOf({ ...typed, code }))),
  )
  return all.some((one) => crypto.subtle.timingSafeEqual(one, hash))
}

const purpose = 'latchkey/sms-code'
const bytesOf = ({ userId, phone, code }: SentCode): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(`${userId}\0${phone}\0${code}`) as Uint8Array<ArrayBuffer>
