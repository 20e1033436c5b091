import { findKey, type Key, type Keyring } from './keyring.ts'

/** Where a sealed value lives. It opens nowhere else: rows cannot be swapped (ASVS 11.3.3). */
export type Place = { table: string; column: string; row: string; owner: string }

const version = 1
const ivLength = 12

/**
 * Seals with AES-256-GCM under the first key. Layout: version, length of key id, key id, 96-bit random
 * IV, ciphertext with tag; the header and the place are authenticated.
 */
export const seal = async (
  ring: Keyring,
  place: Place,
  plain: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> => {
  const [key] = ring
  const iv = crypto.getRandomValues(new Uint8Array(ivLength))
  const header = headerOf(key)
  const box = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: boundTo(header, place) },
    await sealingKey(key),
    plain,
  )
  return concat(header, iv, new Uint8Array(box))
}

/** @returns the plain bytes, or null: sealed elsewhere, by a key that is gone, or damaged */
export const open = async (
  ring: Keyring,
  place: Place,
  sealed: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | null> => {
  const idLength = sealed[1] ?? 0
  const key = findKey(ring, new TextDecoder().decode(sealed.subarray(2, 2 + idLength)))
  if (sealed[0] !== version || !key) return null
  const header = headerOf(key)
  const iv = sealed.subarray(header.length, header.length + ivLength)
  try {
    const plain = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv, additionalData: boundTo(header, place) },
      await sealingKey(key),
      sealed.subarray(header.length + ivLength),
    )
    return new Uint8Array(plain)
  } catch {
    return null
  }
}

/** What opens nowhere, at the price of what does: so that nobody can tell that there is nothing. */
export const unopenable = ([key]: Keyring): Uint8Array<ArrayBuffer> =>
  concat(headerOf(key), new Uint8Array(ivLength + 36))

const encoder = new TextEncoder()

/** Made once for as long as the key is held. */
const headers = new WeakMap<Key, Uint8Array<ArrayBuffer>>()

const headerOf = (key: Key): Uint8Array<ArrayBuffer> => {
  const known = headers.get(key)
  if (known) return known
  const id = encoder.encode(key.id)
  const header = concat(new Uint8Array([version, id.length]), id)
  headers.set(key, header)
  return header
}

/** The parts joined by a byte that none of them contains, so that no two places read alike. */
const boundTo = (header: Uint8Array, { table, column, row, owner }: Place) =>
  concat(header, encoder.encode(`${table}\0${column}\0${row}\0${owner}`))

/** Derived once for as long as the key behind it is held: an import seals a hundred thousand secrets. */
const sealingKeys = new WeakMap<Key, Promise<CryptoKey>>()

const sealingKey = (key: Key): Promise<CryptoKey> => {
  const derived = sealingKeys.get(key) ?? deriveSealingKey(key)
  sealingKeys.set(key, derived)
  return derived
}

/** One derived key per purpose (HKDF info), so that no key ever serves two. */
const deriveSealingKey = async (key: Key): Promise<CryptoKey> => {
  const master = await crypto.subtle.importKey('raw', key.bytes, 'HKDF', false, ['deriveKey'])
  const info = new TextEncoder().encode('latchkey/seal')
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info },
    master,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
}

const concat = (...parts: Uint8Array[]): Uint8Array<ArrayBuffer> => {
  let length = 0
  for (const part of parts) length += part.length
  const whole = new Uint8Array(length)
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
