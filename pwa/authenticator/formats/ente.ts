import { fromBase64Text, isWithin, textOf, utf8 } from './opening.ts'
import { asObject, field, type Reader, refused } from './reading.ts'
import { openSecretstream } from './secretstream.ts'
import { readUriList } from './uri-list.ts'

const KiB = 1024
/** Ente's own files ask for 1 GiB on some devices. */
const mostMemory = 1024 * 1024

/** Ente Auth's encrypted export: its list of URIs, sealed by libsodium. The plain one is a list like any other. */
export const readEnte: Reader = async ({ json }, lock) => {
  const outer = asObject(json)
  const kdf = asObject(field(outer, 'kdfParams'))
  const box = fromBase64Text(field(outer, 'encryptedData'))
  const header = fromBase64Text(field(outer, 'encryptionNonce'))
  if (!outer || !kdf || !box || !header) return null
  if (field(outer, 'version') !== 1) return refused('ente', 'unknown-version')
  if (lock.passphrase === null) return { kind: 'locked', format: 'ente' }
  const salt = fromBase64Text(field(kdf, 'salt'))
  const [memory, passes] = [field(kdf, 'memLimit'), field(kdf, 'opsLimit')]
  if (salt?.length !== 16) return refused('ente', 'damaged')
  if (!isWithin(memory, 8 * KiB, mostMemory * KiB) || !isWithin(passes, 1, 16))
    return refused('ente', 'too-costly')
  const password = utf8(lock.passphrase)
  const cost = { m: Math.floor(memory / KiB), t: passes, p: 1, length: 32 }
  const key = await lock.argon2id({ password, salt, ...cost })
  const bytes = openSecretstream(key, header, box)
  if (!bytes) return refused('ente', 'wrong-passphrase')
  const list = await readUriList({ bytes, text: textOf(bytes), json: undefined }, lock)
  return list?.kind === 'read' ? { ...list, format: 'ente' } : refused('ente', 'damaged')
}
