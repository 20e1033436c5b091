import * as v from 'valibot'

/**
 * The audit log as a chain, and the file that carries it out: one JSON object a line. A header; then the
 * lines of the log, the oldest first, with a checkpoint after the last line that it covers; then a
 * trailer. Bytes are in hex.
 */

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const hex = (bytes: number) => v.pipe(v.string(), v.length(bytes * 2), v.regex(/^[0-9a-f]*$/))
const word = v.pipe(v.string(), v.maxLength(512))
const keyId = v.pipe(v.string(), v.regex(/^[a-z0-9]{1,16}$/))

/** One thing that happened, as the log holds it; `at` in unix seconds. */
export type LoggedLine = {
  id: number
  at: number
  eventId: string
  action: string
  outcome: string
  actorId: string | null
  subjectId: string | null
  network: string
  browser: string
}

/** What the first line is chained to. */
export const genesis = '0'.repeat(64)

/** The text whose SHA-256 is a line's hash: the hash of the line before it, and all that the line says. */
export const linkText = (previous: string, line: LoggedLine): string =>
  previous +
  JSON.stringify([
    line.id,
    line.at,
    line.eventId,
    line.action,
    line.outcome,
    line.actorId,
    line.subjectId,
    line.network,
    line.browser,
  ])

export const ExportedLine = v.strictObject({
  type: v.literal('line'),
  id: count,
  at: count,
  eventId: word,
  action: word,
  outcome: word,
  actorId: v.nullable(word),
  subjectId: v.nullable(word),
  network: word,
  browser: word,
  /** Null where it was not chained. */
  hash: v.nullable(hex(32)),
})
export type ExportedLine = v.InferOutput<typeof ExportedLine>

/** All lines up to `lastId` are `lines` many, and the last of them has this hash. Ed25519 (RFC 8032). */
export const Checkpoint = v.strictObject({
  type: v.literal('checkpoint'),
  lastId: count,
  hash: hex(32),
  lines: count,
  at: count,
  keyId,
  signature: hex(64),
})
export type Checkpoint = v.InferOutput<typeof Checkpoint>

/** What a checkpoint's signature covers. The first word keeps it from passing for anything else. */
export const checkpointText = (checkpoint: Omit<Checkpoint, 'type' | 'signature'>): string => {
  const { lastId, hash, lines, at, keyId: signer } = checkpoint
  return JSON.stringify(['latchkey/audit-checkpoint', 1, lastId, hash, lines, at, signer])
}

export const Header = v.strictObject({
  type: v.literal('header'),
  format: v.literal('latchkey-audit'),
  version: v.literal(1),
  origin: word,
  at: count,
  /** False where a filter chose the lines: nothing can be proved of them then. */
  verifiable: v.boolean(),
  /** The highest id that a line ever had, whether or not that line is still there. */
  highest: count,
  /** Public keys by their id, Ed25519. */
  keys: v.record(keyId, hex(32)),
})
export type Header = v.InferOutput<typeof Header>

/** The end, so that a file cut short shows. Signed with the header's numbers in it. */
export const Trailer = v.strictObject({
  type: v.literal('trailer'),
  lines: count,
  checkpoints: count,
  keyId,
  signature: hex(64),
})
export type Trailer = v.InferOutput<typeof Trailer>

/** What a trailer's signature covers; `hash` is the last line's. */
export const trailerText = (
  { origin, at, highest }: Pick<Header, 'origin' | 'at' | 'highest'>,
  { lines, checkpoints, keyId: signer }: Omit<Trailer, 'type' | 'signature'>,
  hash: string,
): string =>
  JSON.stringify([
    'latchkey/audit-export',
    1,
    origin,
    at,
    highest,
    lines,
    checkpoints,
    hash,
    signer,
  ])

export const ExportRecord = v.variant('type', [Header, ExportedLine, Checkpoint, Trailer])
export type ExportRecord = v.InferOutput<typeof ExportRecord>
