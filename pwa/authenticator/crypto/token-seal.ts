/** One token as IndexedDB holds it: nothing but the id is readable without the key. */
export type SealedToken = {
  id: string
  version: number
  iv: Uint8Array<ArrayBuffer>
  ciphertext: ArrayBuffer
}

/**
 * Forms of the plaintext: the newest is written, all are read for ever. Each record is bound to its
 * own, so that nothing opens as another form than the one that it was sealed in.
 */
export const sealVersions = [1, 2] as const
export type SealVersion = (typeof sealVersions)[number]

const newest: SealVersion = 2

const algorithm = 'AES-GCM'

/** Id and version are authenticated: a record moved to another id does not open. */
const boundTo = (id: string, version: number): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(`latchkey token ${version} ${id}`)

/** Seals one token's plaintext under a fresh random IV. */
export const seal = async (
  key: CryptoKey,
  id: string,
  plaintext: Uint8Array<ArrayBuffer>,
): Promise<SealedToken> => {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const parameters = { name: algorithm, iv, additionalData: boundTo(id, newest) }
  const ciphertext = await crypto.subtle.encrypt(parameters, key, plaintext)
  return { id, version: newest, iv, ciphertext }
}

/** @throws where the version is unknown, or key, id, version and ciphertext do not belong together */
export const unseal = async (
  key: CryptoKey,
  { id, version, iv, ciphertext }: SealedToken,
): Promise<Uint8Array<ArrayBuffer>> => {
  // A newer release in another tab may have written what this one cannot read yet.
  if (!sealVersions.some((known) => known === version))
    throw new TypeError(`a record of an unknown version: ${version}`)
  const parameters = { name: algorithm, iv, additionalData: boundTo(id, version) }
  return new Uint8Array(await crypto.subtle.decrypt(parameters, key, ciphertext))
}
