import type { DeviceRegistration } from '../../../schema/api/device.ts'
import { fromBase64Url, toBase64Url } from './base64url.ts'

/*
 * What this installation and the Worker say to one another when it registers, and signs: the forms are in
 * schema/api/device.ts. Texts are joined by NUL, in UTF-8.
 */

const namedCurve = 'P-256'
const joined = (...texts: string[]) => new TextEncoder().encode(texts.join('\0'))

/** Keys that this installation has just made. Nobody reads their private halves, not even we. */
export type DeviceKeys = {
  signing: CryptoKey
  exchange: CryptoKey
  /** Their public halves, in base64url. */
  signingKey: string
  exchangeKey: string
}

export const createDeviceKeys = async (): Promise<DeviceKeys> => {
  const [signing, exchange] = await Promise.all([
    crypto.subtle.generateKey({ name: 'ECDSA', namedCurve }, false, ['sign', 'verify']),
    crypto.subtle.generateKey({ name: 'ECDH', namedCurve }, false, ['deriveBits']),
  ])
  const [signingKey, exchangeKey] = await Promise.all([
    pointOf(signing.publicKey),
    pointOf(exchange.publicKey),
  ])
  return {
    signing: signing.privateKey,
    exchange: exchange.privateKey,
    signingKey,
    exchangeKey,
  }
}

const pointOf = async (key: CryptoKey): Promise<string> =>
  toBase64Url(new Uint8Array(await crypto.subtle.exportKey('raw', key)))

/**
 * The key that opens the seed, and can do nothing else: it opens it into another key, never into bytes.
 *
 * @throws where the Worker's key is no point of the curve
 */
export const seedKey = async (
  { exchange, exchangeKey }: DeviceKeys,
  { serverKey }: Pick<DeviceRegistration, 'serverKey'>,
): Promise<CryptoKey> => {
  const point = bytesOf(serverKey)
  const theirs = await crypto.subtle.importKey(
    'raw',
    point,
    { name: 'ECDH', namedCurve },
    false,
    [],
  )
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, exchange, 256)
  const info = joined('latchkey/device-seed', exchangeKey, serverKey)
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info },
    await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']),
    { name: 'AES-GCM', length: 256 },
    false,
    ['unwrapKey'],
  )
}

/** ECDSA with SHA-256, in base64url. */
export const signed = async (signing: CryptoKey, ...texts: string[]): Promise<string> => {
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
  return toBase64Url(new Uint8Array(await crypto.subtle.sign(algorithm, signing, joined(...texts))))
}

/** @throws where the text is no base64url */
export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => {
  const bytes = fromBase64Url(text)
  if (!bytes) throw new TypeError('not base64url')
  return bytes
}
