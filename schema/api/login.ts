import * as v from 'valibot'
import { code, codeMethods, type Method } from './factor.ts'
import { secret, username } from './text.ts'

/** `POST /api/login`: in one step with `code`, or the first of two. */
export const Login = v.strictObject({
  username,
  password: secret,
  code: v.optional(code),
  trust: v.optional(v.boolean()),
})

/** `POST /api/login/factor`: finishes a pending login. */
export const LoginFactor = v.strictObject({
  method: v.picklist(codeMethods),
  code,
  /** For a hardware token whose clock is off: the code that its display shows next. */
  nextCode: v.optional(code),
  trust: v.optional(v.boolean()),
})

/** `POST /api/login/ticket`: the enrollment ticket that an administrator handed over. */
export const LoginTicket = v.strictObject({ ticket: code })

/**
 * `factor_required`: answer with one of `methods`. `enrollment_required`: enroll one of `methods`.
 * `canTrust`: whether this person may trust this browser, so whether to offer it, for `trustDays`.
 */
export type LoginAnswer = {
  status: 'authenticated' | 'factor_required' | 'enrollment_required'
  /** With `enrollment_required`: first an enrollment ticket is needed (`POST /api/login/ticket`). */
  ticketRequired?: true
  methods: Method[]
  /** Where `device` is among them: what a registered device signs (`POST /api/login/device`). */
  challenge?: string
  /** Beside it: the name by which the app knows its registered token. */
  issuer?: string
  canTrust: boolean
  trustDays: number
}
