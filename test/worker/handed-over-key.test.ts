import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, it } from 'vitest'
import { purge } from '../../worker/jobs/purge.ts'
import { days, pass } from '../support/clock.ts'
import type { Client } from '../support/client.ts'
import { auditOf, dump } from '../support/database.ts'
import { begin, confirm, factorsOf, heldToEnroll } from '../support/enrollment.ts'
import {
  addHolder,
  addPerson,
  askedOf,
  between,
  expectStatus,
  hold,
  house,
  sessionStatus,
  signedIn,
  signIn,
  typeCode,
  visitor,
} from '../support/people.ts'
import { addGroup, forgetPolicy, handOver, setSettings } from '../support/policy.ts'
import { codeAt, wrongCodeAt } from '../support/totp.ts'

const { worker, root } = house()
afterEach(forgetPolicy)

const detailsOf = async ({ id }: { id: string }) =>
  expectStatus(await root.get(`/api/admin/users/${id}`), 200).body

describe('R22 E07 a key that an administrator hands over', () => {
  it('is shown once, to whoever made it, and never again in any answer, nor kept in clear', async () => {
    const person = await addPerson(root, { mfaRequired: true })
    const key = await handOver(root, 'key', person)
    expect(key.uri).toContain(key.secret)
    expect(key.uri).toContain(`:${person.username}?`)
    const browser = await hold(worker, person)
    const seen = [
      await root.get(`/api/admin/users/${person.id}`),
      await root.get(`/api/admin/users/${person.id}/policy`),
      await root.get(`/api/admin/users/${person.id}/key`),
      await root.get('/api/admin/users'),
      await root.get('/api/admin/audit'),
      await browser.get('/api/login'),
      await browser.get('/api/factors'),
      await typeCode(browser, codeAt(key.uri)),
      await browser.get('/api/factors'),
      await browser.get('/api/session'),
      await browser.get('/api/activity'),
    ]
    for (const { body } of seen) expect(JSON.stringify(body)).not.toContain(key.secret)
    expect(await dump()).not.toContain(key.secret)
    expect(await auditOf(person.id)).toContain('key-handed-over done')
    expect(JSON.stringify(await handOver(root, 'key', person))).not.toContain(key.secret)
  })

  it('is chosen by chance: what an administrator sends along is not looked at', async () => {
    const person = await addPerson(root)
    const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
    const answer = await root.post(`/api/admin/users/${person.id}/key`, { secret })
    expect(JSON.stringify(answer.body)).not.toContain(secret)
  })
})

describe('a handed-over key counts from its first code', () => {
  it('which is asked for at once of who must have a factor, and then is spent', async () => {
    const person = await addPerson(root, { mfaRequired: true })
    const { uri } = await handOver(root, 'key', person)
    expect(await detailsOf(person)).toMatchObject({
      factors: 0,
      factorList: [{ state: 'handed-over' }],
    })
    expect(await factorsOf(person.id)).toEqual([])
    const browser = await hold(worker, person)
    expect((await browser.get('/api/login')).body.methods).toEqual(['totp'])
    const code = codeAt(uri)
    expect((await typeCode(browser, code)).body.status).toBe('authenticated')
    expect((await browser.get('/api/session')).body.amr).toEqual(['pwd', 'otp', 'mfa'])
    expect(await detailsOf(person)).toMatchObject({
      factors: 1,
      factorList: [{ state: 'confirmed' }],
    })
    expect((await typeCode(await hold(worker, person), code)).body.code).toBe('invalid_code')
    expect((await signIn(visitor(worker), person, { code })).body.code).toBe('invalid_code')
    const next = codeAt(uri, Date.now(), 1)
    expect((await signIn(visitor(worker), person, { code: next })).status).toBe(200)
  })

  it('in one step with the password as well', async () => {
    const person = await addPerson(root, { mfaRequired: true })
    const { uri } = await handOver(root, 'key', person)
    expect((await signIn(visitor(worker), person, { code: codeAt(uri) })).status).toBe(200)
    expect(await factorsOf(person.id)).toHaveLength(1)
  })

  it('once, though ten browsers bring it at a time', async () => {
    const person = await addPerson(root, { mfaRequired: true })
    const { uri } = await handOver(root, 'key', person)
    const browsers: Client[] = []
    for (let n = 0; n < 10; n++) browsers.push(await hold(worker, person))
    worker.d1.reset({ latencyMs: 100 })
    const answers = await Promise.all(browsers.map((one) => typeCode(one, codeAt(uri))))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('not from a wrong one: guesses are throttled like any others', async () => {
    const person = await addPerson(root, { mfaRequired: true })
    const { uri } = await handOver(root, 'key', person)
    const browser = await hold(worker, person)
    const statuses: number[] = []
    for (let n = 0; n < 11; n++) statuses.push((await typeCode(browser, wrongCodeAt(uri))).status)
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429])
    expect(await factorsOf(person.id)).toEqual([])
  })

  it('and ends whoever was in on the password alone', async () => {
    const person = await addPerson(root)
    const inside = await signedIn(worker, person)
    const { uri } = await handOver(root, 'key', person)
    expectStatus(await root.patch(`/api/admin/users/${person.id}`, { mfaRequired: true }), 200)
    expect(await sessionStatus(inside)).toBe(200)
    expect((await signIn(visitor(worker), person, { code: codeAt(uri) })).status).toBe(200)
    expect(await sessionStatus(inside)).toBe(401)
  })
})

describe('who knows the password and not the handed-over key', () => {
  it('is led past it by nothing: not by a login held before, nor by one that wants no ticket', async () => {
    const { person, browser: attacker } = await heldToEnroll(worker, root)
    const started = await begin(attacker)
    await handOver(root, 'key', person)
    expect((await confirm(attacker, started)).status).toBe(401)
    expect(await sessionStatus(attacker)).toBe(401)
    expect((await attacker.post('/api/factors/totp', {})).status).toBe(401)
    const held = await hold(worker, person)
    const answers = [
      await held.post('/api/factors/totp', {}),
      await held.get('/api/factors'),
      await held.post('/api/login/ticket', { ticket: 'AAAA-BBBB-CCCC-DDDD' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403])
    await setSettings(root, { 'enrollment.at_login': 'ticket' })
    expect(await askedOf(visitor(worker), person)).toBe('factor_required')
  })

  it('nor where it is handed over while their password is on its way', async () => {
    const person = await addPerson(root, { mfaRequired: true })
    const attacker = visitor(worker)
    await between(
      worker,
      2,
      () => signIn(attacker, person),
      () => handOver(root, 'key', person),
    )
    expect((await attacker.post('/api/factors/totp', {})).status).not.toBe(201)
    expect(await askedOf(visitor(worker), person)).toBe('factor_required')
  })
})

describe('a new key', () => {
  it('retires the former one that nobody used, and no other', async () => {
    const person = await addPerson(root, { mfaRequired: true })
    const [former, next] = [
      await handOver(root, 'key', person),
      await handOver(root, 'key', person),
    ]
    const browser = await hold(worker, person)
    expect((await typeCode(browser, codeAt(former.uri))).body.code).toBe('invalid_code')
    expect((await typeCode(browser, codeAt(next.uri))).status).toBe(200)
    const third = await handOver(root, 'key', person)
    for (const { uri } of [next, third]) {
      const code = codeAt(uri, Date.now(), 1)
      expect((await signIn(visitor(worker), person, { code })).status).toBe(200)
    }
    expect(await factorsOf(person.id)).toHaveLength(2)
  })

  it('does not weaken what is there: a confirmed authenticator is asked for all the same', async () => {
    const holder = await addHolder(worker, root)
    await handOver(root, 'key', holder)
    expect(await askedOf(visitor(worker), holder)).toBe('factor_required')
    expect((await signIn(visitor(worker), holder, { code: codeAt(holder.uri) })).status).toBe(200)
    expect((await detailsOf(holder)).factors).toBe(1)
  })
})

describe('an abandoned key', () => {
  it('locks nobody out who need not have a factor, and waits as long as it takes', async () => {
    const person = await addPerson(root)
    const { uri } = await handOver(root, 'key', person)
    expect(await askedOf(visitor(worker), person)).toBe('authenticated')
    expect(await factorsOf(person.id)).toEqual([])
    pass(days(6))
    await purge(env.DB, Math.floor(Date.now() / 1000))
    expect(await askedOf(visitor(worker), person)).toBe('authenticated')
    const browser = await signedIn(worker, person)
    const proof = { method: 'totp', code: codeAt(uri) }
    expect((await browser.post('/api/session/step-up', proof)).status).toBe(200)
    expect(await askedOf(visitor(worker), person)).toBe('factor_required')
  })

  it('is not confirmed without a code of it, nor passed by where somebody is signed in already', async () => {
    const person = await addPerson(root)
    const browser = await signedIn(worker, person)
    const own = await begin(browser)
    await root.patch(`/api/admin/users/${person.id}`, { mfaRequired: true })
    const key = await handOver(root, 'key', person)
    const answers = [
      await browser.post('/api/factors/totp', {}),
      await browser.post('/api/provisioning'),
      await confirm(browser, own),
      await confirm(browser, key),
    ]
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403])
    expect(await factorsOf(person.id)).toEqual([])
    const proof = { method: 'totp', code: codeAt(key.uri) }
    expect((await browser.post('/api/session/step-up', proof)).status).toBe(200)
    await begin(browser)
  })

  it('stands in nobody’s way who need not have a factor: they may add one of their own', async () => {
    const person = await addPerson(root)
    await handOver(root, 'key', person)
    const browser = await signedIn(worker, person)
    expect((await confirm(browser, await begin(browser))).status).toBe(200)
    expect(await askedOf(visitor(worker), person)).toBe('factor_required')
  })
})

describe('where authenticator apps are not allowed', () => {
  it('no key is handed over, and one that was opens nothing', async () => {
    const person = await addPerson(root, { mfaRequired: true })
    const { uri } = await handOver(root, 'key', person)
    const held = await hold(worker, person)
    const nothing = { allow_totp_2fa: false, allow_webauthn_2fa: false }
    await addGroup(root, nothing, { members: [person] })
    const answers = [
      await root.post(`/api/admin/users/${person.id}/key`),
      await typeCode(held, codeAt(uri)),
      await signIn(visitor(worker), person, { code: codeAt(uri) }),
    ]
    expect(answers.map(({ body }) => body.code)).toEqual(Array(3).fill('factor_not_allowed'))
    expect(await factorsOf(person.id)).toEqual([])
  })
})
