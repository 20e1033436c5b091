/** Passkeys through the public door: each ceremony asks for its options and answers them. */
import type { Answer, Client } from './client.ts'
import { rows } from './database.ts'
import { addPerson, expectStatus, type Person, signIn, visitor } from './people.ts'
import type { Forgery, Model } from './authenticator-model.ts'
import { type Authenticator, newAuthenticator } from './software-authenticator.ts'
import type { TestedWorker } from './worker.ts'

export const challengeCookie = '__Host-latchkey-challenge'

/** What the browser is handed, whatever it is for. */
// oxlint-disable-next-line typescript/no-explicit-any -- options of either ceremony, as they came
export type Options = any

export const optionsOf = async (browser: Client, path: string): Promise<Options> =>
  expectStatus(await browser.post(`${path}/options`, {}), 200).body

export const enrollment = '/api/factors/passkey'
export const login = '/api/login/passkey'
export const stepUp = '/api/session/step-up'

/** Enrolls one more credential of that authenticator, or a forgery of one. */
export const addPasskey = async (
  browser: Client,
  key: Authenticator,
  forged: Forgery = {},
  more: Record<string, unknown> = {},
): Promise<Answer> => {
  const response = await key.create(await optionsOf(browser, enrollment), forged)
  return browser.post(enrollment, { response, ...more })
}

/** Signs in with it: alone, or where a password waits for it, as the second factor. */
export const usePasskey = async (
  browser: Client,
  key: Authenticator,
  forged: Forgery = {},
  more: Record<string, unknown> = {},
): Promise<Answer> => {
  const response = await key.get(await optionsOf(browser, login), forged)
  return browser.post(login, { response, ...more })
}

export const stepUpBy = async (
  browser: Client,
  key: Authenticator,
  forged: Forgery = {},
): Promise<Answer> => {
  const response = await key.get(await optionsOf(browser, stepUp), forged)
  return browser.post(stepUp, { method: 'passkey', response })
}

export type Keeper = Person & { key: Authenticator; factorId: string }

/** A person whose only factor is a passkey of that model. */
export const addKeeper = async (
  worker: TestedWorker,
  root: Client,
  model: Partial<Model> = {},
  fields: Record<string, unknown> = {},
): Promise<Keeper> => {
  const person = await addPerson(root, fields)
  const browser = visitor(worker)
  expectStatus(await signIn(browser, person), 200)
  const key = newAuthenticator(model)
  const { id } = expectStatus(await addPasskey(browser, key), 201).body
  return { ...person, key, factorId: id }
}

export const passkeysOf = (userId: string): Promise<Record<string, unknown>[]> =>
  rows(
    `SELECT passkey.*, name FROM passkey JOIN factor ON factor.id = factor_id
     WHERE user_id = ? ORDER BY created_at`,
    userId,
  )

const id = 'A'.repeat(22)
const credential = { id, rawId: id, type: 'public-key' }
/** In the right form, and nobody's. */
export const anyAssertion = {
  ...credential,
  response: { clientDataJSON: 'e30', authenticatorData: 'AA', signature: 'AA' },
}
export const anyAttestation = {
  ...credential,
  response: { clientDataJSON: 'e30', attestationObject: 'oA' },
}
