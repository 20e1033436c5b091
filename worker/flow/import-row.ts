import * as v from 'valibot'
import { type ImportProblem, ImportRow } from '../../schema/api/import.ts'
import type { NewUserForm } from '../../schema/api/user.ts'
import { canonicalGroupName } from '../domain/group-name.ts'
import { refusePassword } from '../domain/password.ts'
import { canonicalUsername } from '../domain/username.ts'
import { contextOf, passwordSentence } from './new-password.ts'
import { usernameSentence } from './new-user.ts'

/** A row of the right form, with the username by which its person would be told from others. */
export type Candidate = ImportRow & { canonicalUsername: string }

/** What a row is held to that is not of its form. */
export type Rules = {
  form: NewUserForm
  common: ReadonlySet<string>
  /** Ids by canonical name. */
  groups: ReadonlyMap<string, string>
}

const longestReason = 200

/** One row of a file as its form says, or all that is wrong with it. */
export const readRow = (raw: { line: number }): Candidate | ImportProblem[] => {
  const { line } = raw
  const read = v.safeParse(ImportRow, raw)
  if (!read.success)
    return read.issues.map((issue) => ({ line, field: fieldOf(issue), reason: reasonOf(issue) }))
  const canonical = canonicalUsername(read.output.username)
  return canonical
    ? { ...read.output, canonicalUsername: canonical }
    : [{ line, field: 'username', reason: usernameSentence }]
}

type Issue = v.InferIssue<typeof ImportRow>

const fieldOf = (issue: Issue): string => {
  const [field = ''] = v.getDotPath(issue)?.split('.') ?? []
  return field.slice(0, 64)
}

/** Never what was received: it may be a password. */
const reasonOf = (issue: Issue): string => {
  if (issue.kind !== 'schema') return issue.message
  if (issue.expected === 'never') return 'is not a field that people have'
  if (issue.received === 'undefined') return 'is missing'
  return `must be ${issue.expected}`.slice(0, longestReason)
}

/** What else is wrong with a row; nothing where its person may be. */
export const refuseRow = (candidate: Candidate, { form, common, groups }: Rules) => {
  const { line, role = 'user', password, mfaRequired, groups: named = [] } = candidate
  const problem = (field: keyof ImportRow, reason: string): ImportProblem => ({
    line,
    field,
    reason,
  })
  const refusal =
    password === undefined ? null : refusePassword(password, common, contextOf(candidate))
  const missing = named.find((name) => !groups.has(canonicalGroupName(name)))
  return [
    ...(refusal ? [problem('password', passwordSentence[refusal])] : []),
    ...(mfaRequired === false && form[role].mfaRequired
      ? [problem('mfaRequired', 'people of this role must use a second factor')]
      : []),
    ...(missing === undefined ? [] : [problem('groups', `there is no group '${missing}'`)]),
  ]
}
