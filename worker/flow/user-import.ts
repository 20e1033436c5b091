import type { ImportChunk, ImportProblem, ImportResult } from '../../schema/api/import.ts'
import { commonPasswords } from '../crypto/common-passwords.ts'
import { canonicalGroupName } from '../domain/group-name.ts'
import { newUserForm } from '../domain/policy.ts'
import { searchTerms } from '../domain/search-terms.ts'
import { displayedUsername } from '../domain/username.ts'
import { auditOf } from '../http/audit.ts'
import type { SessionContext } from '../http/guard.ts'
import { trip } from '../store/trip.ts'
import {
  auditImport,
  auditImported,
  type ImportedUser,
  insertUsers,
  readImportFacts,
} from '../store/user-import.ts'
import { insertTerms } from '../store/user-term.ts'
import { passwordSubject } from './attempt-subject.ts'
import { permitted } from './authority.ts'
import { type Candidate, readRow, refuseRow, type Rules } from './import-row.ts'
import { newPasswordHash } from './new-password.ts'

/**
 * What becomes of a chunk's rows; with `commit` it becomes true: all that can be added is, in one
 * transaction. Whoever is known stays as they are, so that a chunk may come twice.
 *
 * @throws ProblemError unavailable where too many passwords are hashed already; nothing was done
 * @throws AssertionFailed where the actor is not who was judged any more
 */
export const importPeople = async (
  c: SessionContext,
  { mode, rows }: ImportChunk,
): Promise<ImportResult> => {
  const read = rows.map(readRow)
  const { once, repeated } = tellRepeated(read.flatMap((row) => ('line' in row ? [row] : [])))
  const { taken, groups } = await trip(c.env.DB, readImportFacts(c.env.DB, namesIn(once)))
  const unknown = once.filter(({ canonicalUsername }) => !taken.has(canonicalUsername))
  const rules = {
    groups,
    form: newUserForm(c.var.caller.settings),
    common: await commonPasswords(),
  }
  const refused = unknown.flatMap((candidate) => refuseRow(candidate, rules))
  const refusedLines = new Set(refused.map(({ line }) => line))
  const good = unknown.filter(({ line }) => !refusedLines.has(line))
  const added = mode === 'commit' ? await add(c, good, rules) : good.length
  const bad = [...read.flatMap((row) => ('line' in row ? [] : row)), ...repeated, ...refused]
  return {
    new: added,
    known: once.length - unknown.length + good.length - added,
    bad: bad.sort((a, b) => a.line - b.line),
  }
}

/** The first row of each person, and what is wrong with every further one. */
const tellRepeated = (candidates: Candidate[]) => {
  const first = new Map<string, number>()
  const once: Candidate[] = []
  const repeated: ImportProblem[] = []
  for (const candidate of candidates) {
    const { line, canonicalUsername } = candidate
    const before = first.get(canonicalUsername)
    if (before === undefined) {
      first.set(canonicalUsername, line)
      once.push(candidate)
    } else repeated.push({ line, field: 'username', reason: `stands in line ${before} already` })
  }
  return { once, repeated }
}

const namesIn = (candidates: Candidate[]) => ({
  usernames: candidates.map(({ canonicalUsername }) => canonicalUsername),
  groups: candidates.flatMap(({ groups = [] }) => groups.map(canonicalGroupName)),
})

/** How many were added; fewer than were brought where somebody took a name meanwhile. */
const add = async (c: SessionContext, good: Candidate[], rules: Rules): Promise<number> => {
  if (good.length === 0) return 0
  const people: ImportedUser[] = []
  // One after the other: an isolate hashes few passwords at a time, and others want to sign in.
  for (const candidate of good) people.push(await toUser(c, candidate, rules))
  const { id: actorId } = c.var.caller.user
  const line = auditOf(c, { action: 'users-imported', outcome: 'added', actorId })
  const terms = people.map((one) => ({ userId: one.id, terms: searchTerms(one) }))
  const { added } = await trip(
    c.env.DB,
    permitted(c),
    insertUsers(c.env.DB, people, c.var.now),
    { terms: insertTerms(c.env.DB, terms) },
    {
      audit: auditImport(c.env.DB, line, people, c.var.now),
      auditEach: auditImported(c.env.DB, line, people, c.var.now),
    },
  )
  return added
}

const toUser = async (
  c: SessionContext,
  candidate: Candidate,
  { form, groups }: Rules,
): Promise<ImportedUser> => {
  const { role = 'user', password, canonicalUsername } = candidate
  const username = displayedUsername(candidate.username)
  return {
    id: crypto.randomUUID(),
    username,
    canonicalUsername,
    displayName: candidate.displayName || username,
    email: candidate.email ?? '',
    phone: candidate.phone ?? '',
    role,
    mfaRequired: candidate.mfaRequired ?? (form[role].mfaDefault || form[role].mfaRequired),
    mayTrust: candidate.mayTrust ?? true,
    mustChangePassword: password !== undefined,
    passwordHash: password === undefined ? '' : await newPasswordHash(c, password),
    attemptSubject: await passwordSubject(canonicalUsername),
    groupIds: (candidate.groups ?? []).flatMap(
      (name) => groups.get(canonicalGroupName(name)) ?? [],
    ),
  }
}
