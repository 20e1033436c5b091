/** What an attacker with a place in the console tries: other fields, other forms, other people. */
import { beforeAll, describe, expect, it } from 'vitest'
import { everyoneGroupId } from '../../schema/policy.ts'
import { type Action, authority } from '../../worker/domain/authority.ts'
import type { Client } from '../support/client.ts'
import {
  ask,
  changedSince,
  deedsOf,
  type Given,
  insertGroup,
  insertPerson,
  newGiven,
  snapshot,
  type Snapshot,
} from '../support/console.ts'
import { auditOf, rows } from '../support/database.ts'
import { addPerson, house, type Person, signedIn } from '../support/people.ts'

const { worker, root } = house()

let given: Given
let admin: Client
let adminPerson: Person
let before: Snapshot

beforeAll(async () => {
  given = await newGiven(await insertPerson('user'))
  adminPerson = await addPerson(root, { role: 'admin' })
  admin = await signedIn(worker, adminPerson)
  before = await snapshot()
})

/** Every field that each form has. */
const forms = (): { [A in Action]?: Record<string, unknown> } => {
  const names = { displayName: 'New', email: 'new@example.org', phone: '12345' }
  const flags = { mfaRequired: true, mayTrust: false, mustChangePassword: true }
  const groups = [given.group]
  const group = {
    name: 'Other',
    description: 'Other',
    priority: 7,
    settings: { require_2fa: true },
  }
  const role = 'admin'
  return {
    'user.add': {
      username: 'new.one',
      password: 'quite-unheard-of',
      ...names,
      ...flags,
      groups,
      role,
    },
    'user.edit': { ...names, ...flags, groups, role, trustOverride: true, disabled: true },
    'user.reset': { targets: ['totp'] },
    'users.import': { mode: 'preview', rows: [{ line: 1 }] },
    'code.test': { username: 'root', code: '000000' },
    'group.add': group,
    'group.edit': group,
    'group.order': { ids: groups },
    'group.members': { add: [given.person.id], remove: [given.person.id] },
    'series.edit': { label: 'Other' },
    'token.assign': { userId: given.person.id },
    'token.resync': { code: '000000', nextCode: '111111' },
    'settings.change': { 'trust.user': false },
    'policy.preview': { settings: { 'trust.user': false } },
  }
}
const formNames: Action[] = [
  'user.add',
  'user.edit',
  'user.reset',
  'users.import',
  'code.test',
  'group.add',
  'group.edit',
  'group.order',
  'group.members',
  'series.edit',
  'token.assign',
  'token.resync',
  'settings.change',
  'policy.preview',
]

const foreign: Record<string, unknown> = {
  is_admin: true,
  isAdmin: true,
  userId: 'x',
  user_id: 'x',
  actorId: 'x',
  createdAt: 0,
  verified: true,
  securityStamp: 1,
  passwordHash: 'x',
  secret: 'JBSWY3DPEHPK3PXP',
  constructor: { prototype: { role: 'super_admin' } },
  __proto__x: { role: 'super_admin' },
  toString: 'x',
}

/** Values that are read as what was there by whoever is careless about types. */
const mistaken = (value: unknown): unknown[] => {
  if (Array.isArray(value)) return [value[0], { 0: value[0], length: 1 }, JSON.stringify(value)]
  if (typeof value === 'boolean') return [Number(value), String(value), [value]]
  if (typeof value === 'number') return [String(value), [value], value + 0.5]
  if (typeof value === 'object') return [[value], JSON.stringify(value)]
  return [[value], { value }, 7, true]
}

/** `__proto__` as a field of its own, which no object literal can have. */
const written = (body: Record<string, unknown>): string =>
  JSON.stringify(body).replace('"__proto__x"', '"__proto__"')

const inForm = (action: Action, body: Record<string, unknown>) =>
  ask(root, action, given, written(body))

describe('A02 R53 what is in no form', () => {
  it.each(formNames)('is refused by %s', async (action) => {
    const form = forms()[action] ?? {}
    const fields: Record<string, unknown> = {
      ...foreign,
      ...('role' in form ? {} : { role: 'super_admin' }),
    }
    for (const field of Object.keys(fields)) {
      const { status } = await inForm(action, { ...form, [field]: fields[field] })
      expect([field, status]).toEqual([field, 400])
    }
    expect(await changedSince(before)).toEqual([])
  })
})

describe('R53 values of another type', () => {
  it.each(formNames)('are refused by %s', async (action) => {
    const form = forms()[action] ?? {}
    for (const [field, value] of Object.entries(form))
      for (const wrong of mistaken(value)) {
        const { status } = await inForm(action, { ...form, [field]: wrong })
        expect([field, wrong, status]).toEqual([field, wrong, 400])
      }
    for (const body of ['[]', '"x"', 'null', '{"displayName":"x"', '']) {
      const { status } = await ask(root, action, given, body)
      expect([body, status]).toEqual([body, 400])
    }
    expect(await changedSince(before)).toEqual([])
  })

  it('and a field that comes twice is judged as it is taken', async () => {
    const twice = (body: string) => ask(admin, 'user.edit', given, body)
    expect((await twice('{"role":"user","role":"super_admin"}')).status).toBe(403)
    expect((await twice('{"groups":[],"mayTrust":true,"mayTrust":"no"}')).status).toBe(400)
    expect((await twice(`{"trustOverride":false,"trustOverride":true}`)).status).toBe(403)
    expect(await changedSince(before)).toEqual([])
  })
})

describe('A06 ids in other forms', () => {
  const paths = [...new Set(Object.values(authority).map(({ route }) => route))].filter((route) =>
    route.includes(':id'),
  )

  it.each(paths)('lead %s nowhere', async (route) => {
    const [method = '', path = ''] = route.split(' ')
    const [id, other] = path.includes('/groups/')
      ? [given.group, given.person.id]
      : path.includes('/token-series/')
        ? [given.series, given.held.id]
        : path.includes('/hardware-tokens/')
          ? [given.held.id, given.series]
          : [given.person.id, given.group]
    const others = [other, crypto.randomUUID(), id.toUpperCase()]
    const broken = [
      `${id}.`,
      `${id}%2f`,
      `${id}%20`,
      `{${id}}`,
      id.replaceAll('-', ''),
      '1',
      '%00',
      '..',
    ]
    const bodies: Record<string, object> = {
      '/reset': { targets: ['totp'] },
      '/members': {},
      '/assign': { userId: given.person.id },
      '/resync': { code: '000000', nextCode: '111111' },
      '/test': { username: 'nobody' },
    }
    const [, tail = ''] = path.split(':id')
    const application = { kind: 'api', name: 'Other', details: {} }
    const patch = path.includes('/applications/')
      ? { version: 1, application }
      : path.includes('/token-series/')
        ? { label: 'Other' }
        : {}
    const body = method === 'PATCH' ? patch : (bodies[tail] ?? undefined)
    const statuses: unknown[] = []
    for (const form of [...others, ...broken]) {
      const place = path.replace(':id', form).replace(':key', other)
      const answer =
        method === 'GET'
          ? await root.get(place)
          : method === 'DELETE'
            ? await root.delete(place)
            : await root[method === 'PATCH' ? 'patch' : 'post'](place, body)
      statuses.push([form, answer.status, others.includes(form) ? answer.body.code : ''])
    }
    expect(statuses).toEqual([
      ...others.map((form) => [form, 404, 'not_found']),
      // Two points make the path before, which may be one that knows no GET.
      ...broken.map((form) => [form, expect.toBeOneOf([400, 404, 405]), '']),
    ])
    expect(await changedSince(before)).toEqual([])
  })
})

describe('A06 groups that are not there', () => {
  it.each([
    ['unknown', () => crypto.randomUUID()],
    ['that of a person', () => given.person.id],
    ['in capitals', () => given.group.toUpperCase()],
    ['that of everybody', () => everyoneGroupId],
  ])('take nobody in, where the id is %s', async (_, id) => {
    const groups = [given.group, id()]
    for (const action of ['user.groups', 'user.add'] as const) {
      const { status } = await ask(root, action, given, { ...forms()[action], groups })
      expect([action, status]).toEqual([action, 409])
    }
    expect(await changedSince(before)).toEqual([])
  })
})

describe('A03 an admin and those above', () => {
  it('resets, keys, passes, edits, and deletes nobody but users', async () => {
    const above = [await insertPerson('admin'), await insertPerson('super_admin')]
    const untouched = await snapshot()
    const actions = ['key', 'reset', 'pass', 'ticket', 'unlock', 'password-reset'] as const
    for (const person of [...above, { ...adminPerson, role: 'admin' as const }])
      for (const action of [...actions, 'edit', 'delete', 'second-factor', 'disable'] as const) {
        const { body } = await ask(admin, `user.${action}`, { ...given, person })
        expect([person.role, action, body.code]).toEqual([person.role, action, 'forbidden'])
      }
    expect(await changedSince(untouched)).toEqual([])
  })

  it('raises nobody: not themselves, not a user, not by a group, not by trust', async () => {
    const untouched = await snapshot()
    const deeds = (await deedsOf(adminPerson.id)).length
    const me = { ...given, person: { ...adminPerson, role: 'admin' as const } }
    const attempts = [
      ask(admin, 'user.role', me, { role: 'super_admin' }),
      ask(admin, 'user.role', given, { role: 'admin' }),
      ask(admin, 'user.role', given, { role: 'super_admin', displayName: 'x' }),
      ask(admin, 'user.groups', given),
      ask(admin, 'user.groups', given, { groups: [] }),
      ask(admin, 'user.groups', me),
      ask(admin, 'user.trust-override', given),
      ask(admin, 'user.trust-override', me),
      ask(admin, 'group.members', given),
      ask(admin, 'settings.change', given),
      ask(admin, 'users.import', given),
    ]
    const answers = await Promise.all(attempts)
    expect(answers.map(({ body }) => body.code)).toEqual(attempts.map(() => 'forbidden'))
    expect(await changedSince(untouched)).toEqual([])
    const lines = (await deedsOf(adminPerson.id)).slice(deeds)
    expect(lines.filter((line) => !line.startsWith('authority-refused '))).toEqual([])
  })
})

describe('R52 where an administrator sat', () => {
  it('is what the edge says, whatever the request says', async () => {
    const lies = { 'x-forwarded-for': '6.6.6.6', 'x-real-ip': '6.6.6.6', forwarded: 'for=6.6.6.6' }
    const headers = { ...lies, 'true-client-ip': '6.6.6.6', 'cf-connecting-ip': '203.0.113.9' }
    await root.post(`/api/admin/users/${given.person.id}/unlock`, undefined, headers)
    const [line] = await rows(
      `SELECT network FROM audit WHERE action = 'user-unlocked' ORDER BY id DESC LIMIT 1`,
    )
    expect(line).toEqual({ network: expect.stringMatching(/^203\.0\.113\./) })
  })
})

describe('R54 the log of groups', () => {
  it('says who came into which group and who left it, where they did', async () => {
    const [one, other] = [await insertPerson('user'), await insertPerson('user')]
    const [first, second] = [await insertGroup(), await insertGroup()]
    await ask(root, 'group.members', { ...given, group: first }, { add: [one.id, other.id] })
    await ask(root, 'group.members', { ...given, group: first }, { add: [one.id], remove: [] })
    await ask(root, 'user.groups', { ...given, person: one }, { groups: [first, second] })
    await ask(root, 'user.groups', { ...given, person: one }, { groups: [second] })
    await ask(root, 'group.members', { ...given, group: second }, { remove: [one.id, other.id] })
    const said = async (id: string) =>
      (await auditOf(id)).filter((line) => line.startsWith('groups-changed '))
    expect(await said(one.id)).toEqual([
      `groups-changed joined:${first}`,
      `groups-changed joined:${second}`,
      `groups-changed left:${first}`,
      `groups-changed left:${second}`,
    ])
    expect(await said(other.id)).toEqual([`groups-changed joined:${first}`])
  })

  it('does not say that one was added or changed whose name is taken', async () => {
    const [taken] = await rows('SELECT name FROM user_group WHERE id = ?', given.group)
    const other = await insertGroup()
    const { id } = (await root.get('/api/session')).body.user
    const [untouched, deeds] = [await snapshot(), await deedsOf(id)]
    const form = { name: taken?.['name'], settings: { require_2fa: true } }
    for (const action of ['group.add', 'group.edit'] as const) {
      const answer = await ask(root, action, { ...given, group: other }, form)
      expect([action, answer.status, answer.body.field]).toEqual([action, 409, 'name'])
    }
    expect(await changedSince(untouched)).toEqual([])
    expect(await deedsOf(id)).toEqual(deeds)
  })
})
