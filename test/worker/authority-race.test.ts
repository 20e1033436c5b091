/** What was true when it was read and is not when it is written: the write asks again. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../schema/policy.ts'
import { type Action, authority, reachOf } from '../../worker/domain/authority.ts'
import type { Answer, Client } from '../support/client.ts'
import {
  ask,
  changedSince,
  deedsOf,
  type Given,
  insertFactor,
  insertGroup,
  insertPerson,
  isAboutPeople,
  isWrite,
  newGiven,
  removePeople,
  snapshot,
  type Snapshot,
  type Subject,
} from '../support/console.ts'
import { auditOf, change, rows } from '../support/database.ts'
import { addPerson, between, house, signedIn } from '../support/people.ts'

const { worker, root } = house()

type Actor = Subject & { browser: Client; sessionId: string }
const actors: Partial<Record<Role, Actor>> = {}
const actor = (role: Role): Actor => {
  const found = actors[role]
  if (!found) throw new Error(`nobody is ${role}`)
  return found
}

beforeAll(async () => {
  for (const role of ['admin', 'super_admin'] as const) {
    const person = await addPerson(root, { role })
    const browser = await signedIn(worker, person)
    const [session] = await rows('SELECT id FROM session WHERE user_id = ?', person.id)
    actors[role] = { ...person, role, browser, sessionId: String(session?.['id']) }
    // Where they are signed in elsewhere too, that session vouches for nothing here.
    await signedIn(worker, person)
  }
  await change('CREATE TABLE session_kept AS SELECT * FROM session')
})

/** As the actor was before anything was taken from them. */
const restore = async ({ id, role }: Actor): Promise<void> => {
  await change(
    'UPDATE user SET role = ?1, disabled_at = NULL, security_stamp = 1 WHERE id = ?2',
    role,
    id,
  )
  await change('INSERT OR REPLACE INTO session SELECT * FROM session_kept WHERE user_id = ?', id)
}

/** What is only tried out changes nothing: a code, whose tester is counted before, or who would get in. */
const tries: Action[] = ['code.test', 'application.test']
const writes = (Object.keys(authority) as Action[]).filter(
  (action) => isWrite(action) && !tries.includes(action),
)

type Outcome = { answer: Answer; isTooLate: boolean; changed: string[]; done: string[] }

/** What comes of a write where something happens right before its nth trip. */
const interrupt = async (
  me: Actor,
  action: Action,
  trip: number,
  happens: (given: Given) => Promise<unknown>,
): Promise<Outcome> => {
  await removePeople()
  const given = await newGiven(await insertPerson('user'), action)
  if (action === 'user.pass') await insertFactor(given.person.id)
  const begun = (await deedsOf(me.id)).length
  let [isTooLate, before]: [boolean, Snapshot] = [false, new Map()]
  const answer = await between(
    worker,
    trip,
    () => ask(me.browser, action, given),
    async () => {
      isTooLate = (await deedsOf(me.id)).length > begun
      await happens(given)
      before = await snapshot()
    },
  )
  const lines = (await deedsOf(me.id)).slice(begun)
  const done = lines.filter((line) => !line.startsWith('authority-refused '))
  const changed = await changedSince(before)
  await restore(me)
  return { answer, isTooLate, changed, done }
}

const refusals = [401, 403, 404, 409]
const nothing = { status: expect.toBeOneOf(refusals), changed: [], done: [] }
const seen = ({ answer, changed, done }: Outcome) => ({ status: answer.status, changed, done })

/** Actions that read nothing more of what they change than who asks. */
const unread: Action[] = [
  'users.export',
  'user.add',
  'group.add',
  'series.delete',
  'tokens.export',
  'settings.change',
  'audit.export',
  'application.add',
  'signing-keys.rotate',
]
/** The trip that writes: the line is not there before it, and is right after it. */
const writingTrip = (action: Action): number => {
  // Asks twice who brings a file, and stages what is in it.
  if (action === 'series.import') return 5
  return unread.includes(action) ? 2 : 3
}

const isWrittenAfter = async (me: Actor, action: Action, trip: number): Promise<boolean> => {
  const begun = (await deedsOf(me.id)).length
  const isTooLate = await interrupt(me, action, trip + 1, async () => undefined).then(
    (outcome) => outcome.isTooLate,
    // There was no trip after it.
    () => true,
  )
  return isTooLate && (await deedsOf(me.id)).length > begun
}

const demote = ({ id, role }: Actor) =>
  change('UPDATE user SET role = ?1 WHERE id = ?2', role === 'admin' ? 'user' : 'admin', id)

const takings: Record<string, (me: Actor) => Promise<unknown>> = {
  demoted: demote,
  disabled: ({ id }) => change('UPDATE user SET disabled_at = 1 WHERE id = ?', id),
  'signed out here': ({ sessionId }) => change('DELETE FROM session WHERE id = ?', sessionId),
  'given a new stamp': ({ id }) =>
    change('UPDATE user SET security_stamp = security_stamp + 1 WHERE id = ?', id),
}

describe('A04 R27 a role taken away while a request runs wins', () => {
  it.each(writes)('over %s', async (action) => {
    const me = actor('super_admin')
    const trip = writingTrip(action)
    expect(await isWrittenAfter(me, action, trip)).toBe(true)
    for (const [taking, take] of Object.entries(takings)) {
      const outcome = await interrupt(me, action, trip, () => take(me))
      expect([taking, outcome.isTooLate, seen(outcome)]).toEqual([taking, false, nothing])
    }
  })
})

describe('A03 a person who rises or goes while a request runs is beyond it', () => {
  const toPeople = writes.filter(
    (action) =>
      isAboutPeople(action) && action !== 'user.add' && reachOf('admin', action).includes('user'),
  )
  it.each(toPeople)('of %s', async (action) => {
    const me = actor('admin')
    const trip = writingTrip(action)
    const happenings = {
      rises: ({ person }: Given) =>
        change(`UPDATE user SET role = 'admin' WHERE id = ?`, person.id),
      goes: ({ person }: Given) => change('DELETE FROM user WHERE id = ?', person.id),
    }
    for (const [name, happens] of Object.entries(happenings)) {
      const outcome = await interrupt(me, action, trip, happens)
      expect([name, outcome.isTooLate, seen(outcome)]).toEqual([name, false, nothing])
    }
  })
})

describe('what a form sends along that stays', () => {
  it('of a person, does not undo what somebody else changes meanwhile', async () => {
    const me = actor('admin')
    const { id } = await insertPerson('user')
    const form = { displayName: 'Renamed', role: 'user', disabled: false, mayTrust: true }
    const more = { trustOverride: false, mfaRequired: false, mustChangePassword: false }
    const answer = await between(
      worker,
      3,
      () => me.browser.patch(`/api/admin/users/${id}`, { ...form, ...more }),
      () =>
        change(
          `UPDATE user SET disabled_at = 5, may_trust = 0, trust_override = 1, mfa_required = 1,
             must_change_password = 1 WHERE id = ?`,
          id,
        ),
    )
    expect(answer.status).toBe(200)
    const [row] = await rows('SELECT * FROM user WHERE id = ?', id)
    expect(row).toMatchObject({
      display_name: 'Renamed',
      disabled_at: 5,
      may_trust: 0,
      trust_override: 1,
      mfa_required: 1,
      must_change_password: 1,
    })
    expect(await auditOf(id)).toEqual(['user-changed displayName'])
  })

  it.each([
    ['changed', (id: string) => root.patch(`/api/admin/groups/${id}`, { name: 'Renamed' })],
    ['deleted', (id: string) => root.delete(`/api/admin/groups/${id}`)],
  ])('keeps a group from being %s that somebody else changes meanwhile', async (_, request) => {
    const id = await insertGroup()
    const strengthen = () => change('UPDATE user_group SET require_2fa = 1 WHERE id = ?', id)
    const answer = await between(worker, 3, () => request(id), strengthen)
    expect(answer.status).toBe(409)
    const [row] = await rows('SELECT name, require_2fa FROM user_group WHERE id = ?', id)
    expect(row).toEqual({ name: expect.stringMatching(/^group /), require_2fa: 1 })
    expect(await rows('SELECT id FROM audit WHERE outcome = ?', id)).toEqual([])
  })
})

describe('what the settings begin to require while a request runs', () => {
  const require = () =>
    change(`INSERT INTO setting (name, value, updated_at) VALUES ('mfa.required.user', 'true', 0)`)
  const person = { username: 'meanwhile', password: 'quite-unheard-of', role: 'user' }
  const form = { ...person, mfaRequired: false }

  it('is not for an admin to leave out', async () => {
    const { browser } = actor('admin')
    const { id } = await insertPerson('user')
    const save = () => browser.patch(`/api/admin/users/${id}`, { displayName: 'Saved' })
    const saved = await between(worker, 3, save, require)
    await change('DELETE FROM setting')
    const added = await between(worker, 2, () => browser.post('/api/admin/users', form), require)
    await change('DELETE FROM setting')
    expect([saved, added].map(({ status, body }) => [status, body.field])).toEqual([
      [409, 'mfaRequired'],
      [409, 'mfaRequired'],
    ])
    const people = await rows(
      `SELECT id FROM user WHERE display_name = 'Saved' OR username = 'meanwhile'`,
    )
    expect(people).toEqual([])
  })
})
