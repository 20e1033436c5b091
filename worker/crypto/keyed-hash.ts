import type { Key } from './keyring.ts'

/**
 * HMAC-SHA-256 under a key of that purpose's own: for codes so short that whoever reads the database could
 * try them all out.
 */
export const keyedHash = async (
  { bytes: keyBytes }: Key,
  purpose: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<ArrayBuffer> => {
  const master = await crypto.subtle.importKey('raw', keyBytes, 'HKDF', false, ['deriveKey'])
  const info = new TextEncoder().encode(purpose)
  const mac = await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info },
    master,
    { name: 'HMAC', hash: 'SHA-256', length: 256 },
    false,
    ['sign'],
  )
  return crypto.subtle.sign('HMAC', mac, bytes)
}
