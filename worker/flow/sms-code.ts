import type { SmsSent } from '../../schema/api/device.ts'
import { hashOfSmsCode, isSmsCode, newSmsCode } from '../crypto/sms-code.ts'
import { maskedPhone, maxSends, smsCodeSeconds } from '../domain/device.ts'
import { auditOf } from '../http/audit.ts'
import type { AppContext } from '../http/context.ts'
import { prolongCookie } from '../http/cookie.ts'
import type { Enrollee } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { cookies } from '../http/tokens.ts'
import { dialed, sendMessage } from '../sms/gateway.ts'
import { audit, auditThrottled } from '../store/audit.ts'
import { claimSend, keepSmsCode, spendSmsCode } from '../store/sms-code.ts'
import { trip } from '../store/trip.ts'

/** Where a code can be sent to; null: nowhere. */
export const reachable = (c: AppContext, phone: string | null): string | null =>
  phone && /\d/.test(phone) && c.var.config.gateway.kind !== 'none' ? phone : null

/**
 * Sends a code to the caller's phone, good for their session or pending login alone. That there is room for
 * it is written before, and the code after: what was not sent leaves no code behind.
 *
 * @throws ProblemError conflict, too_many_attempts or unavailable
 */
export const sendSmsCode = async (
  c: AppContext,
  { user, policy, proof, pending }: Enrollee,
  number: string | null,
): Promise<SmsSent> => {
  const db = c.env.DB
  const { now, config, visitor } = c.var
  const line = (outcome: string) => auditOf(c, { action: 'sms-sent', outcome, actorId: user.id })
  const phone = reachable(c, number)
  if (!phone)
    throw new ProblemError('conflict', {
      detail: 'No code can be sent to you. An administrator has to help.',
    })
  const { openAt, claimed } = await trip(
    db,
    claimSend(db, { userId: user.id, network: visitor.network }, maxSends, now),
  )
  if (!claimed) {
    await trip(db, { audit: auditThrottled(db, line('throttled'), now) })
    throw new ProblemError('too_many_attempts', { retryAfter: Math.max((openAt ?? now) - now, 1) })
  }
  const code = newSmsCode()
  const text = messageOf(code, policy.totp.issuer, new URL(config.origin).hostname)
  if (!(await sendMessage(c, { to: dialed(phone), text }))) {
    await trip(db, { audit: audit(db, line('failed'), now) })
    throw new ProblemError('unavailable', {
      detail: 'The code could not be sent. Try again later.',
    })
  }
  const expiresAt = now + smsCodeSeconds
  const hash = await hashOfSmsCode(config.masterKeys, { userId: user.id, phone, code })
  const { kept } = await trip(
    db,
    keepSmsCode(db, { callerHash: proof, userId: user.id, hash, expiresAt }, now),
    { audit: audit(db, line('done'), now) },
  )
  // Signed out meanwhile.
  if (!kept) throw new ProblemError('expired')
  if (pending) prolongCookie(c, cookies.pending, smsCodeSeconds)
  return { phone: maskedPhone(phone), expiresAt }
}

/** What a typed code is held against. */
export type Sms = { hash: Uint8Array<ArrayBuffer> | null; phone: string | null }

/** The last line is for browsers that fill codes in, on this site alone (origin-bound one-time codes). */
const messageOf = (code: string, issuer: string, host: string): string =>
  `${code} registers a device as yours at ${issuer}. It is good for 10 minutes. Tell it to nobody.\n\n@${host} #${code}`

/**
 * Holds what was typed against what was sent. The try was counted before.
 *
 * @param hash what may be compared; null: no code, or none that may still be tried
 * @param phone their number of now: what was sent to a former one counts no more
 * @returns what the batch that rests on it must begin with
 * @throws ProblemError malformed_request or invalid_code
 */
export const checkSmsCode = async (
  c: AppContext,
  { user, proof }: Enrollee,
  { code, hash, phone }: Sms & { code: string | undefined },
) => {
  if (code === undefined)
    throw new ProblemError('malformed_request', {
      field: 'smsCode',
      detail: 'smsCode: is needed here',
    })
  const { masterKeys } = c.var.config
  const typed = { userId: user.id, phone: phone ?? '', code }
  const isRight = hash && (await isSmsCode(masterKeys, typed, hash))
  if (hash && isRight) return spendSmsCode(c.env.DB, { callerHash: proof, hash }, c.var.now)
  const outcome = hash ? 'sms:no-match' : 'sms:throttled'
  const line = auditOf(c, { action: 'factor-enrolled', outcome, actorId: user.id })
  await trip(c.env.DB, { audit: audit(c.env.DB, line, c.var.now) })
  throw new ProblemError('invalid_code', {
    field: 'smsCode',
    ...(!hash && { detail: 'This code is no longer good. Have a new one sent.' }),
  })
}
