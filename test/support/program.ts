/** Programs that ask with an API key. */
import { addApplication, addKey } from './application.ts'
import type { Answer, Client } from './client.ts'
import { rows } from './database.ts'
import type { TestedWorker } from './worker.ts'

export type Program = {
  /** Of the application. */
  id: string
  path: string
  key: { id: string; secret: string }
  /** `POST /api/validate` */
  ask: (body: unknown, headers?: Record<string, string | null>) => Promise<Answer>
  /** `POST /api/validate/trust` */
  trust: (body: unknown) => Promise<Answer>
}

/** An application of kind 'api', with a key that is good for everything. */
export const addProgram = async (
  worker: TestedWorker,
  root: Client,
  fields: Record<string, unknown> = {},
  key: object = { scopes: ['validate', 'trust'] },
): Promise<Program> => {
  const path = await addApplication(root, 'api', fields)
  const made = await addKey(root, path, key)
  return { id: path.split('/').at(-1) ?? '', path, key: made, ...askerWith(worker, made.secret) }
}

/** Whoever holds that text as a key. A program sends no Origin and keeps no cookies. */
export const askerWith = (worker: TestedWorker, secret: string) => {
  const headers = { origin: null, authorization: `Bearer ${secret}` }
  const post =
    (path: string) =>
    (body: unknown, own: Record<string, string | null> = {}) =>
      worker.browser({ headers: { ...headers, ...own } }).post(path, body)
  return { ask: post('/api/validate'), trust: post('/api/validate/trust') }
}

/** `outcome` of each line of a program about a person, oldest first, without the program's id. */
export const outcomesOf = async ({ id }: Program, userId: string): Promise<string[]> => {
  const lines = await rows(
    `SELECT outcome FROM audit WHERE subject_id = ? AND outcome LIKE '%@' || ? ORDER BY id`,
    userId,
    id,
  )
  return lines.map(({ outcome }) => String(outcome).replace(`@${id}`, ''))
}
