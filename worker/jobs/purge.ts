import { purgeExpired } from '../store/purge.ts'
import { trip } from '../store/trip.ts'

/** Every quarter of an hour: what has run out leaves the database (ASVS 14.2.7). */
export const purge = async (db: D1Database, now: number): Promise<void> => {
  await trip(db, purgeExpired(db, now))
}
