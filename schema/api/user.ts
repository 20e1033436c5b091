import * as v from 'valibot'
import { roles, type Role } from '../policy.ts'
import type { Method } from './factor.ts'
import { line, secret, username } from './text.ts'

/** An empty field on a form means 'not given'. */
const optionalLine = (max: number) => v.optional(line(max))

const email = v.union([v.literal(''), v.pipe(line(254), v.email('must be an e-mail address'))])
const phone = v.union([
  v.literal(''),
  v.pipe(line(32), v.regex(/^\+?[0-9 ()./-]{3,32}$/, 'must be a phone number')),
])
const groups = v.pipe(
  v.array(v.pipe(v.string(), v.uuid('must be ids of groups'))),
  v.maxLength(100, 'must name at most 100 groups'),
)

/** `POST /api/admin/users` */
export const NewUser = v.strictObject({
  username,
  password: secret,
  displayName: optionalLine(128),
  email: v.optional(email),
  phone: v.optional(phone),
  role: v.picklist(roles),
  mfaRequired: v.boolean(),
  mayTrust: v.optional(v.boolean()),
  /** Ids of the groups to join; the group of everybody is not named. */
  groups: v.optional(groups),
  /** The password is for the first sign-in only. */
  mustChangePassword: v.optional(v.boolean()),
})
export type NewUser = v.InferOutput<typeof NewUser>

/** `PATCH /api/admin/users/:id`: only what is named changes. A password is not for administrators to choose. */
export const UserChange = v.strictObject({
  displayName: optionalLine(128),
  email: v.optional(email),
  phone: v.optional(phone),
  role: v.optional(v.picklist(roles)),
  mfaRequired: v.optional(v.boolean()),
  mayTrust: v.optional(v.boolean()),
  /** May trust browsers although the setting of their role says no. */
  trustOverride: v.optional(v.boolean()),
  /** All groups that they belong to from now on. */
  groups: v.optional(groups),
  disabled: v.optional(v.boolean()),
  mustChangePassword: v.optional(v.boolean()),
})
export type UserChange = v.InferOutput<typeof UserChange>

/** One person in the console's list. Times are unix seconds. */
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
  lastSignInAt: number | null
}

export const userSorts = ['username', 'created', '-created', 'signed-in', '-signed-in'] as const
export type UserSort = (typeof userSorts)[number]

/**
 * `GET /api/admin/users?search=&after=&sort=&role=&factor=&disabled=&locked=&group=`. A search is ordered by
 * what was found, `locked` by when it ends and `group` by username, whatever `sort` says. Of these three
 * a page may come with fewer people than it could hold, even with none: `next` goes on all the same.
 */
export const UserQuery = v.strictObject({
  search: v.optional(line(64)),
  after: v.optional(line(512)),
  sort: v.optional(v.picklist(userSorts)),
  role: v.optional(v.picklist(roles)),
  /** Whether a second factor is enrolled. */
  factor: v.optional(v.picklist(['on', 'off'])),
  disabled: v.optional(v.picklist(['true', 'false'])),
  locked: v.optional(v.literal('true')),
  group: v.optional(v.pipe(v.string(), v.uuid('must be the id of a group'))),
})
export type UserQuery = v.InferOutput<typeof UserQuery>

/** A second factor as administrators see it; never what proves it. */
export type UserFactor = {
  id: string
  method: Method
  name: string
  createdAt: number
  lastUsedAt: number | null
  /** `handed-over`: an administrator made it, and its first code has not come yet. */
  state: 'confirmed' | 'handed-over'
  /** Of a hardware token: which one it is. */
  token?: { id: string; serial: string } | undefined
}

/** What an administrator may do to a person (worker/domain/authority.ts). */
export const userActions = [
  'edit',
  'role',
  'disable',
  'delete',
  'second-factor',
  'trust-override',
  'groups',
  'key',
  'reset',
  'unlock',
  'pass',
  'ticket',
  'password-reset',
] as const
export type UserAction = (typeof userActions)[number]

/** `GET /api/admin/users/:id` */
export type UserDetails = User & {
  trustOverride: boolean
  mustChangePassword: boolean
  groups: { id: string; name: string }[]
  factorList: UserFactor[]
  recoveryCodesLeft: number
  sessions: number
  trustedBrowsers: number
  /** What is shut, and until when; `password`, or a kind of factor. `until` null: until unlocked. */
  locks: { what: 'password' | Method; until: number | null }[]
  /** What whoever asks may do here. */
  may: UserAction[]
}

/** Everything of a person that an administrator can take away at once. */
export const resetTargets = [
  'totp',
  'device',
  'passkey',
  'hardware',
  'recovery',
  'trust',
  'sessions',
] as const
export type ResetTarget = (typeof resetTargets)[number]

/** `POST /api/admin/users/:id/reset` */
export const Reset = v.strictObject({
  targets: v.pipe(v.array(v.picklist(resetTargets)), v.minLength(1, 'must name something')),
})

/** `POST /api/admin/users/:id/key`: shown this once. The key counts from the first code that comes from it. */
export type HandedOverKey = { id: string; secret: string; uri: string }

/** `POST /api/admin/users/:id/{pass,ticket,password-reset}`: shown this once, works once. */
export type OneTimeCode = { code: string; expiresAt: number }

/** `GET /api/admin/user-form`: what the form starts with, per role (`mfa.default.<role>`, `mfa.required.<role>`). */
export type NewUserForm = Record<
  Role,
  { mfaDefault: boolean; mfaRequired: boolean; mayTrust: boolean }
>
