import { afterEach, describe, expect, it } from 'vitest'
import { everyoneGroupId } from '../../schema/policy.ts'
import { minutes, pass } from '../support/clock.ts'
import { rows } from '../support/database.ts'
import { begin, confirm, factorsOf, heldToEnroll } from '../support/enrollment.ts'
import {
  addHolder,
  addPerson,
  askedOf,
  between,
  enrollHere,
  expectStatus,
  house,
  sessionStatus,
  signedIn,
  signIn,
  visitor,
} from '../support/people.ts'
import { addGroup, forgetPolicy } from '../support/policy.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()
afterEach(forgetPolicy)

const pathOf = (id: string) => `/api/admin/groups/${id}`
const everyone = pathOf(everyoneGroupId)
const stranger = crypto.randomUUID()

describe('groups in the console', () => {
  it('have names that are unique, however they are written', async () => {
    const id = await addGroup(root, {}, { name: 'Sales' })
    const other = await addGroup(root, {}, { name: 'Support' })
    for (const name of ['Sales', 'sALES', ' sales ', 'Ｓales', 'all USERS']) {
      const answers = [
        await root.post('/api/admin/groups', { name }),
        await root.patch(pathOf(other), { name }),
      ]
      for (const { status, body } of answers)
        expect([name, status, body.field]).toEqual([name, 409, 'name'])
    }
    expect((await root.patch(pathOf(id), { name: 'SALES' })).body.name).toBe('SALES')
    expect((await root.get(pathOf(other))).body.name).toBe('Support')
  })

  it.each([
    ['no name', { name: ' ' }],
    ['a name of 65 characters', { name: 'x'.repeat(65) }],
    ['a name with a line break', { name: 'a\nb' }],
    ['a priority of 0', { name: 'a', priority: 0 }],
    ['a priority as that of everybody', { name: 'a', priority: 1_000_000 }],
    ['an unknown setting', { name: 'a', settings: { require_3fa: true } }],
    ['a setting by another type', { name: 'a', settings: { require_2fa: 1 } }],
    ['an inherited name', '{"name":"a","settings":{"__proto__":{"require_2fa":true}}}'],
    ['the name of a method', '{"name":"a","settings":{"toString":true}}'],
    ['what only the system says', { name: 'a', everyone: true }],
  ])('are refused with %s', async (_, body) => {
    const headers = { 'content-type': 'application/json' }
    expect((await root.post('/api/admin/groups', body, headers)).status).toBe(400)
    const id = await addGroup(root)
    expect((await root.patch(pathOf(id), body, headers)).status).toBe(400)
    expect(await rows('SELECT id FROM user_group WHERE everyone = 0')).toEqual([{ id }])
  })

  it('All users keeps its name, its place and everybody; what it says may change', async () => {
    const person = await addPerson(root)
    const answers = [
      await root.patch(everyone, { name: 'Nobody' }),
      await root.patch(everyone, { priority: 1 }),
      await root.delete(everyone),
      await root.post(`${everyone}/members`, { remove: [person.id] }),
      await root.post('/api/admin/groups/order', { ids: [everyoneGroupId] }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 409, 409, 409])
    expectStatus(await root.patch(everyone, { settings: { require_2fa: true } }), 200)
    expect(await askedOf(visitor(worker), person)).toBe('enrollment_required')
    const { name, members, priority } = (await root.get(everyone)).body
    expect([name, members, priority]).toEqual(['All users', null, 1_000_000])
  })

  it('are put in order all at once, or not at all', async () => {
    const [a, b, c] = [await addGroup(root), await addGroup(root), await addGroup(root)]
    const orderIs = async () =>
      (await root.get('/api/admin/groups')).body.groups.map(({ id }: { id: string }) => id)
    for (const ids of [[a, b], [a, b, b], [a, b, c, c], [a, b, stranger], [a, b, c, stranger], []])
      expect((await root.post('/api/admin/groups/order', { ids })).status).toBe(409)
    expect(await orderIs()).toEqual([a, b, c, everyoneGroupId])
    expectStatus(await root.post('/api/admin/groups/order', { ids: [c, a, b] }), 200)
    expect(await orderIs()).toEqual([c, a, b, everyoneGroupId])
    const late = await addGroup(root)
    expect(await orderIs()).toEqual([c, a, b, late, everyoneGroupId])
  })

  it('know their members: each once, nobody who is not there', async () => {
    const [one, other] = [await addPerson(root), await addPerson(root)]
    const id = await addGroup(root)
    const put = (body: object) => root.post(`${pathOf(id)}/members`, body)
    expect((await put({ add: [one.id, other.id, one.id, stranger] })).body.members).toBe(2)
    expect((await put({ add: [one.id], remove: [other.id, stranger] })).body.members).toBe(1)
    const named = (await root.get(`/api/admin/users/${one.id}`)).body.groups
    expect(named).toMatchObject([{ id }])
    expectStatus(await root.delete(`/api/admin/users/${one.id}`), 204)
    expect((await root.get(pathOf(id))).body.members).toBe(0)
    expect((await put({ add: ['everybody'] })).status).toBe(400)
  })

  it('that are gone say nothing any more, and are found by nobody', async () => {
    const person = await addPerson(root)
    const id = await addGroup(root, { require_2fa: true }, { members: [person] })
    expectStatus(await root.delete(pathOf(id)), 204)
    expect(await askedOf(visitor(worker), person)).toBe('authenticated')
    const answers = [
      await root.get(pathOf(id)),
      await root.patch(pathOf(id), { name: 'Again' }),
      await root.delete(pathOf(id)),
      await root.post(`${pathOf(id)}/members`, { add: [person.id] }),
      await root.post('/api/admin/policy/preview', { group: { id, change: {} } }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
  })

  it('keep what they said, since when, and by whom', async () => {
    const id = await addGroup(root, { require_2fa: true })
    const settings = { require_2fa: false, allow_totp_2fa: true }
    expectStatus(await root.patch(pathOf(id), { settings }), 200)
    expectStatus(await root.patch(pathOf(id), { settings: { require_2fa: null } }), 200)
    expectStatus(await root.patch(pathOf(id), { description: 'Says the same' }), 200)
    const { items } = (await root.get(`/api/admin/settings/history?scope=${id}`)).body
    const told = items.map((one: Record<string, unknown>) => [
      one['name'],
      one['former'],
      one['value'],
    ])
    expect(told).toEqual([
      ['require_2fa', false, null],
      ['allow_totp_2fa', null, true],
      ['require_2fa', true, false],
      ['require_2fa', null, true],
    ])
    expect(items[0]).toMatchObject({ scope: id, by: { username: 'root' } })
    expect(items[0].at).toBe(Math.floor(Date.now() / 1000))
  })
})

describe('a group that requires a second factor', () => {
  it('is met at the next sign-in: there its members enroll; who is in goes on', async () => {
    const person = await addPerson(root)
    const inside = await signedIn(worker, person)
    const id = await addGroup(root, {}, { members: [person] })
    expectStatus(await root.patch(pathOf(id), { settings: { require_2fa: true } }), 200)
    expect(await sessionStatus(inside)).toBe(200)
    const browser = visitor(worker)
    expect(await askedOf(browser, person)).toBe('enrollment_required')
    expect(await sessionStatus(browser)).toBe(401)
    await enrollHere(browser)
    expect(await sessionStatus(browser)).toBe(200)
    expect(await askedOf(visitor(worker), person)).toBe('factor_required')
  })

  it('lets who is in prove by the password that it is them, and enroll there', async () => {
    const person = await addPerson(root)
    const inside = await signedIn(worker, person)
    await addGroup(root, { require_2fa: true }, { members: [person] })
    pass(minutes(15))
    expect((await inside.post('/api/factors/totp', {})).body.code).toBe('step_up_required')
    const proof = { method: 'password', password: person.password }
    expect((await inside.post('/api/session/step-up', proof)).status).toBe(200)
    await enrollHere(inside)
    expect(await askedOf(visitor(worker), person)).toBe('factor_required')
  })

  it.each([
    ['begins to require', { require_2fa: null }],
    ['takes in a new member', { require_2fa: true }],
  ])('%s while a password alone is on its way: there is no session', async (_, said) => {
    const person = await addPerson(root)
    const id = await addGroup(root, said)
    const browser = visitor(worker)
    const answer = await between(
      worker,
      2,
      () => signIn(browser, person),
      async () => {
        await root.patch(pathOf(id), { settings: { require_2fa: true } })
        await root.post(`${pathOf(id)}/members`, { add: [person.id] })
      },
    )
    expect(answer.status).toBe(401)
    expect(await sessionStatus(browser)).toBe(401)
    expect(await askedOf(browser, person)).toBe('enrollment_required')
  })

  it('has the word before groups of a higher number, and none where one of a lower says no', async () => {
    const person = await addPerson(root)
    const members = [person]
    const weak = await addGroup(root, { require_2fa: true }, { members, priority: 20 })
    expect(await askedOf(visitor(worker), person)).toBe('enrollment_required')
    await addGroup(root, { require_2fa: null }, { members, priority: 5 })
    expect(await askedOf(visitor(worker), person)).toBe('enrollment_required')
    await addGroup(root, { require_2fa: false }, { members, priority: 10 })
    expect(await askedOf(visitor(worker), person)).toBe('authenticated')
    expectStatus(await root.patch(pathOf(weak), { priority: 1 }), 200)
    expect(await askedOf(visitor(worker), person)).toBe('enrollment_required')
  })

  it('is named where somebody asks why they were asked, with what it overrules', async () => {
    const holder = await addHolder(worker, root)
    const person = await addPerson(root)
    const members = [person, holder]
    const strong = await addGroup(root, { require_2fa: true }, { members, priority: 1 })
    const weak = await addGroup(root, { require_2fa: false }, { members, priority: 2 })
    const traceOf = async ({ id }: { id: string }) =>
      expectStatus(await root.get(`/api/admin/users/${id}/policy`), 200).body
    const { decisions, signIn: step } = await traceOf(person)
    expect(step).toMatchObject({ step: 'enrollment', inTrustedBrowser: 'enrollment' })
    expect(step.because).toContainEqual(decisions[0].because[0])
    expect(decisions[0]).toMatchObject({
      name: 'mfa-required',
      because: [{ kind: 'group', id: strong, value: true }],
      overruled: [{ kind: 'group', id: weak, value: false }],
    })
    expect((await traceOf(holder)).signIn).toEqual({
      step: 'factor',
      inTrustedBrowser: 'trust-suffices',
      because: [{ kind: 'factors', methods: ['totp'] }],
    })
    expectStatus(await root.patch(pathOf(strong), { settings: { allow_totp_2fa: false } }), 200)
    expect((await traceOf(holder)).signIn.because).toContainEqual({
      kind: 'group',
      id: strong,
      group: expect.any(String),
      name: 'allow_totp_2fa',
      value: false,
    })
  })

  it('does not let its members remove their last factor, be it between reading and writing', async () => {
    const person = await addPerson(root)
    const browser = await signedIn(worker, person)
    await enrollHere(browser)
    const [{ id: factorId } = {}] = await factorsOf(person.id)
    const id = await addGroup(root, { require_2fa: true })
    const put = (body: object) => root.post(`${pathOf(id)}/members`, body)
    const remove = () => browser.delete(`/api/factors/${String(factorId)}`)
    const raced = await between(worker, 2, remove, () => put({ add: [person.id] }))
    expect(raced.status).not.toBe(204)
    expect((await remove()).body.code).toBe('conflict')
    expectStatus(await put({ remove: [person.id] }), 200)
    expect((await remove()).status).toBe(204)
  })
})

describe('a group whose factors administrators manage', () => {
  const managed = { allow_2fa_self_enrollment: false }

  it('lets nobody add, remove, provision or reset by themselves, though signed in with a factor', async () => {
    const holder = await addHolder(worker, root)
    const browser = visitor(worker)
    expectStatus(await signIn(browser, holder, { code: codeAt(holder.uri) }), 200)
    const begun = await begin(browser)
    await addGroup(root, managed, { members: [holder] })
    const [factor] = await factorsOf(holder.id)
    const next = 'another good passphrase'
    const answers = [
      await browser.post('/api/factors/totp', {}),
      await confirm(browser, begun),
      await browser.delete(`/api/factors/${String(factor?.['id'])}`),
      await browser.post('/api/provisioning'),
      await browser.post('/api/password', {
        current: holder.password,
        next,
        resetFactors: true,
      }),
    ]
    expect(answers.map(({ body }) => body.code)).toEqual(Array(5).fill('forbidden'))
    expect(await factorsOf(holder.id)).toEqual([factor])
    const mine = (await browser.get('/api/factors')).body
    expect(mine).toMatchObject({ enrollable: [], selfEnrollment: false })
    expect(await askedOf(visitor(worker), holder)).toBe('factor_required')
  })

  it('still has who must enroll do so at the door', async () => {
    const id = await addGroup(root, managed)
    const { person, browser } = await heldToEnroll(worker, root, { groups: [id] })
    expect((await browser.get('/api/factors')).body.enrollable).toEqual([
      'totp',
      'device',
      'passkey',
    ])
    await enrollHere(browser)
    expect(await sessionStatus(browser)).toBe(200)
    expect(await askedOf(visitor(worker), person)).toBe('factor_required')
  })
})
