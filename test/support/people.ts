/** People who live in a test's house: through the public door, but for what only repeats a password's hash. */
import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, vi } from 'vitest'
import { newToken } from '../../worker/crypto/token.ts'
import { passwordSubject } from '../../worker/flow/attempt-subject.ts'
import type { Answer, Client } from './client.ts'
import { startClock, stopClock } from './clock.ts'
import { change, rows } from './database.ts'
import { codeAt, wrongCodeAt } from './totp.ts'
import { type TestedWorker, testedWorker } from './worker.ts'

export const rootPassword = 'orchard-lantern-42'
export const password = 'correct horse battery'

let sequence = 0
let networks = 0

/** An address that nobody else in this file has: failures from it are counted against nobody else. */
export const newNetwork = (): string => {
  networks += 1
  return `10.${networks >> 16}.${(networks >> 8) & 255}.${networks & 255}`
}

/** A browser with an empty cookie jar, at an address of its own. */
export const visitor = (worker: TestedWorker, address = newNetwork()): Client =>
  worker.browser({ headers: { 'cf-connecting-ip': address } })

/** Another browser into which these cookies were copied: what a thief of cookies has. */
export const thiefOf = (worker: TestedWorker, victim: Client, address = newNetwork()): Client => {
  const thief = visitor(worker, address)
  for (const [name, cookie] of victim.cookies) thief.cookies.set(name, { ...cookie })
  return thief
}

/** The first super admin, signed in. */
export const setUp = async (worker: TestedWorker, root = worker.browser()): Promise<Client> => {
  const body = { token: env.SETUP_TOKEN, username: 'root', password: rootPassword }
  expectStatus(await root.post('/api/setup', body), 201)
  return root
}

/**
 * What a request answers when something else happens right before its nth trip: between the reading and
 * the writing of what it decides. Whatever happens then meets the Worker as usual.
 */
export const between = async (
  worker: TestedWorker,
  trip: number,
  request: () => Promise<Answer>,
  happens: () => Promise<unknown>,
): Promise<Answer> => {
  const { d1 } = worker
  const real = d1.db
  let trips = 0
  d1.db = new Proxy(real, {
    get: (db, key) => {
      if (key !== 'batch') return Reflect.get(db, key) as unknown
      return async (statements: D1PreparedStatement[]) => {
        trips += 1
        if (trips === trip) {
          d1.db = real
          await happens()
        }
        return db.batch(statements)
      }
    },
  })
  const answer = await request().finally(() => {
    d1.db = real
  })
  if (trips < trip) throw new Error(`only ${trips} trips were made: nothing came between`)
  return answer
}

/**
 * A house for a test file of its own: the Worker, and its first super admin, signed in before the first
 * test. The clock stands still in each test; what a test bends is straight again after it.
 */
export const house = (): { worker: TestedWorker; root: Client } => {
  const worker = testedWorker()
  const root = worker.browser()
  beforeAll(() => setUp(worker, root))
  beforeEach(stopClock)
  afterEach(() => {
    startClock()
    vi.restoreAllMocks()
    worker.d1.reset()
  })
  return { worker, root }
}

export type Person = { id: string; username: string; password: string }

/** A person with a username that nobody else in this file has. */
export const addPerson = async (
  root: Client,
  fields: Record<string, unknown> = {},
): Promise<Person> => {
  if (!Object.keys(fields).every((field) => flags.has(field))) return addByForm(root, fields)
  if (passwordHash) return copyPerson(passwordHash, { username: `person${++sequence}`, ...fields })
  const person = await addByForm(root, fields)
  const [row] = await rows('SELECT password_hash FROM user WHERE id = ?', person.id)
  passwordHash = String(row?.['password_hash'])
  return person
}

const flags = new Set(['role', 'mfaRequired', 'mayTrust'])

/** Of `password`, as the first person of a file got it: to hash it for each of the others takes too long. */
let passwordHash: string | undefined

/** As an administrator adds people: for tests that look at what comes of it. */
export const addByForm = async (
  root: Client,
  fields: Record<string, unknown> = {},
): Promise<Person> => {
  const username = `person${++sequence}`
  const body = { username, password, role: 'user', mfaRequired: false, ...fields }
  const answer = expectStatus(await root.post('/api/admin/users', body), 201)
  return { id: answer.body.id, username: body.username, password: body.password }
}

const copyPerson = async (
  hash: string,
  { username, role = 'user', mfaRequired = false, mayTrust = true }: Record<string, unknown>,
): Promise<Person> => {
  const id = crypto.randomUUID()
  const name = String(username)
  await change(
    `INSERT INTO user (id, username, canonical_username, display_name, email, phone, role,
       mfa_required, may_trust, password_hash, attempt_subject, created_at)
     VALUES (?1, ?2, ?2, ?2, '', '', ?3, ?4, ?5, ?8, ?6, ?7)`,
    id,
    name,
    role,
    mfaRequired ? 1 : 0,
    mayTrust ? 1 : 0,
    await passwordSubject(name),
    Math.floor(Date.now() / 1000),
    hash,
  )
  await change('INSERT INTO user_term (term, user_id) VALUES (?, ?)', name, id)
  return { id, username: name, password }
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

export type Holder = Person & { uri: string }

/** A person with an authenticator, of which the codes of this step and later are unspent. */
export const addHolder = async (
  worker: TestedWorker,
  root: Client,
  fields: Record<string, unknown> = {},
): Promise<Holder> => {
  const person = await addPerson(root, fields)
  const browser = visitor(worker)
  if (fields['mfaRequired']) return { ...person, uri: await enroll(browser, person) }
  await beginSession(browser, person)
  return { ...person, uri: await enrollHere(browser) }
}

/** As if that person had just signed in by the password, where nothing else is asked: without its hash. */
export const beginSession = async (browser: Client, { id }: Person): Promise<void> => {
  const { text, hash } = await newToken()
  await change(
    `INSERT INTO session (id, token_hash, user_id, security_stamp, amr, auth_time, created_at,
       last_seen_at, browser, place, sid)
     SELECT ?1, ?2, id, security_stamp, '["pwd"]', ?4, ?4, ?4, '', '', ?1 FROM user WHERE id = ?3`,
    crypto.randomUUID(),
    hash,
    id,
    Math.floor(Date.now() / 1000),
  )
  browser.cookies.set(sessionCookie, { name: sessionCookie, value: text, attributes: {} })
}

export const typeCode = (
  browser: Client,
  code: string,
  more: Record<string, unknown> = {},
): Promise<Answer> => browser.post('/api/login/factor', { method: 'totp', code, ...more })

/** A browser in which the password is proved and the factor is not. */
export const hold = async (worker: TestedWorker, person: Person): Promise<Client> => {
  const browser = visitor(worker)
  const answer = expectStatus(await signIn(browser, person), 200)
  if (answer.body.status !== 'factor_required') throw new Error(`held as ${answer.body.status}`)
  return browser
}

/** Guesses a code, wrong for sure, `times` times, each with the correct password before it. */
export const guessCodes = async (
  worker: TestedWorker,
  holder: Holder,
  times: number,
): Promise<Answer[]> => {
  const answers: Answer[] = []
  for (let guess = 0; guess < times; guess++) {
    const browser = visitor(worker)
    answers.push(await signIn(browser, holder, { code: wrongCodeAt(holder.uri) }))
  }
  return answers
}

/** A signed-in browser that trusts this person, by the code of the step `stepsAway`. */
export const trustedBrowserOf = async (
  worker: TestedWorker,
  holder: Holder,
  address = newNetwork(),
  stepsAway = 0,
): Promise<Client> => {
  const browser = visitor(worker, address)
  const code = codeAt(holder.uri, Date.now(), stepsAway)
  expectStatus(await signIn(browser, holder, { code, trust: true }), 200)
  if (!browser.cookies.has(trustCookie)) throw new Error('this browser was not trusted')
  return browser
}

export const sessionCookie = '__Host-latchkey-session'
export const pendingCookie = '__Host-latchkey-login'
export const trustCookie = '__Host-latchkey-trust'
export const knownCookie = '__Host-latchkey-known'

/** As many failures in a row from there as shut it for ten minutes. */
export const exhaust = async (address: string, failures = 100): Promise<void> => {
  const now = Math.floor(Date.now() / 1000)
  await change(
    'INSERT OR REPLACE INTO attempt (subject, failures, not_before, since) VALUES (?, ?, ?, ?)',
    `network:${address}`,
    failures,
    failures < 100 ? now : now + 600,
    now,
  )
}

/** What this browser is asked after the password. */
export const askedOf = async (browser: Client, person: Person): Promise<string> =>
  (await signIn(browser, person)).body.status

/** A browser in which that person is signed in. */
export const signedIn = async (worker: TestedWorker, person: Person): Promise<Client> => {
  const browser = visitor(worker)
  await signIn(browser, person)
  return browser
}

/** 200 while the browser's session lives. */
export const sessionStatus = async (browser: Client): Promise<number> =>
  (await browser.get('/api/session')).status
