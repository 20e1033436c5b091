import { entriesOf, tokenOf } from './entry.ts'
import { fromBase64Text, jsonOf, openGcm, textOf, utf8 } from './opening.ts'
import { asList, asObject, asText, field, type Reader, type Reading, refused } from './reading.ts'
import { readUri } from './uri-list.ts'

/** Proton Authenticator: JSON of URIs, plain or sealed under a password. */
export const readProton: Reader = async ({ json }, { passphrase, argon2id }) => {
  const outer = asObject(json)
  if (!outer || field(outer, 'version') !== 1) return null
  const entries = asList(field(outer, 'entries'))
  if (entries) return readEntries(entries)
  const salt = fromBase64Text(field(outer, 'salt'))
  const box = fromBase64Text(field(outer, 'content'))
  if (!salt || !box || salt.length !== 16) return null
  if (passphrase === null) return { kind: 'locked', format: 'proton' }
  const password = utf8(passphrase)
  const key = await argon2id({ password, salt, m: 19 * 1024, t: 2, p: 1, length: 32 })
  const additional = utf8('proton.authenticator.export.v1')
  const opened = await openGcm(key, box.slice(0, 12), box.slice(12), additional)
  if (!opened) return refused('proton', 'wrong-passphrase')
  const inner = asList(field(asObject(jsonOf(textOf(opened))), 'entries'))
  return inner ? readEntries(inner) : refused('proton', 'damaged')
}

const readEntries = (entries: unknown[]): Reading => ({
  kind: 'read',
  format: 'proton',
  ...entriesOf(
    entries,
    (entry) => {
      const content = asObject(field(asObject(entry), 'content'))
      const note = field(asObject(entry), 'note')
      const uri = asText(field(content, 'uri'))
      const name = asText(field(content, 'name'))
      if (/^steam:\/\//i.test(uri))
        return { type: 'steam', issuer: 'Steam', account: name, secret: uri.slice(8), note }
      const read = readUri(uri)
      return read.ok ? tokenOf({ ...read.token, secret: read.token.key, note }) : read
    },
    (entry) => asText(field(asObject(field(asObject(entry), 'content')), 'name')),
  ),
})
