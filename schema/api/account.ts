import * as v from 'valibot'
import { line, secret, username } from './text.ts'
import type { Role } from '../policy.ts'

/** `GET /api/profile` */
export type Profile = {
  username: string
  displayName: string
  email: string
  phone: string
  role: Role
  groups: string[]
}
/** `PATCH /api/profile`: what people may change of themselves. */
export const ProfileChange = v.strictObject({ displayName: line(128) })

/** `POST /api/password`: mine. `resetFactors` takes all second factors along. */
export const PasswordChange = v.strictObject({
  current: secret,
  next: secret,
  resetFactors: v.optional(v.boolean()),
})
/** `signed_out`: a second factor must be set up anew, at the next sign-in. */
export type PasswordChanged = { status: 'authenticated' | 'signed_out' }

/** `POST /api/password/reset`: with a one-time code that an administrator made. */
export const PasswordReset = v.strictObject({
  username,
  code: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  next: secret,
})

/** `GET /api/activity`: what happened to my account, the newest first. */
export type Activity = {
  id: string
  at: number
  action: string
  outcome: string
  /** Whether I did it, or somebody did it to me. */
  byMe: boolean
  /** The name of the application that it happened at, where it is still there. */
  application: string | null
  browser: string
  network: string
}

/** `POST /api/provisioning`: my token for an authenticator; each call retires the last. */
export type Provisioning = {
  /** The factor that its first code confirms, at `POST /api/factors/totp/:id/confirm`. */
  id: string
  secret: string
  activationCode: string
  uri: string
  expiresAt: number
}

/** `POST /api/authenticator/activate`: typed into the authenticator. */
export const Activate = v.strictObject({
  username,
  activationCode: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
})
export type Activated = { uri: string }
