/** Named 256-bit keys. The first makes, all open: so keys rotate without a moment of refusal. */
export type Keyring = readonly [Key, ...Key[]]
export type Key = { id: string; bytes: Uint8Array<ArrayBuffer> }

/**
 * Reads `id:key,id:key`, each key 32 bytes in base64url.
 * @throws Error naming the variable, never its value
 */
export const parseKeyring = (name: string, text: string | undefined): Keyring => {
  if (!text) throw new Error(`The secret ${name} is missing`)
  const [first, ...others] = text.split(',').map((entry) => parseKey(name, entry.trim()))
  if (!first) throw new Error(`The secret ${name} is empty`)
  const ring: Keyring = [first, ...others]
  if (new Set(ring.map((key) => key.id)).size < ring.length)
    throw new Error(`${name} names a key twice`)
  return ring
}

const parseKey = (name: string, entry: string): Key => {
  const [id = '', encoded = ''] = entry.split(':')
  const bytes = decodeBase64Url(encoded)
  if (!/^[a-z0-9]{1,16}$/.test(id) || bytes?.length !== 32)
    throw new Error(`${name} must be a list of id:key with keys of 32 bytes in base64url`)
  return { id, bytes }
}

/** The key of that name, or null: what it sealed can no longer be opened. */
export const findKey = (ring: Keyring, id: string): Key | null =>
  ring.find((key) => key.id === id) ?? null

/** RFC 4648, section 5, without padding. */
export const encodeBase64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/** @returns null where the text is no base64url */
export const decodeBase64Url = (text: string): Uint8Array<ArrayBuffer> | null => {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return null
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    )
  } catch {
    return null
  }
}
