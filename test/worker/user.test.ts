import { describe, expect, it } from 'vitest'
import { minutes, pass } from '../support/clock.ts'
import type { Client } from '../support/client.ts'
import { change, rows } from '../support/database.ts'
import { addPerson, between, house, rootPassword, signIn, visitor } from '../support/people.ts'

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
  it.each(['user', 'admin'])('is not for a %s', async (role) => {
    const browser = await asRole(role)
    expect((await add(browser)).body.code).toBe('forbidden')
    expect((await browser.get('/api/admin/users')).body.code).toBe('forbidden')
    expect(await exists(form.username)).toBe(false)
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
      expect([401, 403]).toContain((await add(browser)).status)
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

  it('with a second factor required where the settings require it of the role', async () => {
    await change(
      `INSERT INTO setting (name, value, updated_at) VALUES ('mfa.required.admin', 'true', 0)`,
    )
    const refused = await add(root, { username: 'no.factor', role: 'admin' })
    expect(refused).toMatchObject({ status: 400, body: { field: 'mfaRequired' } })
    const taken = await add(root, { username: 'with.factor', role: 'admin', mfaRequired: true })
    expect(taken.status).toBe(201)
    await change('DELETE FROM setting')
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
