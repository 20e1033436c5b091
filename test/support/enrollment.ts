/** Enrolling an authenticator step by step, for tests that stop in between. */
import type { Answer, Client } from './client.ts'
import { rows } from './database.ts'
import { addPerson, expectStatus, type Person, signIn, visitor } from './people.ts'
import { codeAt } from './totp.ts'
import type { TestedWorker } from './worker.ts'

export type Started = { id: string; secret: string; uri: string }

export const begin = async (browser: Client): Promise<Started> =>
  expectStatus(await browser.post('/api/factors/totp', {}), 201).body

export const confirm = (
  browser: Client,
  { id, uri }: Started,
  code = codeAt(uri),
): Promise<Answer> => browser.post(`/api/factors/totp/${id}/confirm`, { code })

/** The factors of a person that count. */
export const factorsOf = (userId: string): Promise<Record<string, unknown>[]> =>
  rows('SELECT id FROM factor WHERE user_id = ? AND confirmed_at IS NOT NULL', userId)

/** Somebody who must enroll, and a browser that waits at the door until they do. */
export const heldToEnroll = async (
  worker: TestedWorker,
  root: Client,
  fields: Record<string, unknown> = {},
): Promise<{ person: Person; browser: Client }> => {
  const person = await addPerson(root, { mfaRequired: true, ...fields })
  const browser = visitor(worker)
  const { status } = (await signIn(browser, person)).body
  if (status !== 'enrollment_required') throw new Error(`held as ${String(status)}`)
  return { person, browser }
}
