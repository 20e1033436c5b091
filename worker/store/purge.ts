import { command } from './trip.ts'

const day = 86_400
const hour = 3600

/**
 * Deletes what nothing asks for any more, a bounded piece at a time.
 * - spent marks after a day: whatever may be used once is dead by itself long before (a time step leaves
 *   its window, a recovery code's row is gone)
 * - sessions after a week, the longest that `session.max_hours` allows
 * - failed password attempts after a month without another; failed factors never, for a slow guesser must
 *   not be forgiven by waiting
 * - imports of tokens that have run for an hour are given up: whoever ran them is gone, and nothing of them
 *   was ever seen. What they answered is kept for a day, for an answer that was lost
 */
export const purgeExpired = (db: D1Database, now: number) => {
  const remove = (sql: string, before: number) => command(db.prepare(sql).bind(before))
  return {
    spent: remove(
      `DELETE FROM single_use WHERE subject IN
         (SELECT subject FROM single_use WHERE spent_at < ?1 LIMIT 5000)`,
      now - day,
    ),
    pending: remove(`DELETE FROM pending_login WHERE expires_at < ?1`, now),
    sessions: remove(
      `DELETE FROM session WHERE id IN (SELECT id FROM session WHERE created_at < ?1 LIMIT 5000)`,
      now - 7 * day,
    ),
    known: remove(`DELETE FROM known_browser WHERE expires_at < ?1`, now),
    trust: remove(`DELETE FROM trusted_browser WHERE expires_at < ?1`, now),
    factors: remove(
      `DELETE FROM factor WHERE confirmed_at IS NULL AND handed_over = 0 AND created_at < ?1`,
      now - day,
    ),
    challenges: remove(
      `DELETE FROM challenge WHERE id IN
         (SELECT id FROM challenge WHERE expires_at < ?1 LIMIT 5000)`,
      now,
    ),
    smsCodes: remove(`DELETE FROM sms_code WHERE expires_at < ?1`, now),
    smsSends: remove(`DELETE FROM sms_send WHERE sent_at < ?1`, now - day),
    outbox: remove(`DELETE FROM outbox WHERE created_at < ?1`, now - day),
    pushed: remove(`DELETE FROM pushed_request WHERE expires_at < ?1`, now),
    validations: remove(`DELETE FROM validation WHERE expires_at < ?1`, now),
    siteSessions: remove(`DELETE FROM site_session WHERE created_at < ?1`, now - 7 * day),
    siteCodes: remove(
      `DELETE FROM site_session WHERE token_hash IS NULL AND code_expires_at < ?1`,
      now - hour,
    ),
    refreshTokens: remove(`DELETE FROM refresh_token WHERE expires_at < ?1`, now),
    grants: remove(
      `DELETE FROM access_grant WHERE created_at < ?1 AND (ended_at IS NOT NULL OR redeemed_by IS NULL
         OR NOT EXISTS (SELECT 1 FROM refresh_token WHERE grant_id = access_grant.id))`,
      now - 8 * day,
    ),
    applicationKeys: remove(`DELETE FROM application_key WHERE expires_at < ?1`, now - 30 * day),
    codes: remove(`DELETE FROM one_time_code WHERE expires_at < ?1`, now),
    networks: remove(
      `DELETE FROM attempt WHERE subject >= 'network:' AND subject < 'network;' AND since < ?1`,
      now - day,
    ),
    passwords: remove(
      `DELETE FROM attempt WHERE subject >= 'password:' AND subject < 'password;'
         AND since < ?1 AND not_before < ?1`,
      now - 30 * day,
    ),
    typedCodes: remove(
      `DELETE FROM attempt WHERE subject >= 'code:' AND subject < 'code;' AND since < ?1
         AND not_before < ?1`,
      now - 30 * day,
    ),
    importsFailed: remove(
      `UPDATE token_import SET state = 'failed' WHERE state = 'running' AND created_at < ?1`,
      now - hour,
    ),
    staged: remove(
      `DELETE FROM staged_token WHERE import_id IN (
         SELECT id FROM token_import WHERE state <> 'running' AND created_at <= ?1)`,
      now,
    ),
    stagedOwners: remove(
      `DELETE FROM staged_owner WHERE import_id IN (
         SELECT id FROM token_import WHERE state <> 'running' AND created_at <= ?1)`,
      now,
    ),
    imports: remove(
      `DELETE FROM token_import WHERE state <> 'running' AND created_at < ?1`,
      now - day,
    ),
    enrollments: remove(
      `DELETE FROM attempt WHERE subject >= 'enrollment:' AND subject < 'enrollment;' AND since < ?1`,
      now - day,
    ),
  }
}
