/** 'Who gets in?': what the console says would become of somebody at an application. */
import { describe, expect, it } from 'vitest'
import { addApplication } from '../support/application.ts'
import { pass } from '../support/clock.ts'
import { change } from '../support/database.ts'
import {
  addHolder,
  addPerson,
  expectStatus,
  house,
  signedIn,
  signIn,
  visitor,
} from '../support/people.ts'
import { addGroup } from '../support/policy.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()
const idOf = (path: string) => path.split('/').at(-1)

describe('who gets in', () => {
  const test = async (path: string, username: string, more: object = {}) => {
    const { body } = expectStatus(await root.post(`${path}/test`, { username, ...more }), 200)
    return [body.outcome, body.reasons]
  }

  it('says what keeps somebody out', async () => {
    const person = await addPerson(root)
    const group = await addGroup(root, {}, { name: 'Staff' })
    const path = await addApplication(root, 'oidc', { audience: 'groups', groups: [group] })
    const missing = [{ kind: 'groups', groups: [{ id: group, name: 'Staff' }] }]
    expect(await test(path, person.username)).toEqual(['denied', missing])
    expectStatus(await root.post(`/api/admin/groups/${group}/members`, { add: [person.id] }), 200)
    expect(await test(path, person.username)).toEqual(['asked', [{ kind: 'signed-out' }]])
    await signedIn(worker, person)
    expect(await test(path, person.username)).toEqual(['allowed', []])
    expectStatus(await root.patch(`/api/admin/users/${person.id}`, { disabled: true }), 200)
    expect(await test(path, person.username)).toEqual(['denied', [{ kind: 'person-disabled' }]])
    expectStatus(await root.post(`${path}/disable`), 200)
    expect(await test(path, person.username)).toEqual([
      'denied',
      [{ kind: 'application-disabled' }],
    ])
    expect((await root.post(`${path}/test`, { username: 'nobody' })).body.field).toBe('username')
  })

  it('says what somebody would be asked for', async () => {
    const holder = await addHolder(worker, root)
    const path = await addApplication(root, 'oidc', { factor: 'second-factor', maxAge: 60 })
    const browser = visitor(worker)
    await signIn(browser, holder, { code: codeAt(holder.uri) })
    expect(await test(path, holder.username)).toEqual(['allowed', []])
    pass(61)
    const anew = { kind: 'factor', needs: 'second-factor', anew: true }
    expect(await test(path, holder.username)).toEqual(['asked', [anew]])
    const passkeys = await addApplication(root, 'oidc', { factor: 'phishing-resistant' })
    const lack = { kind: 'no-factor', needs: 'phishing-resistant' }
    expect(await test(passkeys, holder.username)).toEqual(['asked', [lack]])
    const program = await addApplication(root, 'api')
    const code = { kind: 'sign-in', step: 'factor' }
    expect(await test(program, holder.username)).toEqual(['asked', [code]])
    expect(await test(program, 'root')).toEqual(['allowed', []])
  })

  it('says which rule of a site decides', async () => {
    const person = await addPerson(root)
    await signedIn(worker, person)
    const group = await addGroup(root, {}, { name: 'Editors' })
    const origin = 'https://rules.example'
    const rules = [
      { path: '/health', access: 'open' },
      { path: '/admin', access: 'deny' },
      { path: '/edit', methods: ['POST'], access: 'policy', groups: [group] },
    ]
    const path = await addApplication(root, 'site', { details: { origins: [origin], rules } })
    const at = async (url: string, method = 'GET') => {
      const [outcome, reasons] = await test(path, person.username, { url: origin + url, method })
      return [outcome, reasons.map(({ kind }: { kind: string }) => kind).join()]
    }
    expect(await at('/')).toEqual(['allowed', ''])
    expect(await at('/health')).toEqual(['allowed', 'rule'])
    expect(await at('/admin/users?x=1')).toEqual(['denied', 'rule'])
    expect(await at('/edit')).toEqual(['allowed', ''])
    expect(await at('/edit', 'POST')).toEqual(['denied', 'rule,groups'])
    expect(await at('/health/%2e%2e/admin')).toEqual(['denied', 'ambiguous,rule'])
    expect(await at('.evil.example/')).toEqual(['denied', 'address'])
  })

  it('leaves a line about the person, and nothing else', async () => {
    const person = await addPerson(root)
    const path = await addApplication(root, 'api', { name: 'Payroll' })
    await test(path, person.username)
    const { items } = (await root.get(`/api/admin/audit?person=${person.id}`)).body
    expect(items[0]).toMatchObject({
      action: 'application-tested',
      outcome: `allowed@${idOf(path)}`,
      application: { id: idOf(path), name: 'Payroll' },
      subject: { id: person.id },
    })
    expectStatus(await root.delete(path), 204)
    const [line] = (await root.get(`/api/admin/audit?person=${person.id}`)).body.items
    expect(line.application).toEqual({ id: idOf(path), name: null })
  })
})

it('one’s own activity names the application, and tells nothing of serials', async () => {
  const person = await addPerson(root)
  const browser = await signedIn(worker, person)
  const id = idOf(await addApplication(root, 'api', { name: 'Payroll' }))
  for (const word of ['no-token', 'token-taken', 'sealed'])
    await change(
      `INSERT INTO audit (at, event_id, action, outcome, actor_id, subject_id, network, browser)
       VALUES (0, ?1, 'validated', ?2, ?3, ?3, '', '')`,
      word,
      `hardware:${word}@${id}`,
      person.id,
    )
  const { items } = (await browser.get('/api/activity')).body
  const told = { outcome: `hardware:no-match@${id}`, application: 'Payroll' }
  expect(items.slice(0, 3)).toMatchObject([told, told, told])
})
