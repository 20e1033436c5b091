import { byteIndex } from './byte-index.ts'

/** A canonical serial is ASCII; the runtime's encoder takes longer to call than 64 letters to copy. */
const asciiBytes = (text: string): Uint8Array => {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at)
  return bytes
}

/** Finds serials and secrets that a file brings twice. Rows are known by their index. */
export const duplicates = () => {
  const [serials, secrets] = [byteIndex(), byteIndex()]
  /** The row that each different serial, and each different secret, came with. */
  const [serialRows, secretRows]: [number[], number[]] = [[], []]
  return {
    /**
     * @param index what the row is to be known by
     * @returns the rows that had the serial and the secret first; null where none had
     */
    note(canonical: string, secret: Uint8Array, index: number) {
      const [serialAt, secretAt] = [serials.add(asciiBytes(canonical)), secrets.add(secret)]
      const first = {
        serial: serialAt === null ? null : (serialRows[serialAt] ?? null),
        secret: secretAt === null ? null : (secretRows[secretAt] ?? null),
      }
      // A row that is refused leaves its other half behind, under the row that it contradicts.
      const known = first.serial ?? first.secret ?? index
      if (serialAt === null) serialRows.push(known)
      if (secretAt === null) secretRows.push(known)
      return first
    },
  }
}
