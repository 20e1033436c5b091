import type { Outbox } from '../../schema/api/device.ts'
import { command, many, type Query } from './trip.ts'

export const keepMessage = (
  db: D1Database,
  { to, text }: { to: string; text: string },
  now: number,
): Query<null> =>
  command(
    db
      .prepare(`INSERT INTO outbox (id, recipient, text, created_at) VALUES (?1, ?2, ?3, ?4)`)
      .bind(crypto.randomUUID(), to, text, now),
  )

/** The last hundred, the newest first. */
export const listOutbox = (db: D1Database): Query<Outbox['messages']> =>
  many(
    db.prepare(
      `SELECT id, recipient, text, created_at FROM outbox ORDER BY created_at DESC, rowid DESC LIMIT 100`,
    ),
    (row) => ({
      id: row['id'] as string,
      at: row['created_at'] as number,
      to: row['recipient'] as string,
      text: row['text'] as string,
    }),
  )
