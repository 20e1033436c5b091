import * as v from 'valibot'
import type { PasskeyTraits } from './passkey.ts'
import { line } from './text.ts'

/** Second factors that a sign-in can be finished with. A new kind is added here first. */
export const methods = ['totp', 'device', 'passkey', 'hardware', 'recovery', 'pass'] as const
export type Method = (typeof methods)[number]

/** Those of them that are proved by typing something. */
export const codeMethods = [
  'totp',
  'device',
  'hardware',
  'recovery',
  'pass',
] as const satisfies readonly Method[]
export type CodeMethod = (typeof codeMethods)[number]

/** A code as typed: digits, a recovery code or a temporary pass. Spaces inside are for reading; the kind's own rules come later. */
export const code = v.pipe(v.string(), v.minLength(1), v.maxLength(64))

/**
 * `GET /api/factors`: one factor of mine. Times are unix seconds. `handed-over`: an administrator made it,
 * and it counts from its first code.
 */
export type Factor = {
  id: string
  method: Method
  name: string
  state: 'confirmed' | 'handed-over'
  createdAt: number
  lastUsedAt: number | null
  passkey?: PasskeyTraits | undefined
  /** Of a hardware token, as it stands on its back. */
  serial?: string | undefined
}
export type Factors = {
  factors: Factor[]
  /** Whom passkeys are for (WebAuthn Level 3, RP ID): what a browser is told of them names it. */
  rpId: string
  /** Unused recovery codes; their text is never shown again. */
  recoveryCodesLeft: number
  /** Kinds that may be enrolled by this person now. */
  enrollable: Method[]
  /** Whether policy lets this person add and remove factors by themselves. */
  selfEnrollment: boolean
}

/** `PATCH /api/factors/:id` */
export const FactorChange = v.strictObject({
  name: v.pipe(line(64), v.minLength(1, 'must not be empty')),
})

/** `POST /api/factors/totp` */
export const StartTotp = v.strictObject({ name: v.optional(line(64)) })
export type StartedTotp = { id: string; secret: string; uri: string }

/** `POST /api/factors/totp/:id/confirm` */
export const ConfirmTotp = v.strictObject({ code, trust: v.optional(v.boolean()) })
/** `authenticated`: a pending login that had to enroll is now a session. */
export type ConfirmedTotp = { status: 'authenticated' | 'enrolled' }

/** `POST /api/factors/recovery`: a new set; the former is dead. */
export type RecoveryCodes = { codes: string[] }
