/** People who live in a test's house, through the public door only. */
import { env } from 'cloudflare:workers'
import type { Answer, Client } from './client.ts'
import { codeAt } from './totp.ts'
import type { TestedWorker } from './worker.ts'

export const rootPassword = 'orchard-lantern-42'
export const password = 'correct horse battery'

let sequence = 0

/** The first super admin, signed in. */
export const setUp = async (worker: TestedWorker): Promise<Client> => {
  const root = worker.browser()
  const body = { token: env.SETUP_TOKEN, username: 'root', password: rootPassword }
  expectStatus(await root.post('/api/setup', body), 201)
  return root
}

export type Person = { id: string; username: string; password: string }

/** A person with a username that nobody else in this file has. */
export const addPerson = async (
  root: Client,
  fields: Record<string, unknown> = {},
): Promise<Person> => {
  const username = `person${++sequence}`
  const body = { username, password, role: 'user', mfaRequired: false, ...fields }
  const answer = expectStatus(await root.post('/api/admin/users', body), 201)
  return { id: answer.body.id, username: String(body.username), password: String(body.password) }
}

export const signIn = (browser: Client, person: Person, more: Record<string, unknown> = {}) =>
  browser.post('/api/login', { username: person.username, password: person.password, ...more })

/**
 * Gives a person an authenticator: signs in, enrolls with the code of the step before this one, so that
 * this step's code and the next are still unspent. Returns the otpauth URI; `browser` is signed in.
 */
export const enroll = async (browser: Client, person: Person): Promise<string> => {
  const answer = expectStatus(await signIn(browser, person), 200)
  if (!['authenticated', 'enrollment_required'].includes(answer.body.status))
    throw new Error(`cannot enroll from ${answer.body.status}`)
  return enrollHere(browser)
}

export const enrollHere = async (browser: Client): Promise<string> => {
  const started = expectStatus(await browser.post('/api/factors/totp', {}), 201)
  const { id, uri } = started.body
  const code = codeAt(uri, Date.now(), -1)
  expectStatus(await browser.post(`/api/factors/totp/${id}/confirm`, { code }), 200)
  return uri
}

export const expectStatus = (answer: Answer, status: number): Answer => {
  if (answer.status !== status)
    throw new Error(`expected ${status}, got ${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer
}
