import { toHex } from './hex.ts'
import type { Keyring } from './keyring.ts'

/** More than enough that no two secrets share a mark by chance. */
const markBytes = 16

/**
 * Tells, without opening either, that two secrets are one: a keyed hash, in hexadecimal. The key comes from
 * the oldest of the ring, so that marks stay comparable while newer ones are put before it.
 */
export const secretMarker = async (
  ring: Keyring,
): Promise<(secret: Uint8Array<ArrayBuffer>) => Promise<string>> => {
  const oldest = ring.at(-1) ?? ring[0]
  const master = await crypto.subtle.importKey('raw', oldest.bytes, 'HKDF', false, ['deriveKey'])
  const info = new TextEncoder().encode('latchkey/secret-mark')
  const key = await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info },
    master,
    { name: 'HMAC', hash: 'SHA-256', length: 256 },
    false,
    ['sign'],
  )
  return async (secret) =>
    toHex(new Uint8Array(await crypto.subtle.sign('HMAC', key, secret), 0, markBytes))
}
