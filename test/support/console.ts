/** What the console asks of the Worker, action by action, and cheap people to ask it about. */
import { env } from 'cloudflare:workers'
import type { Role } from '../../schema/policy.ts'
import { type Action, authority } from '../../worker/domain/authority.ts'
import type { Answer, Client } from './client.ts'
import { change, rows } from './database.ts'
import { addSeries, addToken, giveToken, type Token } from './hardware.ts'
import { newNetwork } from './people.ts'
import { formOf, newSeeds, sha256Of, tableOf } from './seed-file.ts'

export type Subject = { id: string; username: string; role: Role }

/**
 * What an action is asked about. The series, which is also the id of its import, has two tokens; one that the
 * person waits for, and one that is nobody's.
 */
export type Given = {
  person: Subject
  group: string
  series: string
  held: Token
  free: Token
  /** A program's, with a key. It is disabled where the action is to enable it. */
  application: string
  key: string
}

/**
 * In place of whatever was given before. What the action is not about is a name and no more, for there are
 * hundreds of these; without an action all of it is there.
 */
export const newGiven = async (person: Subject, action?: Action): Promise<Given> => {
  await env.DB.batch(
    ['user_group WHERE everyone = 0', 'token_series', 'token_import', 'application'].map((rest) =>
      env.DB.prepare(`DELETE FROM ${rest}`),
    ),
  )
  const isAbout = (subject: RegExp) => action === undefined || subject.test(action)
  return {
    person,
    group: isAbout(/group/) ? await insertGroup() : crypto.randomUUID(),
    ...(isAbout(/^(series|token)/) ? await insertTokens(person, action) : noTokens()),
    ...(isAbout(/^application/)
      ? await insertApplication(action === 'application.enable')
      : { application: crypto.randomUUID(), key: crypto.randomUUID() }),
  }
}

const noTokens = () => {
  const none = (): Token => ({ id: crypto.randomUUID(), serial: '', seriesId: '', code: () => '' })
  return { series: crypto.randomUUID(), held: none(), free: none() }
}

/** With one that counts from its first code, where the action is about one. */
const insertTokens = async (person: Subject, action?: Action) => {
  const series = await addSeries()
  await change(
    `INSERT INTO token_import (id, user_id, request_hash, state, total, created_at)
     VALUES (?, ?, zeroblob(32), 'failed', 1, 0)`,
    series,
    person.id,
  )
  const isHeld = action?.startsWith('token.') ?? true
  const held = await (isHeld
    ? giveToken(person, { seriesId: series })
    : addToken({ seriesId: series }))
  await change(
    `UPDATE factor SET confirmed_at = NULL, handed_over = 1
     WHERE id = (SELECT factor_id FROM hardware_token WHERE id = ?)`,
    held.id,
  )
  return { series, held, free: await addToken({ seriesId: series }) }
}

const insertApplication = async (isDisabled: boolean) => {
  const [application, key] = [crypto.randomUUID(), crypto.randomUUID()]
  await change(
    `INSERT INTO application (id, kind, name, home_url, audience, factor, accept_trust, details,
       created_at, disabled_at)
     VALUES (?, 'api', 'Program', '', 'everyone', 'policy', 1, '{}', 0, ?)`,
    application,
    isDisabled ? 0 : null,
  )
  await change(
    `INSERT INTO application_key (id, application_id, name, hint, secret_hash, scopes, created_at)
     VALUES (?, ?, '', '', zeroblob(32), '["validate"]', 0)`,
    key,
    application,
  )
  return { application, key }
}

let sequence = 0
const next = () => ++sequence

/** Straight into the database, for nobody hashes a password here: nobody can sign in as this one. */
export const insertPerson = async (role: Role): Promise<Subject> => {
  const [id, username] = [crypto.randomUUID(), `somebody${next()}`]
  await change(
    `INSERT INTO user (id, username, canonical_username, display_name, email, phone, role,
       mfa_required, may_trust, password_hash, created_at)
     VALUES (?1, ?2, ?2, ?2, '', '', ?3, 0, 1, '', 0)`,
    id,
    username,
    role,
  )
  return { id, username, role }
}

/** A second factor that nobody can prove: enough to have one. */
export const insertFactor = (userId: string): Promise<void> =>
  change(
    `INSERT INTO factor (id, user_id, method, name, created_at, confirmed_at)
     VALUES (?, ?, 'totp', 'App', 0, 0)`,
    crypto.randomUUID(),
    userId,
  )

export const insertGroup = async (): Promise<string> => {
  const [id, name] = [crypto.randomUUID(), `group ${next()}`]
  await change(
    `INSERT INTO user_group (id, name, canonical_name, description, priority, created_at)
     VALUES (?1, ?2, ?2, '', 1, 0)`,
    id,
    name,
  )
  return id
}

/** Those of `insertPerson`. */
export const removePeople = (): Promise<void> => change(`DELETE FROM user WHERE password_hash = ''`)
export const removeGroups = (): Promise<void> => change('DELETE FROM user_group WHERE everyone = 0')

/** A file that may be brought any time: what is known already is a line in the log, too. */
const seedFile = tableOf(newSeeds(1))
const seedFileHash = await sha256Of(seedFile)

const program = () => ({ kind: 'api', name: `Program ${next()}`, details: {} })

/** The body of each action that has one: such that it changes something. */
const bodies: { [A in Action]?: (given: Given) => object } = {
  'code.test': ({ person }) => ({ username: person.username, code: '000000' }),
  'users.import': () => ({ mode: 'commit', rows: [{ line: 1, username: `brought${next()}` }] }),
  'user.add': ({ person }) => ({
    username: `added${next()}`,
    password: 'quite-unheard-of',
    role: person.role,
    mfaRequired: false,
  }),
  'user.edit': () => ({ displayName: `Name ${next()}` }),
  'user.second-factor': () => ({ mfaRequired: true }),
  'user.trust-override': () => ({ trustOverride: true }),
  'user.groups': ({ group }) => ({ groups: [group] }),
  'user.role': ({ person }) => ({ role: person.role === 'user' ? 'admin' : 'user' }),
  'user.disable': () => ({ disabled: true }),
  'user.reset': () => ({ targets: ['trust'] }),
  'group.add': () => ({ name: `new group ${next()}` }),
  'group.order': ({ group }) => ({ ids: [group] }),
  'group.edit': () => ({ name: `another name ${next()}` }),
  'group.members': ({ person }) => ({ add: [person.id] }),
  'series.import': () => formOf(seedFile, { mode: 'commit', sha256: seedFileHash }),
  'series.edit': () => ({ label: `Series ${next()}` }),
  'token.assign': ({ person }) => ({ userId: person.id }),
  'token.resync': ({ held }) => ({ code: held.code(), nextCode: held.code(1) }),
  'settings.change': () => ({ 'trust.days': 1 + (next() % 300) }),
  'application.add': () => program(),
  'application.edit': () => ({ version: 1, application: program() }),
  'application.key': () => ({ scopes: ['validate'] }),
  'application.test': ({ person }) => ({ username: person.username }),
  'signing-keys.rotate': () => ({ purpose: 'oidc', algorithm: 'ES256' }),
  'policy.preview': () => ({ settings: { 'trust.days': 29 } }),
}

/**
 * Asks for it in that browser, whoever sits there; from a network of its own each time, for the log
 * leaves out what repeats itself from one.
 */
export const ask = (
  browser: Client,
  action: Action,
  given: Given,
  body: object | string | undefined = bodies[action]?.(given),
): Promise<Answer> => {
  const [method = '', path = ''] = authority[action].route.split(' ')
  const id = idFor(action, given)
  const query = action === 'audit.export' ? '?format=csv' : ''
  const place = path.replace(':id', id).replace(':key', given.key) + query
  const headers = { 'cf-connecting-ip': newNetwork() }
  if (method === 'GET') return browser.get(place, headers)
  if (method === 'DELETE') return browser.delete(place, headers)
  return method === 'PATCH'
    ? browser.patch(place, body, headers)
    : browser.post(place, body, headers)
}

const idFor = (action: Action, given: Given): string => {
  const { person, group, series, held, free } = given
  if (action.startsWith('application.')) return given.application
  if (action.startsWith('group')) return group
  if (action.startsWith('series')) return series
  if (action === 'token.assign') return free.id
  return action.startsWith('token') ? held.id : person.id
}

/** Those to which somebody is done something: the others are done to nobody. */
export const isAboutPeople = (action: Action): boolean =>
  authority[action].route.includes('/users/:id') ||
  (action.startsWith('token.') && action !== 'token.read') ||
  ['user.add', 'code.test'].includes(action)

/** Those that leave something behind: a change, or a line in the log that says what left the house. */
export const isWrite = (action: Action): boolean =>
  (!authority[action].route.startsWith('GET') && action !== 'policy.preview') ||
  action.endsWith('.export')

export type Snapshot = Map<string, string>

/** All that the database holds, but for the log, what is counted from it, and who was last seen when. */
export const snapshot = async (): Promise<Snapshot> => {
  const all = await tables()
  const statements = all.map((name) => env.DB.prepare(`SELECT * FROM "${name}"`))
  const contents = await env.DB.batch(statements)
  return new Map(all.map((name, i) => [name, JSON.stringify(contents[i]?.results)]))
}
/** Of the migrations: asked for once. */
let names: Promise<string[]> | undefined
const tables = (): Promise<string[]> =>
  (names ??= rows(`SELECT name FROM sqlite_master WHERE type = 'table'`).then((found) =>
    found.map(({ name }) => String(name)).filter((name) => !passing.test(name)),
  ))
const passing = /^_cf|^(audit|coverage|session$|session_kept|sqlite_|d1_)/

/** The tables in which something changed since. */
export const changedSince = async (before: Snapshot): Promise<string[]> => {
  const now = await snapshot()
  return [...now.keys()].filter((name) => now.get(name) !== before.get(name))
}

/** What the log says that somebody did, the oldest first: `action outcome subject`. */
export const deedsOf = async (actorId: string): Promise<string[]> => {
  const lines = await rows(
    'SELECT action, outcome, subject_id FROM audit WHERE actor_id = ? ORDER BY id',
    actorId,
  )
  return lines.map((line) => Object.values(line).join(' '))
}
