import type { Kdf } from '../../../schema/backup/kdf.ts'
import { stretched } from './argon2.ts'
import { importLockKey } from './vault-key.ts'

/** What a passphrase opens a slot with. A wrong one gives another key. */
export const keyOfPassphrase = async (passphrase: string, kdf: Kdf): Promise<CryptoKey> =>
  importLockKey(await stretched(passphrase, kdf))

/** What a passkey opens a slot with: its PRF output (WebAuthn Level 3, section 10.1.4), for this purpose alone. */
export const keyOfPrf = async (output: ArrayBuffer): Promise<CryptoKey> => {
  const secret = await crypto.subtle.importKey('raw', output, 'HKDF', false, ['deriveKey'])
  const info = new TextEncoder().encode('latchkey/vault-lock')
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info },
    secret,
    { name: 'AES-GCM', length: 256 },
    false,
    ['wrapKey', 'unwrapKey'],
  )
}
