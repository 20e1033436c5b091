import { command, type Query } from './trip.ts'

/** A token in the hands in which it was read; null: nobody's. */
export type TokenInHand = { id: string; factorId: string | null }

/** First in a batch that takes or gives it: it is in those hands still. */
export const tokenIsUnchanged = (db: D1Database, { id, factorId }: TokenInHand): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO assertion (token_is_unchanged) SELECT 0
         WHERE NOT EXISTS (SELECT 1 FROM hardware_token WHERE id = ?1 AND factor_id IS ?2)`,
      )
      .bind(id, factorId),
  )

/** A token that an administrator hands over: it waits for its first code, as long as it takes. */
export const handOverToken = (
  db: D1Database,
  token: { id: string; factorId: string; userId: string; name: string },
  now: number,
) => ({
  factor: command(
    db
      .prepare(
        `INSERT INTO factor (id, user_id, method, name, created_at, handed_over)
         VALUES (?1, ?2, 'hardware', ?3, ?4, 1)`,
      )
      .bind(token.factorId, token.userId, token.name, now),
  ),
  handed: command(
    db
      .prepare(`UPDATE hardware_token SET factor_id = ?2 WHERE id = ?1`)
      .bind(token.id, token.factorId),
  ),
})

/** Back into the pool: its clock is remembered, and what was spent stays spent. */
export const takeToken = (db: D1Database, factorId: string): Query<null> =>
  command(db.prepare(`DELETE FROM factor WHERE id = ?1`).bind(factorId))

/** With the factor that it was, if it was one (schema/migrations/0015_hardware_token.sql). */
export const deleteToken = (db: D1Database, id: string): Query<null> =>
  command(db.prepare(`DELETE FROM hardware_token WHERE id = ?1`).bind(id))
