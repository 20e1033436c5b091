import type { Algorithm, OtpParameters } from '../../../schema/otp/parameters.ts'

const hashes = { SHA1: 'SHA-1', SHA256: 'SHA-256', SHA512: 'SHA-512' } as const

/** What an HMAC key is made with. */
export const hmacOf = (algorithm: Algorithm) => ({ name: 'HMAC', hash: hashes[algorithm] })

/** A token's secret as a key that signs and is never read again. */
export const importSecret = (
  secret: Uint8Array<ArrayBuffer>,
  algorithm: Algorithm,
): Promise<CryptoKey> => crypto.subtle.importKey('raw', secret, hmacOf(algorithm), false, ['sign'])

const steamAlphabet = '23456789BCDFGHJKMNPQRTVWXY'

/**
 * The code of one counter: a time step, or the number of a use. By the browser's own HMAC, which alone
 * can use a key that nobody may read; a test holds it to otpauth's codes.
 *
 * @param counter a non-negative safe integer
 */
export const codeOf = async (
  hmac: CryptoKey,
  counter: number,
  { type, digits }: Pick<OtpParameters, 'type' | 'digits'>,
): Promise<string> => {
  const message = new DataView(new ArrayBuffer(8))
  message.setUint32(0, Math.floor(counter / 2 ** 32))
  message.setUint32(4, counter)
  const number = truncated(await crypto.subtle.sign('HMAC', hmac, message))
  return type === 'steam' ? steamCode(number, digits) : decimal(number, digits)
}

/** RFC 4226, section 5.3: 31 bits from where the last half-byte points. */
const truncated = (mac: ArrayBuffer): number => {
  const view = new DataView(mac)
  return view.getUint32(view.getUint8(mac.byteLength - 1) & 15) & 0x7fffffff
}

const decimal = (number: number, digits: number): string =>
  String(number % 10 ** digits).padStart(digits, '0')

const steamCode = (number: number, digits: number): string =>
  Array.from({ length: digits }, (_, place) => {
    const base = steamAlphabet.length
    return steamAlphabet[Math.floor(number / base ** place) % base]
  }).join('')
