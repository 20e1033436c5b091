/** What can happen. Past and exact; the wire's other answers are duller on purpose (design rule 8). */
export const auditActions = [
  'setup',
  'sign-in',
  'sign-out',
  'step-up',
  'session-ended',
  'factor-enrolled',
  'factor-removed',
  'recovery-codes-made',
  'trust-granted',
  'trust-revoked',
  'trust-stolen',
  'trust-foreign',
  'user-added',
] as const
export type AuditAction = (typeof auditActions)[number]
