import { afterEach, describe, expect, it } from 'vitest'
import { minutes, pass as passTime } from '../support/clock.ts'
import type { Client } from '../support/client.ts'
import { auditOf, change, dump, rows } from '../support/database.ts'
import { factorsOf } from '../support/enrollment.ts'
import {
  addHolder,
  addPerson,
  between,
  expectStatus,
  hold,
  house,
  type Person,
  rootPassword,
  sessionStatus,
  signIn,
  visitor,
} from '../support/people.ts'
import { forgetPolicy, handOver } from '../support/policy.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()
afterEach(forgetPolicy)

const passFor = async (person: Person): Promise<string> =>
  (await handOver(root, 'pass', person)).code
const show = (browser: Client, code: string) =>
  browser.post('/api/login/factor', { method: 'pass', code })
const inOneStep = (person: Person, code: string) => signIn(visitor(worker), person, { code })

describe('a temporary pass', () => {
  it('stands in for a factor once, and the session says truthfully what it was', async () => {
    const holder = await addHolder(worker, root)
    const code = await passFor(holder)
    expect(await dump()).not.toContain(code.replaceAll('-', ''))
    const browser = await hold(worker, holder)
    expect((await browser.get('/api/login')).body.methods).toEqual(['totp', 'pass'])
    expect((await show(browser, code)).body.status).toBe('authenticated')
    expect((await browser.get('/api/session')).body.amr).toEqual(['pwd', 'otp', 'mfa'])
    const again = await hold(worker, holder)
    expect((await again.get('/api/login')).body.methods).toEqual(['totp'])
    expect((await show(again, code)).body.code).toBe('invalid_code')
    expect((await inOneStep(holder, code)).body.code).toBe('invalid_code')
    const log = await auditOf(holder.id)
    expect(log).toEqual(expect.arrayContaining(['pass-made done', 'sign-in pass']))
    expect((await factorsOf(holder.id)).length).toBe(1)
  })

  it('stands in in one step with the password, in lower case and with spaces', async () => {
    const holder = await addHolder(worker, root)
    const code = (await passFor(holder)).toLowerCase().replaceAll('-', ' ')
    expect((await inOneStep(holder, code)).body.status).toBe('authenticated')
    expect((await inOneStep(holder, code)).body.code).toBe('invalid_code')
  })

  it('lasts an hour', async () => {
    const [early, late] = [await addHolder(worker, root), await addHolder(worker, root)]
    const codes = [await handOver(root, 'pass', early), await handOver(root, 'pass', late)]
    expect(codes[0].expiresAt).toBe(Math.floor(Date.now() / 1000) + 3600)
    passTime(minutes(60) - 1)
    expect((await inOneStep(early, codes[0].code)).status).toBe(200)
    const browser = await hold(worker, late)
    passTime(1)
    expect((await show(browser, codes[1].code)).body.code).toBe('invalid_code')
    expect((await inOneStep(late, codes[1].code)).body.code).toBe('invalid_code')
    expect((await (await hold(worker, late)).get('/api/login')).body.methods).toEqual(['totp'])
  })

  it('is nothing without the password, and is not spent by who does not know it', async () => {
    const holder = await addHolder(worker, root)
    const code = await passFor(holder)
    expect((await show(visitor(worker), code)).body.code).toBe('expired')
    const wrong = { ...holder, password: 'not the password' }
    expect((await inOneStep(wrong, code)).body.code).toBe('invalid_credentials')
    const asPassword = { ...holder, password: code }
    expect((await inOneStep(asPassword, code)).body.code).toBe('invalid_credentials')
    expect((await inOneStep(holder, code)).status).toBe(200)
  })

  it('is its owner’s: of no use to another, and for nothing else that is handed over', async () => {
    const [owner, other] = [await addHolder(worker, root), await addHolder(worker, root)]
    const code = await passFor(owner)
    await passFor(other)
    expect((await show(await hold(worker, other), code)).body.code).toBe('invalid_code')
    const next = 'another good passphrase'
    const stranger = visitor(worker)
    const { username } = owner
    const elsewhere = [
      await stranger.post('/api/password/reset', { username, code, next }),
      await stranger.post('/api/authenticator/activate', { username, activationCode: code }),
    ]
    expect(elsewhere.map(({ body }) => body.code)).toEqual(['invalid_code', 'invalid_code'])
    for (const method of ['totp', 'recovery'] as const) {
      const held = await hold(worker, owner)
      expect((await held.post('/api/login/factor', { method, code })).status).not.toBe(200)
    }
    expect((await show(await hold(worker, owner), code)).status).toBe(200)
  })

  it('proves its owner anew within a session, once', async () => {
    const holder = await addHolder(worker, root)
    const browser = visitor(worker)
    await signIn(browser, holder, { code: codeAt(holder.uri) })
    passTime(minutes(16))
    expect((await browser.post('/api/factors/recovery', {})).body.code).toBe('step_up_required')
    const proof = { method: 'pass', code: await renewed(holder) }
    expect((await browser.post('/api/session/step-up', proof)).status).toBe(200)
    expect((await browser.post('/api/session/step-up', proof)).body.code).toBe('invalid_code')
    expect((await inOneStep(holder, proof.code)).body.code).toBe('invalid_code')
    expect((await browser.post('/api/factors/recovery', {})).status).toBe(201)
  })

  it.each<[string, (holder: Person) => Promise<unknown>]>([
    ['with a reset', ({ id }) => root.post(`/api/admin/users/${id}/reset`, { targets: ['totp'] })],
    ['with the next one', (holder) => passFor(holder)],
    [
      'with its time',
      ({ id }) => change('UPDATE one_time_code SET expires_at = 0 WHERE user_id = ?', id),
    ],
    [
      'with its owner’s leave',
      ({ id }) => root.patch(`/api/admin/users/${id}`, { disabled: true }),
    ],
  ])('dies %s, be it between reading and writing', async (_, happens) => {
    const holder = await addHolder(worker, root, { mfaRequired: true })
    const code = await passFor(holder)
    const browser = await hold(worker, holder)
    const raced = await between(
      worker,
      2,
      () => show(browser, code),
      () => happens(holder),
    )
    expect([raced.status, await sessionStatus(browser)]).toEqual([401, 401])
    expect((await inOneStep(holder, code)).body.status).not.toBe('authenticated')
  })

  it('is no second password: it goes with the last factor that it stood in for', async () => {
    const holder = await addHolder(worker, root)
    const browser = visitor(worker)
    await signIn(browser, holder, { code: codeAt(holder.uri) })
    const code = await passFor(holder)
    const [factor] = await factorsOf(holder.id)
    expectStatus(await browser.delete(`/api/factors/${String(factor?.['id'])}`), 204)
    expectStatus(await root.patch(`/api/admin/users/${holder.id}`, { mfaRequired: true }), 200)
    const held = visitor(worker)
    expect((await signIn(held, holder, { code })).body.status).toBe('enrollment_required')
    expect((await show(held, code)).body.code).toBe('enrollment_required')
  })

  it('opens again what was guessed at until it was suspended', async () => {
    const holder = await addHolder(worker, root)
    await change(
      `INSERT INTO attempt (subject, failures, not_before, since) VALUES (?, 50, 200000000000, 0)`,
      `factor:totp:${holder.id}`,
    )
    expect((await inOneStep(holder, codeAt(holder.uri))).body.code).toBe('factor_suspended')
    expect((await inOneStep(holder, await passFor(holder))).status).toBe(200)
    expect((await inOneStep(holder, codeAt(holder.uri))).status).toBe(200)
  })

  it('shown twenty times at once lets one in, with 200 ms to the database', async () => {
    const holder = await addHolder(worker, root)
    const code = await passFor(holder)
    const browsers: Client[] = []
    for (let n = 0; n < 20; n++) browsers.push(await hold(worker, holder))
    worker.d1.reset({ latencyMs: 200 })
    const answers = await Promise.all(browsers.map((browser) => show(browser, code)))
    worker.d1.reset()
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const sessions = await rows(
      `SELECT id FROM session WHERE user_id = ? AND amr LIKE '%mfa%'`,
      holder.id,
    )
    // The one that enrolled, and the one that the pass began.
    expect(sessions).toHaveLength(2)
  })

  it('is guessed at no faster than any other code', async () => {
    const holder = await addHolder(worker, root)
    const code = await passFor(holder)
    const browser = await hold(worker, holder)
    const statuses: number[] = []
    for (let n = 0; n < 11; n++) statuses.push((await show(browser, 'AAAA-BBBB-CCCC-DDDD')).status)
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429])
    expect((await show(browser, code)).status).toBe(429)
    passTime(30)
    expect((await show(browser, code)).status).toBe(200)
  })

  it('is made for nobody who has no factor, and by nobody for themselves', async () => {
    const person = await addPerson(root)
    await handOver(root, 'key', person)
    expect((await root.post(`/api/admin/users/${person.id}/pass`)).status).toBe(409)
    const { user } = (await root.get('/api/session')).body
    expect((await root.post(`/api/admin/users/${user.id}/pass`)).status).toBe(403)
  })
})

/** The administrator proves who they are as well: a quarter of an hour has passed. */
const renewed = async (holder: Person): Promise<string> => {
  const proof = { method: 'password', password: rootPassword }
  expectStatus(await root.post('/api/session/step-up', proof), 200)
  return passFor(holder)
}
