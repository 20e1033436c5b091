import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { minutes, pass } from '../support/clock.ts'
import type { Client } from '../support/client.ts'
import { auditOf, change, rows } from '../support/database.ts'
import {
  addByForm,
  addPerson,
  between,
  house,
  rootPassword,
  signIn,
  visitor,
} from '../support/people.ts'

const { worker, root } = house()

const form = {
  username: 'new.person',
  password: 'quite-unheard-of',
  role: 'user',
  mfaRequired: false,
}
const add = (browser: Client, fields: Record<string, unknown> = {}) =>
  browser.post('/api/admin/users', { ...form, ...fields })
const asRole = async (role: string): Promise<Client> => {
  const browser = visitor(worker)
  await signIn(browser, await addPerson(root, { role }))
  return browser
}
const exists = async (username: string) =>
  (await rows('SELECT id FROM user WHERE username = ?', username)).length === 1

describe('adding a person', () => {
  it('is not for a user', async () => {
    const browser = await asRole('user')
    expect((await add(browser)).body.code).toBe('forbidden')
    expect(await exists(form.username)).toBe(false)
  })

  it('A03 is for an admin where it is of role user and into no group', async () => {
    const browser = await asRole('admin')
    const { body: group } = await root.post('/api/admin/groups', { name: 'Staff' })
    for (const fields of [{ role: 'admin' }, { role: 'super_admin' }, { groups: [group.id] }])
      expect((await add(browser, fields)).body.code).toBe('forbidden')
    expect(await exists(form.username)).toBe(false)
    const added = await add(browser, { username: 'added.by.admin' })
    expect(added.status).toBe(201)
    expect(await auditOf(added.body.id)).toContain('user-added user')
  })

  it('asks who sits there after a quarter of an hour', async () => {
    const browser = visitor(worker)
    await signIn(browser, { id: '', username: 'root', password: rootPassword })
    pass(minutes(15))
    expect((await add(browser)).body.code).toBe('step_up_required')
    await browser.post('/api/session/step-up', { method: 'password', password: rootPassword })
    expect((await add(browser, { username: 'stepped.up' })).status).toBe(201)
  })

  it('is refused where the super admin was demoted or disabled in between', async () => {
    for (const sql of [
      `UPDATE user SET role = 'admin' WHERE id = ?`,
      'UPDATE user SET disabled_at = 1 WHERE id = ?',
    ]) {
      const person = await addPerson(root, { role: 'super_admin' })
      const browser = visitor(worker)
      await signIn(browser, person)
      await change(sql, person.id)
      expect([401, 403]).toContain((await add(browser, { role: 'admin' })).status)
    }
    expect(await exists(form.username)).toBe(false)
  })

  it.each([
    [
      'ended',
      'DELETE FROM session WHERE rowid = (SELECT min(rowid) FROM session WHERE user_id = ?)',
    ],
    ['outlived by a new stamp', 'UPDATE user SET security_stamp = security_stamp + 1 WHERE id = ?'],
    ['that of somebody disabled', 'UPDATE user SET disabled_at = 1 WHERE id = ?'],
    ['that of somebody demoted', `UPDATE user SET role = 'admin' WHERE id = ?`],
  ])('is not done by a session that is %s before it is written', async (_, sql) => {
    const person = await addPerson(root, { role: 'super_admin' })
    const [browser, elsewhere] = [visitor(worker), visitor(worker)]
    await signIn(browser, person)
    await signIn(elsewhere, person)
    const answer = await between(
      worker,
      2,
      () => add(browser),
      () => change(sql, person.id),
    )
    expect(answer.status).toBeOneOf([401, 403, 409])
    expect(await exists(form.username)).toBe(false)
    const added = await rows(
      `SELECT id FROM audit WHERE action = 'user-added' AND actor_id = ?`,
      person.id,
    )
    expect(added).toEqual([])
  })

  it('gives a name to one of two who ask for it at the same moment', async () => {
    worker.d1.reset({ latencyMs: 100 })
    const answers = await Promise.all([
      add(root, { username: 'Twin' }),
      add(root, { username: 'tWIN' }),
    ])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
  })
})

describe('a second factor that the settings require of a role', () => {
  const overridden = (role: string) => `mfa-requirement-overridden ${role}`
  const require = (role: string) =>
    change(
      `INSERT INTO setting (name, value, updated_at) VALUES (?, 'true', 0)`,
      `mfa.required.${role}`,
    )

  beforeEach(() => Promise.all([require('user'), require('admin')]))
  afterEach(() => change('DELETE FROM setting'))

  it('is not for an admin to leave out: adding is refused', async () => {
    const browser = await asRole('admin')
    const refused = await add(browser, { username: 'no.factor' })
    expect(refused).toMatchObject({ status: 409, body: { field: 'mfaRequired' } })
    expect(await exists('no.factor')).toBe(false)
    const taken = await add(browser, { username: 'with.factor', mfaRequired: true })
    expect(taken.status).toBe(201)
    expect(await auditOf(taken.body.id)).toEqual(['user-added user'])
  })

  it('is not for an admin to leave out: any saving is refused', async () => {
    const browser = await asRole('admin')
    const { id } = await addPerson(root)
    const save = (fields: object) => browser.patch(`/api/admin/users/${id}`, fields)
    for (const fields of [{ displayName: 'Other' }, { mfaRequired: false }, { phone: '12345' }])
      expect(await save(fields)).toMatchObject({ status: 409, body: { field: 'mfaRequired' } })
    expect((await root.get(`/api/admin/users/${id}`)).body.displayName).not.toBe('Other')
    expect((await save({ displayName: 'Other', mfaRequired: true })).status).toBe(200)
  })

  it('may be left out by a super admin, and the log says so', async () => {
    const { id } = await addByForm(root, { role: 'admin' })
    expect(await auditOf(id)).toEqual(['user-added admin', overridden('admin')])
    await root.patch(`/api/admin/users/${id}`, { role: 'user' })
    expect((await auditOf(id)).slice(2)).toEqual([
      expect.stringMatching(/^user-changed role/),
      'role-changed user',
      overridden('user'),
    ])
    await root.patch(`/api/admin/users/${id}`, { role: 'super_admin' })
    expect((await auditOf(id)).slice(5)).toEqual([
      expect.stringMatching(/^user-changed role/),
      'role-changed super_admin',
    ])
  })

  it('asks nothing of people whom nobody saves', async () => {
    await change('DELETE FROM setting')
    const person = await addPerson(root)
    await require('user')
    expect((await signIn(visitor(worker), person)).body.status).toBe('authenticated')
  })
})

describe('A02 R22 R53 fields that are not for the form', () => {
  it.each([
    ['id', '00000000-0000-4000-8000-000000000000'],
    ['isAdmin', true],
    ['passwordHash', '$argon2id$'],
    ['securityStamp', 99],
    ['createdAt', 0],
    ['disabled', false],
    ['secret', 'JBSWY3DPEHPK3PXP'],
    ['trustOverride', true],
  ])('%s is 400', async (field, value) => {
    expect((await add(root, { [field]: value })).status).toBe(400)
    expect(await exists(form.username)).toBe(false)
  })

  it.each([
    ['role', 'owner'],
    ['role', ['super_admin']],
    ['mfaRequired', 'false'],
    ['mayTrust', 1],
    ['email', 'no address'],
    ['phone', '<script>'],
    ['displayName', 'a\u202eb'],
    ['displayName', 'a\nb'],
    ['username', 'a\u0000b'],
  ])('%s as %j is 400, and says which', async (field, value) => {
    const answer = await add(root, { [field]: value })
    expect(answer).toMatchObject({ status: 400, body: { field } })
    expect(await exists(form.username)).toBe(false)
  })
})
