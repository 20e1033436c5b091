import { command, type Query, verdict } from './trip.ts'

/** How long a browser is remembered after the last full sign-in: half a year. */
export const knownSeconds = 180 * 86_400

export type KnownBrowser = {
  id: string
  tokenHash: ArrayBuffer
  /** The token that it came with. */
  presented: ArrayBuffer | null
  /** The session that was just begun in it. */
  sessionId: string
}

/** Remembers a browser; one that this person is known by already stays as it is. `remembered`: it is new. */
export const rememberBrowser = (db: D1Database, known: KnownBrowser, now: number) => ({
  prolonged: command(
    db
      .prepare(
        `UPDATE known_browser SET expires_at = ?3
         WHERE token_hash = ?1 AND EXISTS (
           SELECT 1 FROM session WHERE session.id = ?2 AND session.user_id = known_browser.user_id
             AND session.security_stamp = known_browser.security_stamp)`,
      )
      .bind(known.presented, known.sessionId, now + knownSeconds),
  ),
  remembered: verdict(
    db
      .prepare(
        `INSERT INTO known_browser (id, token_hash, user_id, security_stamp, expires_at)
         SELECT ?1, ?2, user_id, security_stamp, ?5 FROM session
         WHERE id = ?4 AND NOT EXISTS (
           SELECT 1 FROM known_browser WHERE token_hash = ?3
             AND known_browser.user_id = session.user_id
             AND known_browser.security_stamp = session.security_stamp)
         RETURNING id`,
      )
      .bind(known.id, known.tokenHash, known.presented, known.sessionId, now + knownSeconds),
  ) satisfies Query<boolean>,
})
