import * as v from 'valibot'
import { code, codeMethods } from './factor.ts'
import { AuthenticationResponse } from './passkey.ts'
import { secret } from './text.ts'
import type { Role } from '../policy.ts'

/** `GET /api/session`. `amr` as in RFC 8176; times are unix seconds. */
export type Session = {
  /** `mfaRequired`: whether policy asks this person for a second factor, by flag or group. */
  user: { id: string; username: string; displayName: string; role: Role; mfaRequired: boolean }
  amr: string[]
  authTime: number
  expiresAt: number
  /** Nothing else is possible until a new password is chosen. */
  mustChangePassword: boolean
  /** Said to administrators: messages to phones are kept (`GET /api/admin/outbox`), not sent. */
  outbox?: true
}

/** `GET /api/sessions`: one browser in which I am signed in. */
export type MySession = {
  id: string
  current: boolean
  browser: string
  place: string
  createdAt: number
  lastSeenAt: number
}

/** `POST /api/session/step-up`: proves anew who sits here. With a factor enrolled, the factor is needed. */
export const StepUp = v.union([
  /** `nextCode`: as in `POST /api/login/factor`. */
  v.strictObject({ method: v.picklist(codeMethods), code, nextCode: v.optional(code) }),
  v.strictObject({ method: v.literal('passkey'), response: AuthenticationResponse }),
  v.strictObject({ method: v.literal('password'), password: secret }),
])
