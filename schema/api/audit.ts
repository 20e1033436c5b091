import * as v from 'valibot'

/** What can happen. Past and exact; the wire's other answers are duller on purpose (design rule 8). */
export const auditActions = [
  'setup',
  'sign-in',
  'sign-out',
  'step-up',
  'session-ended',
  'factor-enrolled',
  'factor-renamed',
  'factor-removed',
  'recovery-codes-made',
  'trust-granted',
  'trust-revoked',
  'trust-stolen',
  'trust-foreign',
  'user-added',
  'user-changed',
  'user-deleted',
  'user-disabled',
  'user-enabled',
  'user-reset',
  'user-unlocked',
  'role-changed',
  'mfa-requirement-overridden',
  'trust-overridden',
  'groups-changed',
  'key-handed-over',
  'pass-made',
  'ticket-made',
  'ticket-used',
  'password-reset-made',
  'password-changed',
  'password-reset',
  'not-me-reported',
  'provisioned',
  'activated',
  'sms-sent',
  'group-added',
  'group-changed',
  'group-deleted',
  'setting-changed',
  'users-imported',
  'users-exported',
  'audit-exported',
  'tokens-imported',
  'tokens-exported',
  'series-renamed',
  'series-deleted',
  'token-assigned',
  'token-unassigned',
  'token-resynced',
  'token-deleted',
  'code-tested',
  'authority-refused',
  'application-added',
  'application-changed',
  'application-deleted',
  'application-disabled',
  'application-enabled',
  'application-key-made',
  'application-key-deleted',
  'application-tested',
  'signing-key-rotated',
  'consent-given',
  'consent-withdrawn',
  'application-entered',
  'application-refused',
  'grant-ended',
  'validated',
] as const
export type AuditAction = (typeof auditActions)[number]

const seconds = v.optional(v.pipe(v.string(), v.regex(/^\d{1,12}$/, 'must be unix seconds')))
/** A line's id, as a cursor or to follow the log from. */
const id = v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}$/, 'must be the id of a line')))

/** Which lines: `person` is an id; `since` and `until` are unix seconds, and belong to what is wanted. */
const filter = {
  action: v.optional(v.picklist(auditActions)),
  person: v.optional(v.pipe(v.string(), v.uuid('must be an id'))),
  since: seconds,
  until: seconds,
}

/**
 * `GET /api/admin/audit`. `after` is the cursor that the page before handed out; `newer` asks only for what
 * came after the line with that id: to follow the log.
 */
export const AuditQuery = v.strictObject({ after: id, newer: id, ...filter })

/** `GET /api/admin/audit/export`: a file. Without a filter, as NDJSON, `npm run audit:verify` can check it. */
export const AuditExportQuery = v.strictObject({ format: v.picklist(['ndjson', 'csv']), ...filter })
export type AuditFilterQuery = Omit<v.InferOutput<typeof AuditExportQuery>, 'format'>

/** `GET /api/activity`: the cursor alone. */
export const ActivityQuery = v.strictObject({ after: id })

/** One line of the log. A name is today's; null where that person is gone. */
export type AuditLine = {
  id: string
  at: number
  action: AuditAction
  outcome: string
  actor: AuditPerson | null
  subject: AuditPerson | null
  network: string
  browser: string
  /** The application that the outcome names behind its word; `name` null where it is gone. */
  application: { id: string; name: string | null } | null
}
export type AuditPerson = { id: string; username: string | null }
