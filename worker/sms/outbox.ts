import { keepMessage } from '../store/outbox.ts'
import { trip } from '../store/trip.ts'
import type { Message } from './gateway.ts'

/** Keeps the message where administrators look at it: a local server sends nothing. */
export const sendToOutbox = async (
  db: D1Database,
  message: Message,
  now: number,
): Promise<void> => {
  await trip(db, { kept: keepMessage(db, message, now) })
}
