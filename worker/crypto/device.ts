import { decodeBase64Url, encodeBase64Url } from './keyring.ts'

/*
 * What a registered device and the Worker say to one another: schema/api/device.ts has the forms. Texts are
 * joined by NUL, in UTF-8.
 */

const curve = 'P-256'
const joined = (texts: readonly string[]) => new TextEncoder().encode(texts.join('\0'))

/** The point as bytes, or null: not on the curve, or not in the uncompressed form. */
export const readSigningKey = async (text: string): Promise<Uint8Array<ArrayBuffer> | null> => {
  const bytes = decodeBase64Url(text)
  return bytes && (await importVerifying(bytes)) ? bytes : null
}

const importVerifying = (bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey | null> =>
  crypto.subtle
    .importKey('raw', bytes, { name: 'ECDSA', namedCurve: curve }, false, ['verify'])
    .catch(() => null)

/** ECDSA with SHA-256 over the joined texts. */
export const isSignedByDevice = async (
  signingKey: Uint8Array<ArrayBuffer>,
  signature: string,
  texts: readonly string[],
): Promise<boolean> => {
  const key = await importVerifying(signingKey)
  const bytes = decodeBase64Url(signature)
  if (!key || !bytes) return false
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
  return crypto.subtle.verify(algorithm, key, bytes, joined(texts)).catch(() => false)
}

/**
 * A seed for one installation alone: AES-256-GCM under HKDF-SHA-256 of ECDH with a key of ours that lives as
 * long as this call.
 *
 * @param exchangeKey the installation's point, in base64url
 * @returns null where that is no point of the curve
 */
export const sealForDevice = async (
  exchangeKey: string,
  id: string,
  seed: Uint8Array<ArrayBuffer>,
): Promise<{ serverKey: string; iv: string; sealed: string } | null> => {
  const theirs = await importExchange(exchangeKey)
  if (!theirs) return null
  const algorithm = { name: 'ECDH', namedCurve: curve }
  const ours = (await crypto.subtle.generateKey(algorithm, false, ['deriveBits'])) as CryptoKeyPair
  const point = (await crypto.subtle.exportKey('raw', ours.publicKey)) as ArrayBuffer
  const serverKey = encodeBase64Url(new Uint8Array(point))
  // The types of workerd call the member $public; what it reads is what WebCrypto says.
  const derivation = { name: 'ECDH', public: theirs } as unknown as SubtleCryptoDeriveKeyAlgorithm
  const shared = await crypto.subtle.deriveBits(derivation, ours.privateKey, 256)
  const key = await crypto.subtle.deriveKey(
    {
      name: 'HKDF',
      hash: 'SHA-256',
      salt: new Uint8Array(),
      info: joined(['latchkey/device-seed', exchangeKey, serverKey]),
    },
    await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']),
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt'],
  )
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const box = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: joined([id]) },
    key,
    seed,
  )
  return { serverKey, iv: encodeBase64Url(iv), sealed: encodeBase64Url(new Uint8Array(box)) }
}

const importExchange = async (text: string): Promise<CryptoKey | null> => {
  const bytes = decodeBase64Url(text)
  if (!bytes) return null
  return crypto.subtle
    .importKey('raw', bytes, { name: 'ECDH', namedCurve: curve }, false, [])
    .catch(() => null)
}
