/**
 * One way to the vault key: the key itself, wrapped under a key that this way gives. A lock that is added
 * or removed wraps 32 bytes anew, never the data.
 */
export type Slot = {
  /** 'device', 'passphrase', or 'passkey:' and a credential's id. */
  id: string
  iv: Uint8Array<ArrayBuffer>
  wrapped: ArrayBuffer
}

const algorithm = 'AES-GCM'

/** A key that wraps vault keys, kept beside them: there is no lock. Never read, not even by us. */
export const createDeviceKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: algorithm, length: 256 }, false, ['wrapKey', 'unwrapKey'])

/** A key that wraps vault keys, from what a lock gave: 32 bytes that nobody can guess. */
export const importLockKey = (bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', bytes, algorithm, false, ['wrapKey', 'unwrapKey'])

/** A fresh vault key, to be wrapped; for use it is opened from a slot. */
export const createVaultKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: algorithm, length: 256 }, true, ['encrypt', 'decrypt'])

const boundTo = (id: string): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(`latchkey vault key ${id}`)

/** @param vaultKey as `createVaultKey` or `openToWrap` gives it */
export const wrapVaultKey = async (
  id: string,
  vaultKey: CryptoKey,
  wrappingKey: CryptoKey,
): Promise<Slot> => {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const parameters = { name: algorithm, iv, additionalData: boundTo(id) }
  const wrapped = await crypto.subtle.wrapKey('raw', vaultKey, wrappingKey, parameters)
  return { id, iv, wrapped }
}

const unwrap =
  (extractable: boolean) =>
  ({ id, iv, wrapped }: Slot, wrappingKey: CryptoKey): Promise<CryptoKey> => {
    const parameters = { name: algorithm, iv, additionalData: boundTo(id) }
    const usages: KeyUsage[] = ['encrypt', 'decrypt']
    const bytes = wrapped
    return crypto.subtle.unwrapKey(
      'raw',
      bytes,
      wrappingKey,
      parameters,
      algorithm,
      extractable,
      usages,
    )
  }

/** The vault key for daily use: it opens and seals, and is not read. @throws where the key is another */
export const openVaultKey = unwrap(false)

/** The vault key on its way into another slot; not to be kept. @throws where the key is another */
export const openToWrap = unwrap(true)
