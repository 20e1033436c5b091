import { decodeBase64Url } from './keyring.ts'
import type { Key } from './keyring.ts'
import { fromHex, toHex } from './hex.ts'

/** A pair of Ed25519 keys (RFC 8032) for the audit log, known by the id of the master key behind it. */
export type SigningKey = {
  id: string
  /** In hex, as signatures are. */
  publicKey: string
  sign: (text: string) => Promise<string>
}

/** What stands before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410, section 7). */
const pkcs8Head = fromHex('302e020100300506032b657004220420')

/** Derived, not stored: whoever holds the database cannot sign, and a rotated master key still tells its own. */
export const signingKey = async (key: Key): Promise<SigningKey> => {
  const pkcs8 = new Uint8Array([...pkcs8Head, ...(await seedOf(key))])
  const algorithm = { name: 'Ed25519' }
  // Only an extractable key tells its public half; the one that is kept is not.
  const told = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign'])
  const { x = '' } = (await crypto.subtle.exportKey('jwk', told)) as JsonWebKey
  const kept = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign'])
  return {
    id: key.id,
    publicKey: toHex(decodeBase64Url(x) ?? new Uint8Array()),
    sign: async (text) =>
      toHex(await crypto.subtle.sign(algorithm, kept, new TextEncoder().encode(text))),
  }
}

/** One derived key per purpose (HKDF info), so that no key ever serves two. */
const seedOf = async (key: Key): Promise<Uint8Array> => {
  const master = await crypto.subtle.importKey('raw', key.bytes, 'HKDF', false, ['deriveBits'])
  const info = new TextEncoder().encode('latchkey/audit')
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }
  return new Uint8Array(await crypto.subtle.deriveBits(derivation, master, 256))
}

/** Whether that text was signed with the private half of a public key. */
export const isSignedBy = async (
  publicKey: string,
  text: string,
  signature: string,
): Promise<boolean> => {
  const algorithm = { name: 'Ed25519' }
  const key = await crypto.subtle.importKey('raw', fromHex(publicKey), algorithm, false, ['verify'])
  return crypto.subtle.verify(algorithm, key, fromHex(signature), new TextEncoder().encode(text))
}
