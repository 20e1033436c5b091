import { canonicalSerial } from '../../schema/serial.ts'
import type { SeedToken } from '../../schema/seed-file.ts'
import { toHex } from '../crypto/hex.ts'
import type { Keyring } from '../crypto/keyring.ts'
import { seal } from '../crypto/seal.ts'
import { secretMarker } from '../crypto/secret-mark.ts'
import { canonicalUsername } from '../domain/username.ts'
import type { SeedFile } from '../seedfile/seed-file.ts'
import { askedRow, stagedRow } from '../store/staged-token.ts'

/** How many tokens of a file are unpacked at a time: some 100 kB of rows, and never more than 0.8 MB. */
const piece = 500

/** Of JSON to the database at a time. With a last piece that is as large as can be still under 1.5 MB. */
const chunkCharacters = 600_000

/** Rows as `lookUpTokens` takes them, piece by piece. */
export async function* askedRows(file: SeedFile, ring: Keyring): AsyncGenerator<string[]> {
  const mark = await secretMarker(ring)
  for (const tokens of file.tokens(piece))
    yield await Promise.all(
      tokens.map(async (token) =>
        askedRow({
          line: token.line,
          canonicalSerial: canonical(token),
          mark: await mark(token.secret),
          owner: ownerOf(token),
        }),
      ),
    )
}

/** Rows as `stageTokens` takes them, piece by piece: no secret leaves here but sealed. */
export async function* stagedRows(file: SeedFile, ring: Keyring): AsyncGenerator<string[]> {
  const mark = await secretMarker(ring)
  for (const tokens of file.tokens(piece))
    yield await Promise.all(
      tokens.map(async (token) => {
        const id = crypto.randomUUID()
        const [sealed, marked] = await Promise.all([
          seal(ring, placeOf(id), token.secret),
          mark(token.secret),
        ])
        const owner = ownerOf(token)
        return stagedRow({
          line: token.line,
          id,
          serial: token.serial,
          canonicalSerial: canonical(token),
          sealed: toHex(sealed),
          mark: marked,
          algorithm: token.algorithm,
          digits: token.digits,
          period: token.period,
          model: modelOf(token),
          owner: owner && { ...owner, factorId: crypto.randomUUID() },
        })
      }),
    )
}

/** The same rows in chunks as large as one trip takes. */
export async function* chunksOf(pieces: AsyncIterable<string[]>): AsyncGenerator<string[]> {
  let chunk: string[] = []
  let characters = 0
  for await (const rows of pieces) {
    for (const row of rows) {
      chunk.push(row)
      characters += row.length
    }
    if (characters < chunkCharacters) continue
    yield chunk
    chunk = []
    characters = 0
  }
  if (chunk.length > 0) yield chunk
}

/** Where a token's secret lives, whoever holds it. */
const placeOf = (id: string) => ({ table: 'hardware_token', column: 'sealed', row: id, owner: '' })

/** The reader lets nothing through that is no serial. */
const canonical = ({ serial }: SeedToken): string => {
  const text = canonicalSerial(serial)
  if (text === null) throw new Error('a token without a serial was read')
  return text
}

const modelOf = ({ manufacturer = '', model = '' }: SeedToken): string =>
  `${manufacturer} ${model}`.trim()

const ownerOf = ({ upn }: SeedToken) =>
  upn ? { username: canonicalUsername(upn), email: upn } : null
