import { readAegis } from './aegis.ts'
import { readAndotp, readSealedAndotp } from './andotp.ts'
import { readBitwarden, readBitwardenCsv } from './bitwarden.ts'
import { readEnte } from './ente.ts'
import { readFreeotp } from './freeotp.ts'
import { readGoogle } from './google.ts'
import { jsonOf, textOf } from './opening.ts'
import { readProton } from './proton.ts'
import { type Lock, type Reader, type Reading, refused } from './reading.ts'
import { readStratum } from './stratum.ts'
import { readTwofas } from './twofas.ts'
import { readUriList } from './uri-list.ts'

/** More than any export of any app with all its pictures. */
export const maxFileBytes = 20 * 2 ** 20

/** In this order, each sure of its own before the next is asked; what has no mark of its own comes last. */
const readers: readonly Reader[] = [
  readGoogle,
  readAegis,
  readTwofas,
  readEnte,
  readBitwarden,
  readStratum,
  readProton,
  readFreeotp,
  readAndotp,
  readBitwardenCsv,
  readUriList,
  readSealedAndotp,
]

/**
 * Reads another app's export, whichever it is. Hostile input: it answers, whatever the bytes are.
 *
 * @param lock with the passphrase, once the person was asked for one
 */
export const readFile = async (bytes: Uint8Array<ArrayBuffer>, lock: Lock): Promise<Reading> => {
  if (bytes.length > maxFileBytes) return refused(null, 'too-large')
  const text = textOf(bytes)
  const file = { bytes, text, json: jsonOf(text) }
  for (const read of readers) {
    const found = await attempt(read, file, lock)
    if (found) return found
  }
  return refused(null, 'unknown-format')
}

const attempt = async (
  read: Reader,
  file: Parameters<Reader>[0],
  lock: Lock,
): Promise<Reading | null> => {
  try {
    return await read(file, lock)
  } catch {
    return refused(null, 'damaged')
  }
}
