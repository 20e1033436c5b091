import * as v from 'valibot'
import {
  maxErrors,
  type TokenImport,
  type TokenImportReport,
} from '../../../schema/api/token-series.ts'
import { line } from '../../../schema/api/text.ts'
import { toHex } from '../../crypto/hex.ts'
import { sha256 } from '../../crypto/token.ts'
import { type Action, reachOf } from '../../domain/authority.ts'
import { nameOf } from '../../domain/hardware.ts'
import { auditOf } from '../../http/audit.ts'
import type { Form } from '../../http/form.ts'
import type { SessionContext } from '../../http/guard.ts'
import { ProblemError } from '../../http/problem.ts'
import { readSeedFile, type SeedFile } from '../../seedfile/seed-file.ts'
import { lookUpTokens, stageTokens } from '../../store/staged-token.ts'
import { beginImport, finishImport, readImport } from '../../store/token-import.ts'
import { AssertionFailed, trip } from '../../store/trip.ts'
import { permitted } from '../authority.ts'
import { seedFileProblem } from './seed-file.ts'
import { askedRows, chunksOf, stagedRows } from './row.ts'

/**
 * What a vendor's file would bring, or brings: all of its new tokens or none of them, each once, however
 * often it is sent. File, password and seeds are held in memory only.
 *
 * @throws ProblemError that says what is wrong with the file or the form, and where
 * @throws AssertionFailed where the actor is not who was judged any more
 */
export const importTokens = async (
  c: SessionContext,
  { file, fields }: Form<TokenImport>,
): Promise<TokenImportReport> => {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const hash = toHex(await sha256(bytes))
  if (fields.mode === 'commit') requirePreviewed(fields, hash)
  const read = await readSeedFile(bytes, {
    password: fields.password,
    presharedKey: fields.presharedKey,
    allowZipCrypto: fields.allowZipCrypto !== 'false',
    allowShortSecrets: fields.allowShortSecrets === 'true',
  })
  if (!read.ok) throw seedFileProblem(read)
  const found = { read, report: reportOf(read, hash), label: labelOf(fields.label, file.name) }
  return fields.mode === 'preview' ? preview(c, found) : commit(c, fields, found)
}

/** What was read, and what is known of it before the database is asked. */
type Found = { read: SeedFile; report: TokenImportReport; label: string }

const requirePreviewed = (fields: TokenImport, hash: string): void => {
  if (fields.sha256 !== hash)
    throw new ProblemError('conflict', {
      field: 'sha256',
      detail: 'This is not the file of which a preview was shown.',
    })
}

const reportOf = (read: SeedFile, fileHash: string): TokenImportReport => ({
  sha256: fileHash,
  format: read.format,
  encoding: read.encoding,
  encryption: read.container,
  warnings: read.warnings,
  counts: { new: 0, known: 0, conflict: 0, bad: read.errors.length },
  assigned: 0,
  unknownOwners: 0,
  errors: read.errors.slice(0, maxErrors),
})

/** The file's own name may say anything: what is no line of text names no series. */
const labelOf = (label: string | undefined, fileName: string): string => {
  const own = v.safeParse(line(64), fileName.replace(/\.[^.]*$/, ''))
  return label || (own.success && own.output) || 'Hardware tokens'
}

const preview = async (c: SessionContext, { read, report }: Found) => {
  const roles = rolesWithin(c)
  const { counts } = report
  const conflicts: TokenImportReport['errors'] = []
  for await (const { rows } of chunksOf(askedRows(read, c.var.config.masterKeys))) {
    const question = { rows, roles, most: maxErrors - conflicts.length }
    const { outlook } = await trip(c.env.DB, { outlook: lookUpTokens(c.env.DB, question) })
    counts.new += outlook.new
    counts.known += outlook.known
    counts.conflict += outlook.conflict
    report.assigned += outlook.assigned
    report.unknownOwners += outlook.unknownOwners
    conflicts.push(...outlook.conflicts)
  }
  report.errors = [...report.errors, ...conflicts]
    .toSorted((a, b) => a.line - b.line)
    .slice(0, maxErrors)
  return report
}

const commit = async (
  c: SessionContext,
  fields: TokenImport,
  found: Found,
): Promise<TokenImportReport> => {
  const db = c.env.DB
  const { id: userId } = c.var.caller.user
  const job = {
    id: fields.job ?? crypto.randomUUID(),
    run: crypto.randomUUID(),
    userId,
    requestHash: await requestHash(fields, found),
    total: found.read.count,
  }
  const { begun } = await trip(db, permitted(c), beginImport(db, job, c.var.now))
  if (begun?.userId !== userId || begun.requestHash !== job.requestHash)
    throw new ProblemError('conflict', { field: 'job', detail: 'This is another import’s id.' })
  if (begun.report) return begun.report
  const run = { importId: job.id, run: job.run }
  for await (const chunk of chunksOf(stagedRows(found.read, c.var.config.masterKeys)))
    await trip(db, stageTokens(db, run, chunk))
  return conclude(c, job, found)
}

/** The same import again may have come to its end while this one was on its way: then its answer holds. */
const conclude = async (
  c: SessionContext,
  job: { id: string; run: string; total: number },
  { report, label }: Found,
): Promise<TokenImportReport> => {
  const db = c.env.DB
  const { id: actorId } = c.var.caller.user
  const done = {
    ...job,
    seriesId: crypto.randomUUID(),
    label,
    format: report.format,
    fileHash: report.sha256,
    report,
    roles: rolesWithin(c),
    factorName: nameOf(''),
    line: auditOf(c, { action: 'tokens-imported', outcome: '', actorId }),
    each: auditOf(c, { action: 'token-assigned', outcome: '', actorId }),
  }
  try {
    const finished = await trip(db, permitted(c), finishImport(db, done, c.var.now))
    if (finished.report) return finished.report
    throw new Error('an import ended without its report')
  } catch (error) {
    if (!(error instanceof AssertionFailed) || error.assertion !== 'import_is_whole') throw error
    const { other } = await trip(db, { other: readImport(db, job.id) })
    if (other?.report) return other.report
    throw error
  }
}

/** What else was said decides what becomes of a file: with other words it is another import. */
const requestHash = async (
  { allowShortSecrets, allowZipCrypto }: TokenImport,
  { report, label }: Found,
): Promise<string> =>
  toHex(await sha256(JSON.stringify([report.sha256, label, allowShortSecrets, allowZipCrypto])))

/** Of people to whom the actor may give tokens. */
const rolesWithin = (c: SessionContext): readonly string[] =>
  reachOf(c.var.caller.user.role, 'token.assign' satisfies Action)
