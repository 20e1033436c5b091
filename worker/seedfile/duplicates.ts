/** Bytes as a key of a Map, a letter for each. */
const asKey = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

/** Finds serials and secrets that a file brings twice. Rows are known by their index. */
export const duplicates = () => {
  const serials = new Map<string, number>()
  const secrets = new Map<string, number>()
  return {
    /**
     * @param index what the row is to be known by
     * @returns the rows that had the serial and the secret first; null where none had
     */
    note(canonical: string, secret: Uint8Array, index: number) {
      const key = asKey(secret)
      const first = { serial: serials.get(canonical) ?? null, secret: secrets.get(key) ?? null }
      // A row that is refused leaves its other half behind, under the row that it contradicts.
      const known = first.serial ?? first.secret ?? index
      if (first.serial === null) serials.set(canonical, known)
      if (first.secret === null) secrets.set(key, known)
      return first
    },
  }
}
