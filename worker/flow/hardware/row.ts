import { mostTokens } from '../../../schema/api/hardware-token.ts'
import { canonicalSerial } from '../../../schema/serial.ts'
import type { SeedToken } from '../../../schema/seed-file.ts'
import { toHex } from '../../crypto/hex.ts'
import type { Keyring } from '../../crypto/keyring.ts'
import { seal } from '../../crypto/seal.ts'
import { secretMarker } from '../../crypto/secret-mark.ts'
import { canonicalUsername } from '../../domain/username.ts'
import { byteIndex } from '../../seedfile/byte-index.ts'
import type { SeedFile } from '../../seedfile/seed-file.ts'
import {
  askedRow,
  type Chunk,
  type OwnerName,
  type StagedOwner,
  stagedRow,
} from '../../store/staged-token.ts'

/** How many tokens of a file are unpacked at a time: some 100 kB of rows, and never more than 0.8 MB. */
const pieceSize = 500

/** Of JSON to the database at a time. With a last piece that is as large as can be still under 1.5 MB. */
const chunkCharacters = 600_000

/** A row in JSON, and whom the file gives that token to. */
type Row = { text: string; owner: StagedOwner | null }

/** Rows as `lookUpTokens` takes them, piece by piece. */
export async function* askedRows(file: SeedFile, ring: Keyring): AsyncGenerator<Row[]> {
  const mark = await secretMarker(ring)
  const ownerOf = ownerReader()
  const read = async (token: SeedToken): Promise<Row> => {
    const { line } = token
    const owner = ownerOf(token)
    const asked = { line, canonicalSerial: canonical(token), mark: await mark(token.secret) }
    return { text: askedRow({ ...asked, owner }), owner: null }
  }
  for (const tokens of file.tokens(pieceSize)) yield await Promise.all(tokens.map(read))
}

/** Rows as `stageTokens` takes them, piece by piece: no secret leaves here but sealed. */
export async function* stagedRows(file: SeedFile, ring: Keyring): AsyncGenerator<Row[]> {
  const mark = await secretMarker(ring)
  const ownerOf = ownerReader()
  const read = async (token: SeedToken): Promise<Row> => {
    const owner = ownerOf(token)
    const { line, serial, secret, algorithm, digits, period } = token
    const id = crypto.randomUUID()
    const [sealed, marked] = await Promise.all([seal(ring, placeOf(id), secret), mark(secret)])
    const text = stagedRow({
      line,
      id,
      serial,
      canonicalSerial: canonical(token),
      sealed: toHex(sealed),
      mark: marked,
      algorithm,
      digits,
      period,
      model: modelOf(token),
    })
    return { text, owner: owner && { ...owner, tokenId: id, factorId: crypto.randomUUID() } }
  }
  for (const tokens of file.tokens(pieceSize)) yield await Promise.all(tokens.map(read))
}

/** The same rows in chunks as large as one trip takes. */
export async function* chunksOf(pieces: AsyncIterable<Row[]>): AsyncGenerator<Chunk> {
  let chunk: Chunk = { first: 0, rows: [], owners: [] }
  let characters = 0
  for await (const piece of pieces) {
    for (const { text, owner } of piece) {
      chunk.rows.push(text)
      characters += text.length
      if (owner) chunk.owners.push(owner)
    }
    if (characters < chunkCharacters) continue
    yield chunk
    chunk = { first: chunk.first + chunk.rows.length, rows: [], owners: [] }
    characters = 0
  }
  if (chunk.rows.length > 0) yield chunk
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

/** Has no name that anybody has. */
const nobody: OwnerName = { username: null, email: '' }

/** Whom rows give their tokens to. Who stands in a template stands in each of its rows: most are nobody's. */
const ownerReader = () => {
  const encoder = new TextEncoder()
  const names = byteIndex()
  const given: number[] = []
  return ({ upn }: SeedToken): OwnerName | null => {
    if (!upn) return null
    const username = canonicalUsername(upn)
    const index = names.add(encoder.encode(username ?? upn.toLowerCase())) ?? given.length
    const count = (given[index] ?? 0) + 1
    given[index] = count
    return count > mostTokens ? nobody : { username, email: upn }
  }
}
