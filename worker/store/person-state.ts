import type { Method } from '../../schema/api/factor.ts'
import { command, many, type Query } from './trip.ts'

/** What a person holds beside factors, in numbers. */
export const countHeld = (
  db: D1Database,
  userId: string,
  since: { now: number; seen: number; created: number },
): Query<{ recoveryCodesLeft: number; sessions: number; trustedBrowsers: number }> => ({
  statement: db
    .prepare(
      `SELECT
         (SELECT count(*) FROM recovery_code JOIN factor ON factor.id = factor_id
          WHERE factor.user_id = user.id) AS codes,
         (SELECT count(*) FROM session WHERE session.user_id = user.id
            AND session.security_stamp = user.security_stamp AND last_seen_at > ?3
            AND session.created_at > ?4) AS sessions,
         (SELECT count(*) FROM trusted_browser WHERE trusted_browser.user_id = user.id
            AND trusted_browser.security_stamp = user.security_stamp AND expires_at > ?2) AS trusted
       FROM user WHERE id = ?1`,
    )
    .bind(userId, since.now, since.seen, since.created),
  read: ([row]) => ({
    recoveryCodesLeft: Number(row?.['codes'] ?? 0),
    sessions: Number(row?.['sessions'] ?? 0),
    trustedBrowsers: Number(row?.['trusted'] ?? 0),
  }),
})

/** Whose failures these are: their own password's, and those of each kind of factor. */
const ofPerson = `(subject = (SELECT attempt_subject FROM user WHERE id = ?1)
  OR subject IN (SELECT 'factor:' || value || ':' || ?1 FROM json_each('["totp","device","passkey","hardware","recovery","pass","ticket","serial"]'))
  OR subject IN (SELECT 'password:browser:' || id FROM known_browser WHERE user_id = ?1))`

/** What is shut for a person now, and until when. */
export const listLocks = (
  db: D1Database,
  userId: string,
  now: number,
): Query<{ what: 'password' | Method; until: number }[]> =>
  many(
    db
      .prepare(`SELECT subject, not_before FROM attempt WHERE ${ofPerson} AND not_before > ?2`)
      .bind(userId, now),
    (row) => {
      const [kind, method] = (row['subject'] as string).split(':')
      // Who tries serials is kept from registering a token.
      const guessed = method === 'serial' ? 'hardware' : (method as Method)
      return {
        what: kind === 'factor' ? guessed : 'password',
        until: row['not_before'] as number,
      }
    },
  )

/** Forgets what was counted against a person. */
export const unlock = (db: D1Database, userId: string): Query<null> =>
  command(db.prepare(`DELETE FROM attempt WHERE ${ofPerson}`).bind(userId))
