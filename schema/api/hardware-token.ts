import * as v from 'valibot'
import { code } from './factor.ts'
import { line } from './text.ts'

/** A serial as typed from the back of a token. What it may consist of is decided once, in schema/serial.ts. */
export const serial = v.pipe(line(64), v.minLength(1, 'must not be empty'))

/**
 * `POST /api/factors/hardware`: registers a token by its serial and the code on its display, and
 * finishes a pending login that had to enroll. `nextCode`: the code that came after, for a token whose clock
 * is further off than a sign-in tolerates.
 */
export const RegisterToken = v.strictObject({
  serial,
  code,
  nextCode: v.optional(code),
  trust: v.optional(v.boolean()),
})
export type RegisteredToken = { status: 'authenticated' | 'enrolled' }

/**
 * `POST /api/factors/hardware/:id/resync` (id of the factor) and
 * `POST /api/admin/hardware-tokens/:id/resync` (id of the token): two codes in a row (RFC 6238, section 6).
 */
export const Resync = v.strictObject({ code, nextCode: code })
export type Resync = v.InferOutput<typeof Resync>
/** How many steps its clock is off. */
export type Resynced = { drift: number }

/** How many one person may hold: a code is tried at all of them, so each is one more that a guess may hit. */
export const mostTokens = 10

export const tokenStates = ['unassigned', 'waiting', 'assigned'] as const
/** `waiting`: given to somebody, and its first code has not come yet. */
export type TokenState = (typeof tokenStates)[number]

/** One token in the console's list; never its secret. Times are unix seconds, drifts time steps. */
export type HardwareToken = {
  id: string
  serial: string
  series: { id: string; label: string }
  model: string
  state: TokenState
  owner: { id: string; username: string } | null
  digits: number
  period: number
  algorithm: string
  drift: number
  lastUsedAt: number | null
  /** Steps a day; null: not enough codes yet to tell. */
  driftPerDay: number | null
  /** When its codes will no longer be found, if it is not used before. */
  leavesAt: number | null
}

/** `GET /api/admin/hardware-tokens`: by serial, or what a search found. A page is a `Page<HardwareToken>`. */
export const HardwareTokenQuery = v.strictObject({
  /** The beginning of a serial, or of its owner's name. */
  search: v.optional(line(64)),
  after: v.optional(line(512)),
  series: v.optional(v.pipe(v.string(), v.uuid('must be the id of a series'))),
  state: v.optional(v.picklist(['unassigned', 'assigned'])),
})
export type HardwareTokenQuery = v.InferOutput<typeof HardwareTokenQuery>

/** `GET /api/admin/hardware-tokens/:id` */
export type HardwareTokenDetails = HardwareToken & { may: TokenAction[] }
export const tokenActions = ['assign', 'unassign', 'resync', 'delete'] as const
export type TokenAction = (typeof tokenActions)[number]

/** `POST /api/admin/hardware-tokens/:id/assign`. The token counts from the first code that comes from it. */
export const Assign = v.strictObject({
  userId: v.pipe(v.string(), v.uuid('must be the id of a person')),
})

/** `GET /api/admin/hardware-tokens/fleet`: what the clocks of all used tokens do. */
export type Fleet = {
  /** How many tokens were off by so many steps at their last code. */
  drifts: { drift: number; tokens: number }[]
  /** How many drift so fast: upper bounds in steps a month (30 days), the last one open (null). */
  speeds: { upTo: number | null; tokens: number }[]
  /** Those whose codes will not be found soon, the first first; at most 100. */
  leaving: HardwareToken[]
}
