import * as v from 'valibot'
import { roles } from '../policy.ts'
import { line, secret } from './text.ts'
import { NewUser } from './user.ts'

/** What one chunk of a file may bring; each password costs a hash. */
export const importLimits = { rows: 500, passwords: 20 } as const

const lineNumber = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000_000))

/** One person of a file, told by the line where it stands there. A field that is left out has its default. */
export const ImportRow = v.strictObject({
  line: lineNumber,
  username: NewUser.entries.username,
  displayName: NewUser.entries.displayName,
  email: NewUser.entries.email,
  phone: NewUser.entries.phone,
  /** Without: `user`. */
  role: v.optional(v.picklist(roles)),
  /** For the first sign-in only. Without: nobody signs in until an administrator makes a reset code. */
  password: v.optional(secret),
  /** Without: what the form for a new person of that role starts with. */
  mfaRequired: v.optional(v.boolean()),
  mayTrust: v.optional(v.boolean()),
  /** Names of groups that are there. */
  groups: v.optional(v.pipe(v.array(line(64)), v.maxLength(100, 'must name at most 100 groups'))),
})
export type ImportRow = v.InferOutput<typeof ImportRow>

/**
 * `POST /api/admin/user-import`: a file of people, chunk by chunk. What a row must be is said row by
 * row in the answer (`ImportRow`): one that is wrong does not refuse its neighbors.
 */
export const ImportChunk = v.strictObject({
  /** `preview` changes nothing. */
  mode: v.picklist(['preview', 'commit']),
  rows: v.pipe(
    v.array(v.looseObject({ line: lineNumber })),
    v.minLength(1, 'must not be empty'),
    v.maxLength(importLimits.rows, `must have at most ${importLimits.rows} rows`),
    v.check(
      (rows) => rows.filter((row) => 'password' in row).length <= importLimits.passwords,
      `must have at most ${importLimits.passwords} rows with a password`,
    ),
  ),
})
export type ImportChunk = v.InferOutput<typeof ImportChunk>

/**
 * What became, or would become, of a chunk's rows: each is counted once. `known`: somebody has that
 * username already; they stay as they are. A row that is wrong in several places says so in each.
 */
export type ImportResult = { new: number; known: number; bad: ImportProblem[] }
export type ImportProblem = { line: number; field: string; reason: string }
