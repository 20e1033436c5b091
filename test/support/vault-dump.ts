/** Runs in the page: everything that its IndexedDB holds, as one long text. */
export const recordsOf = async () => {
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => reject(request.error ?? new Error('no answer')))
    })
  const found = { stores: [] as string[], keys: 0, extractableKeys: 0, text: '' }
  const write = (value: unknown): void => {
    if (value instanceof CryptoKey) {
      found.keys += 1
      if (value.extractable) found.extractableKeys += 1
    } else if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      const bytes =
        value instanceof ArrayBuffer ? new Uint8Array(value) : new Uint8Array(value.buffer)
      found.text += [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
      found.text += ` ${String.fromCodePoint(...bytes)} `
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(write)
    else found.text += ` ${String(value)} `
  }
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name))
    for (const store of database.objectStoreNames) {
      found.stores.push(store)
      write(await done(database.transaction(store).objectStore(store).getAll()))
    }
    database.close()
  }
  return found
}
