/** Public keys as an authenticator hands them out (RFC 9053), and signatures as it makes them. */
import { isoCBOR } from '@simplewebauthn/server/helpers'

type Bytes = Uint8Array<ArrayBuffer>
export type Algorithm = 'EdDSA' | 'ES256' | 'RS256'

/** COSE numbers: of the algorithms that we offer, and of some that we do not. */
export const coseAlgorithm = {
  EdDSA: -8,
  ES256: -7,
  RS256: -257,
  ES384: -35,
  RS1: -65_535,
} as const

const generation = {
  EdDSA: { name: 'Ed25519' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  RS256: {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  },
}

export const newKeyPair = async (algorithm: Algorithm): Promise<CryptoKeyPair> =>
  (await crypto.subtle.generateKey(generation[algorithm], true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair

export const bytesOf = (text: string): Bytes =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))

export const textOf = (bytes: Uint8Array): string => {
  const chunks = Array.from({ length: Math.ceil(bytes.length / 8192) }, (_, n) =>
    String.fromCharCode(...bytes.subarray(n * 8192, (n + 1) * 8192)),
  )
  return btoa(chunks.join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

export const concat = (...parts: Uint8Array[]): Bytes => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export const cbor = (value: Parameters<typeof isoCBOR.encode>[0]): Bytes =>
  Uint8Array.from(isoCBOR.encode(value))

/** An elliptic-curve key by its coordinates, whether or not there is such a point. */
export const ecKey = (x: Uint8Array, y: Uint8Array, alg: number = coseAlgorithm.ES256, curve = 1) =>
  cbor(
    new Map<number, number | Uint8Array>([
      [1, 2],
      [3, alg],
      [-1, curve],
      [-2, x],
      [-3, y],
    ]),
  )

export const rsaKey = (modulus: Uint8Array, alg: number = coseAlgorithm.RS256) =>
  cbor(
    new Map<number, number | Uint8Array>([
      [1, 3],
      [3, alg],
      [-1, modulus],
      [-2, new Uint8Array([1, 0, 1])],
    ]),
  )

const okpKey = (x: Uint8Array) =>
  cbor(
    new Map<number, number | Uint8Array>([
      [1, 1],
      [3, coseAlgorithm.EdDSA],
      [-1, 6],
      [-2, x],
    ]),
  )

export const coseKeyOf = async (algorithm: Algorithm, { publicKey }: CryptoKeyPair) => {
  const { x, y, n } = (await crypto.subtle.exportKey('jwk', publicKey)) as JsonWebKey
  if (algorithm === 'ES256') return ecKey(bytesOf(x ?? ''), bytesOf(y ?? ''))
  return algorithm === 'EdDSA' ? okpKey(bytesOf(x ?? '')) : rsaKey(bytesOf(n ?? ''))
}

export const sign = async (
  algorithm: Algorithm,
  { privateKey }: CryptoKeyPair,
  data: Uint8Array,
): Promise<Bytes> => {
  const { name } = generation[algorithm]
  const signature = new Uint8Array(
    await crypto.subtle.sign({ name, hash: 'SHA-256' }, privateKey, data),
  )
  return algorithm === 'ES256' ? der(signature) : signature
}

/** WebCrypto's r and s side by side, as the DER that authenticators send (section 6.5.5). */
const der = (raw: Bytes): Bytes => {
  const body = concat(integer(raw.subarray(0, 32)), integer(raw.subarray(32)))
  return concat(new Uint8Array([0x30, body.length]), body)
}

const integer = (value: Uint8Array): Bytes => {
  const from = value.findIndex((byte) => byte !== 0)
  const bare = value.subarray(from)
  const positive = (bare[0] ?? 0) < 128 ? bare : concat(new Uint8Array(1), bare)
  return concat(new Uint8Array([2, positive.length]), positive)
}
