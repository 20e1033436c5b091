import * as v from 'valibot'
import { roles, type Role } from '../policy.ts'
import { line, secret, username } from './text.ts'

/** An empty field on a form means 'not given'. */
const optionalLine = (max: number) => v.optional(line(max))

/** `POST /api/admin/users` */
export const NewUser = v.strictObject({
  username,
  password: secret,
  displayName: optionalLine(128),
  email: v.optional(
    v.union([v.literal(''), v.pipe(line(254), v.email('must be an e-mail address'))]),
  ),
  phone: v.optional(
    v.union([
      v.literal(''),
      v.pipe(line(32), v.regex(/^\+?[0-9 ()./-]{3,32}$/, 'must be a phone number')),
    ]),
  ),
  role: v.picklist(roles),
  mfaRequired: v.boolean(),
  mayTrust: v.optional(v.boolean()),
})
export type NewUser = v.InferOutput<typeof NewUser>

/** One person in the console's list, in the order of canonical usernames. Times are unix seconds. */
export type User = {
  id: string
  username: string
  displayName: string
  email: string
  phone: string
  role: Role
  mfaRequired: boolean
  mayTrust: boolean
  /** Confirmed second factors. */
  factors: number
  disabled: boolean
  createdAt: number
}

/** `GET /api/admin/user-form`: what the form starts with, per role (`mfa.default.<role>`, `mfa.required.<role>`). */
export type NewUserForm = Record<
  Role,
  { mfaDefault: boolean; mfaRequired: boolean; mayTrust: boolean }
>
