import { command } from './trip.ts'

export type PersonTerms = { userId: string; terms: readonly string[] }

/** What people are found by (worker/domain/search-terms.ts), for those of them who are there. */
export const insertTerms = (db: D1Database, people: readonly PersonTerms[]) =>
  command(
    db
      .prepare(
        `INSERT INTO user_term (term, user_id)
         SELECT term.value, user.id
         FROM json_each(?1) AS person
         JOIN user ON user.id = person.value ->> 'userId'
         JOIN json_each(person.value, '$.terms') AS term
         WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(JSON.stringify(people)),
  )

/** What one person is found by from now on; after the person is written, in the same batch. */
export const writeTerms = (db: D1Database, userId: string, terms: readonly string[]) => ({
  formerTerms: command(
    db
      .prepare(
        `DELETE FROM user_term
         WHERE user_id = ?1 AND term NOT IN (SELECT value FROM json_each(?2))`,
      )
      .bind(userId, JSON.stringify(terms)),
  ),
  terms: insertTerms(db, [{ userId, terms }]),
})
