import {
  type ExportRecord,
  genesis,
  type Header,
  type Trailer,
  trailerText,
} from '../../schema/audit-chain.ts'
import { type SigningKey, signingKey } from '../crypto/signing-key.ts'
import { csvRows } from '../http/csv.ts'
import type { SessionContext } from '../http/guard.ts'
import { readChain, readSigners } from '../store/audit-chain.ts'
import { type AuditFilter, listAudit, type NamedLine } from '../store/audit-log.ts'
import { trip } from '../store/trip.ts'
import { permitted } from './authority.ts'

/** Lines a trip: all that is ever in memory, however long the log. */
const pageLines = 1000

const recordLine = (record: ExportRecord): string => `${JSON.stringify(record)}\n`

/**
 * The whole log up to a line, as a file that can be verified (schema/audit-chain.ts).
 * @param highest the id of the last line; all up to there are chained, as far as the chain is whole
 */
export const verifiableFile = async (
  c: SessionContext,
  highest: number,
): Promise<AsyncGenerator<string>> => {
  const { masterKeys } = c.var.config
  const [key, ...others] = await Promise.all([
    signingKey(masterKeys[0]),
    ...masterKeys.slice(1).map(signingKey),
  ])
  const { signers } = await trip(c.env.DB, { signers: readSigners(c.env.DB) })
  // Of keys that are gone, the database remembers the public half; of ours, we know better.
  const keys = [
    ...signers,
    ...[key, ...others].map(({ id, publicKey }) => ({ keyId: id, publicKey })),
  ]
  const header = {
    ...headerOf(c, true),
    highest,
    keys: Object.fromEntries(keys.map(({ keyId, publicKey }) => [keyId, publicKey])),
  }
  return verifiableRecords(c, header, key)
}

const headerOf = (c: SessionContext, verifiable: boolean): Header => ({
  type: 'header',
  format: 'latchkey-audit',
  version: 1,
  origin: c.var.config.origin,
  at: c.var.now,
  verifiable,
  highest: 0,
  keys: {},
})

async function* verifiableRecords(c: SessionContext, header: Header, key: SigningKey) {
  yield recordLine(header)
  const counts = { lines: 0, checkpoints: 0 }
  let hash = genesis
  for await (const { lines, checkpoints } of stretches(c, header.highest)) {
    counts.lines += lines.length
    counts.checkpoints += checkpoints.length
    hash = lines.at(-1)?.hash ?? hash
    yield [...lines, ...checkpoints]
      .toSorted((a, b) => placeOf(a) - placeOf(b))
      .map(recordLine)
      .join('')
  }
  const said = { ...counts, keyId: key.id }
  const signature = await key.sign(trailerText(header, said, hash))
  yield recordLine({ type: 'trailer', ...said, signature } satisfies Trailer)
}

/** The chain page by page. Each asks anew whether the actor still may: else the file breaks off. */
async function* stretches(c: SessionContext, highest: number) {
  for (let after = 0; after < highest;) {
    const range = { after, until: highest, limit: pageLines }
    const found = await trip(c.env.DB, permitted(c), readChain(c.env.DB, range))
    const last = found.lines.length === pageLines ? found.lines.at(-1) : undefined
    after = last?.id ?? highest
    yield {
      lines: found.lines.map((line) => ({ type: 'line' as const, ...line })),
      checkpoints: found.checkpoints
        .filter(({ lastId }) => lastId <= after)
        .map(({ publicKey: _, ...checkpoint }) => ({ type: 'checkpoint' as const, ...checkpoint })),
    }
  }
}

/** A checkpoint stands after the last line that it covers. */
const placeOf = (record: ExportRecord): number => {
  if (record.type === 'line') return record.id * 2
  return record.type === 'checkpoint' ? record.lastId * 2 + 1 : 0
}

/** The lines that a filter chose, the newest first; the header says that nothing can be proved of them. */
export async function* filteredFile(
  c: SessionContext,
  filter: AuditFilter,
): AsyncGenerator<string> {
  yield recordLine(headerOf(c, false))
  for await (const lines of pages(c, filter))
    yield lines.map((line) => `${JSON.stringify({ type: 'line', ...line })}\n`).join('')
}

const csvColumns = [
  'id',
  'time',
  'action',
  'outcome',
  'actor',
  'actor_id',
  'subject',
  'subject_id',
  'network',
  'browser',
  'event_id',
  'application',
  'application_id',
]

/** The lines that a filter chose, the newest first, for a spreadsheet. Times are UTC. */
export async function* csvFile(c: SessionContext, filter: AuditFilter): AsyncGenerator<string> {
  yield csvRows([csvColumns])
  for await (const lines of pages(c, filter)) yield csvRows(lines.map(toCsvRow))
}

const toCsvRow = ({ actor, subject, application, ...line }: NamedLine) => [
  line.id,
  new Date(line.at * 1000).toISOString(),
  line.action,
  line.outcome,
  actor?.username ?? '',
  actor?.id ?? '',
  subject?.username ?? '',
  subject?.id ?? '',
  line.network,
  line.browser,
  line.eventId,
  application?.name ?? '',
  application?.id ?? '',
]

async function* pages(c: SessionContext, filter: AuditFilter) {
  for (let { before } = filter, more = true; more;) {
    const { lines } = await trip(c.env.DB, permitted(c), {
      lines: listAudit(c.env.DB, { ...filter, before }, pageLines),
    })
    before = Number(lines.at(-1)?.id)
    more = lines.length === pageLines
    yield lines
  }
}
