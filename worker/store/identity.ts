import { type Query, type Row, single } from './trip.ts'
import { decisive, toUser, type UserRecord } from './user.ts'

/** A person as applications may get to know them. */
export type Identity = UserRecord & { email: string }

const toIdentity = (row: Row): Identity => ({ ...toUser(row), email: row['email'] as string })

/** Of whom a code or a refresh token speaks. */
export const readIdentityBy = (db: D1Database, hash: ArrayBuffer): Query<Identity | null> =>
  single(
    db
      .prepare(
        `SELECT ${decisive}, email FROM user
         WHERE id = (SELECT user_id FROM application_caller WHERE key = ?1)`,
      )
      .bind(hash),
    toIdentity,
  )

export const readIdentity = (db: D1Database, userId: string): Query<Identity | null> =>
  single(db.prepare(`SELECT ${decisive}, email FROM user WHERE id = ?1`).bind(userId), toIdentity)
