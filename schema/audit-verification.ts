import * as v from 'valibot'
import {
  type Checkpoint,
  checkpointText,
  type ExportedLine,
  ExportRecord,
  genesis,
  type Header,
  linkText,
  type Trailer,
  trailerText,
} from './audit-chain.ts'

/** The first place at which an export is not what was logged, and what happened to it there. */
export type Break = {
  kind: 'edited' | 'missing' | 'reordered' | 'truncated' | 'forged'
  where: string
}
export type Verdict =
  | { kind: 'whole'; lines: number; checkpoints: number; last: Checkpoint; publicKey: string }
  | { kind: 'broken'; broken: Break }
  /** Nothing that could be verified, and why. */
  | { kind: 'unverifiable'; reason: string }

/** What verifying takes: the cryptography of wherever it runs, and what is known from elsewhere. */
export type Means = {
  /** In hex, of a text in UTF-8. */
  sha256: (text: string) => Promise<string>
  isSignedBy: (publicKey: string, text: string, signature: string) => Promise<boolean>
  /** Public keys that are trusted to have signed the end; empty: whatever the header says. */
  trusted: readonly string[]
  /** Hashes of lines by id, noted earlier: they tell a history that was signed anew. */
  anchors: ReadonlyMap<number, string>
}

/** How far the file has been followed. */
type Chain = {
  means: Means
  header: Header
  lines: number
  checkpoints: number
  lastId: number
  hash: string
  /** The last checkpoint. */
  covered: Checkpoint | null
  trailer: Trailer | null
}

/** A break found, unless what comes after tells better: that a line was moved, not lost or changed. */
type Suspicion = { broken: Break; correct: (later: ExportRecord | null) => Promise<Break | null> }

/**
 * Follows an export from its first line to its end, and names the first break.
 * @param texts the file's lines, without their ends
 */
export const verifyExport = async (
  texts: AsyncIterable<string>,
  means: Means,
): Promise<Verdict> => {
  let chain: Chain | null = null
  let suspicion: Suspicion | null = null
  for await (const text of texts) {
    const record = parseRecord(text)
    if (!chain) {
      if (record?.type !== 'header') return unverifiable('This is no export of an audit log.')
      if (!record.verifiable) return unverifiable(chosen)
      chain = begin(record, means)
    } else if (suspicion) {
      const corrected = await suspicion.correct(record)
      if (corrected) return { kind: 'broken', broken: corrected }
    } else {
      suspicion = record ? await follow(chain, record) : damaged(chain)
    }
  }
  if (!chain) return unverifiable('The file is empty.')
  return suspicion ? { kind: 'broken', broken: suspicion.broken } : conclude(chain)
}

const unverifiable = (reason: string): Verdict => ({ kind: 'unverifiable', reason })

const chosen = 'A filter chose these lines: nothing can be proved of them.'

/** Null: not a line as we write it, to the letter, so that no two readers take it for different things. */
const parseRecord = (text: string): ExportRecord | null => {
  try {
    const value: unknown = JSON.parse(text)
    const parsed = v.safeParse(ExportRecord, value)
    return parsed.success && JSON.stringify(value) === text ? parsed.output : null
  } catch {
    return null
  }
}

const begin = (header: Header, means: Means): Chain => ({
  means,
  header,
  lines: 0,
  checkpoints: 0,
  lastId: 0,
  hash: genesis,
  covered: null,
  trailer: null,
})

const suspect = (
  kind: Break['kind'],
  where: string,
  correct: Suspicion['correct'] = async () => null,
): Suspicion => ({ broken: { kind, where }, correct })

/** A file that was cut off may end in the middle of a line; in one that goes on, it was changed. */
const damaged = ({ lastId }: Chain): Suspicion => {
  const where = `after line ${lastId}`
  return suspect('truncated', where, async () => ({ kind: 'edited', where }))
}

const follow = async (chain: Chain, record: ExportRecord): Promise<Suspicion | null> => {
  if (chain.trailer) return suspect('reordered', 'something stands after the trailer')
  switch (record.type) {
    case 'header':
      return suspect('reordered', `a second header after line ${chain.lastId}`)
    case 'line':
      return followLine(chain, record)
    case 'checkpoint':
      return followCheckpoint(chain, record)
    case 'trailer':
      chain.trailer = record
      return null
  }
}

const followLine = async (chain: Chain, line: ExportedLine): Promise<Suspicion | null> => {
  const wanted = chain.lastId + 1
  if (line.id < wanted) return suspect('reordered', `line ${line.id} after line ${chain.lastId}`)
  if (line.id > wanted) return lost(wanted, line.id - 1)
  const previous = chain.hash
  const hash = await chain.means.sha256(linkText(previous, line))
  if (hash !== line.hash) return changed(chain, previous, line)
  const anchor = chain.means.anchors.get(line.id)
  if (anchor !== undefined && anchor !== hash)
    return suspect('forged', `line ${line.id} had another hash when it was noted`)
  Object.assign(chain, { hash, lastId: line.id, lines: chain.lines + 1 })
  return null
}

const lost = (from: number, to: number): Suspicion =>
  suspect('missing', from === to ? `line ${from}` : `lines ${from} to ${to}`, async (later) =>
    later?.type === 'line' && later.id >= from && later.id <= to
      ? { kind: 'reordered', where: `line ${later.id} stands too late` }
      : null,
  )

/** What the line says is not what was chained; unless it was chained as another that now has its place. */
const changed = ({ means }: Chain, previous: string, { id, hash }: ExportedLine): Suspicion =>
  suspect('edited', `line ${id}`, async (later) => {
    if (later?.type !== 'line') return null
    const inPlace = await means.sha256(linkText(previous, { ...later, id }))
    return inPlace === hash || inPlace === later.hash
      ? { kind: 'reordered', where: `line ${later.id} was line ${id}` }
      : null
  })

const followCheckpoint = async (
  chain: Chain,
  checkpoint: Checkpoint,
): Promise<Suspicion | null> => {
  const { lastId, hash, lines } = checkpoint
  const publicKey = chain.header.keys[checkpoint.keyId]
  const text = checkpointText(checkpoint)
  if (!publicKey || !(await chain.means.isSignedBy(publicKey, text, checkpoint.signature)))
    return suspect('forged', `the checkpoint at line ${lastId}`)
  if (lastId > chain.lastId) return lost(chain.lastId + 1, lastId)
  if (lastId < chain.lastId || lastId === chain.covered?.lastId)
    return suspect('reordered', `the checkpoint at line ${lastId}`)
  if (hash !== chain.hash || lines !== chain.lines) {
    const from = (chain.covered?.lastId ?? 0) + 1
    return suspect('edited', `lines ${from} to ${lastId}, with their hashes made anew`)
  }
  Object.assign(chain, { covered: checkpoint, checkpoints: chain.checkpoints + 1 })
  return null
}

/** What only the end can tell: whether it is the end, and whose. */
const conclude = async (chain: Chain): Promise<Verdict> => {
  const { header, means, covered, trailer, lastId, lines, checkpoints } = chain
  const end = (kind: Break['kind'], where: string): Verdict => ({
    kind: 'broken',
    broken: { kind, where },
  })
  if (!trailer) return end('truncated', `after line ${lastId}`)
  const publicKey = header.keys[trailer.keyId]
  if (
    !publicKey ||
    !(await means.isSignedBy(
      publicKey,
      trailerText(header, trailer, chain.hash),
      trailer.signature,
    ))
  )
    return trailer.lines > lines || header.highest > lastId
      ? end('truncated', `after line ${lastId}`)
      : end('forged', 'the trailer')
  if (header.highest > lastId || trailer.lines !== lines)
    return end('truncated', `after line ${lastId}; there were ${header.highest}`)
  if (!covered || covered.lastId < lastId) return end('missing', `a checkpoint at line ${lastId}`)
  if (trailer.checkpoints !== checkpoints)
    return end(
      'missing',
      `${trailer.checkpoints - checkpoints} of ${trailer.checkpoints} checkpoints`,
    )
  const gone = [...means.anchors.keys()].find((id) => id > lastId)
  if (gone !== undefined) return end('truncated', `after line ${lastId}; line ${gone} was noted`)
  const signer = header.keys[covered.keyId] ?? ''
  const stranger = [publicKey, signer].find((key) => !means.trusted.includes(key))
  if (means.trusted.length > 0 && stranger !== undefined)
    return end('forged', 'the end is signed with another key than was given')
  return { kind: 'whole', lines, checkpoints, last: covered, publicKey: signer }
}
