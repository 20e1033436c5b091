import { describe, expect, it } from 'vitest'
import { hours, minutes, pass } from '../support/clock.ts'
import type { Client } from '../support/client.ts'
import { auditOf, change, rows } from '../support/database.ts'
import { begin, factorsOf } from '../support/enrollment.ts'
import {
  addHolder,
  addPerson,
  askedOf,
  between,
  enrollHere,
  expectStatus,
  hold,
  type Holder,
  house,
  knownCookie,
  newNetwork,
  password,
  type Person,
  sessionCookie,
  sessionStatus,
  signedIn,
  signIn,
  thiefOf,
  trustedBrowserOf,
  typeCode,
  visitor,
} from '../support/people.ts'
import { forgetPolicy, handOver, setSettings } from '../support/policy.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()

const next = 'a meadow of seven larks'
const choose = (browser: Client, more: object = {}) =>
  browser.post('/api/password', { current: password, next, ...more })

/** Signed in with the code of this step. */
const provedBrowserOf = async (holder: Holder): Promise<Client> => {
  const browser = visitor(worker)
  expectStatus(await signIn(browser, holder, { code: codeAt(holder.uri) }), 200)
  return browser
}
const renamed = <P extends Person>(person: P): P => ({ ...person, password: next })

describe('a new password', () => {
  it('is the only one from then on, and this session goes on under another token', async () => {
    const person = await addPerson(root)
    const browser = await signedIn(worker, person)
    const copy = thiefOf(worker, browser)
    const before = browser.cookies.get(sessionCookie)?.value
    const answer = await choose(browser)
    expect([answer.status, answer.body.status]).toEqual([200, 'authenticated'])
    expect(browser.cookies.get(sessionCookie)?.value).not.toBe(before)
    expect(await sessionStatus(browser)).toBe(200)
    expect(await sessionStatus(copy)).toBe(401)
    expect((await signIn(visitor(worker), person)).body.code).toBe('invalid_credentials')
    expect(await askedOf(visitor(worker), renamed(person))).toBe('authenticated')
    expect(await auditOf(person.id)).toContain('password-changed done')
  })

  it('does not prolong the session that chose it', async () => {
    const person = await addPerson(root)
    const browser = await signedIn(worker, person)
    const { expiresAt } = (await browser.get('/api/session')).body
    pass(minutes(10))
    const [cookie] = (await choose(browser)).setCookies
    expect((await browser.get('/api/session')).body.expiresAt).toBe(expiresAt)
    expect(Number(cookie?.attributes['max-age'])).toBe(hours(12) - minutes(10))
  })

  it('K06 ends everything else: sessions, trust, known browsers, logins on their way, what was handed over', async () => {
    const holder = await addHolder(worker, root)
    const trusted = await trustedBrowserOf(worker, holder, newNetwork(), 0)
    const pending = await hold(worker, holder)
    const handed = await handOver(root, 'pass', holder)
    pass(30)
    const browser = await provedBrowserOf(holder)
    expectStatus(await choose(browser), 200)
    expect(await sessionStatus(browser)).toBe(200)
    expect(await sessionStatus(trusted)).toBe(401)
    expect(await askedOf(trusted, renamed(holder))).toBe('factor_required')
    const code = codeAt(holder.uri, Date.now(), 1)
    expect((await typeCode(pending, code)).status).toBe(401)
    const withPass = await signIn(visitor(worker), renamed(holder), { code: handed.code })
    expect(withPass.body.code).toBe('invalid_code')
    // Of the browsers that were known, none is under the new stamp.
    const known = await rows(
      `SELECT known_browser.id FROM known_browser JOIN user ON user.id = user_id
       WHERE user.id = ? AND known_browser.security_stamp = user.security_stamp`,
      holder.id,
    )
    expect(known).toEqual([])
    expect((await signIn(visitor(worker), renamed(holder), { code })).status).toBe(200)
  })

  it('leaves the factors as they are, unless it is told', async () => {
    const holder = await addHolder(worker, root)
    const browser = await provedBrowserOf(holder)
    const before = await factorsOf(holder.id)
    expectStatus(await choose(browser, { resetFactors: false }), 200)
    expect(await factorsOf(holder.id)).toEqual(before)
  })

  it('is refused with what is wrong with it, and nothing has changed', async () => {
    const person = await addPerson(root)
    const browser = await signedIn(worker, person)
    const twice = `${person.username}${person.username}`
    for (const bad of ['seven c', 'qwertyuiop', twice, password, 'x'.repeat(257), '']) {
      const answer = await choose(browser, { next: bad })
      expect([bad, answer.status, answer.body.field]).toEqual([bad, 400, 'next'])
    }
    expect(await sessionStatus(browser)).toBe(200)
    expect(await askedOf(visitor(worker), person)).toBe('authenticated')
  })

  it('needs the current one: guesses are counted within this session, and audited', async () => {
    const person = await addPerson(root)
    const browser = await signedIn(worker, person)
    // A thief of the session alone: nothing says that this browser is known.
    browser.cookies.delete(knownCookie)
    const statuses: number[] = []
    for (let n = 0; n < 11; n++)
      statuses.push((await choose(browser, { current: 'not the password' })).status)
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429])
    expect((await choose(browser)).status).toBe(429)
    const log = await auditOf(person.id)
    const wrong = log.filter((line) => line === 'password-changed password:wrong-password')
    expect(wrong).toHaveLength(10)
    // Nobody is shut out at the door by it.
    const elsewhere = await signedIn(worker, person)
    expect(await sessionStatus(elsewhere)).toBe(200)
    pass(30)
    expect((await choose(browser)).status).toBe(200)
  })

  it('R21 needs a proof that is fresh: of the factor, where there is one', async () => {
    const holder = await addHolder(worker, root)
    const trusted = await trustedBrowserOf(worker, holder)
    await trusted.post('/api/logout')
    expect(await askedOf(trusted, holder)).toBe('authenticated')
    expect((await choose(trusted)).body.code).toBe('step_up_required')
    pass(minutes(15))
    const browser = await provedBrowserOf(holder)
    pass(minutes(15))
    expect((await choose(browser)).body.code).toBe('step_up_required')
    expect(await askedOf(visitor(worker), holder)).toBe('factor_required')
  })

  it.each<[string, (person: Person, elsewhere: Client) => Promise<unknown>]>([
    ['the session was ended', (_, elsewhere) => elsewhere.delete('/api/sessions')],
    [
      'the password was reset',
      ({ id }) => change('UPDATE user SET security_stamp = security_stamp + 1 WHERE id = ?', id),
    ],
    [
      'the person was disabled',
      ({ id }) => root.patch(`/api/admin/users/${id}`, { disabled: true }),
    ],
  ])('is not written where meanwhile %s', async (_, happens) => {
    const person = await addPerson(root)
    const [browser, elsewhere] = [await signedIn(worker, person), await signedIn(worker, person)]
    const raced = await between(
      worker,
      3,
      () => choose(browser),
      () => happens(person, elsewhere),
    )
    expect(raced.status).not.toBe(200)
    expect(await sessionStatus(browser)).toBe(401)
    await root.patch(`/api/admin/users/${person.id}`, { disabled: false })
    expect((await signIn(visitor(worker), renamed(person))).body.code).toBe('invalid_credentials')
  })

  it('is one, though two are chosen at the same moment', async () => {
    const person = await addPerson(root)
    const [one, other] = [await signedIn(worker, person), await signedIn(worker, person)]
    worker.d1.reset({ latencyMs: 100 })
    const answers = await Promise.all([
      choose(one),
      choose(other, { next: 'an orchard of nine owls' }),
    ])
    worker.d1.reset()
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const alive = [await sessionStatus(one), await sessionStatus(other)]
    expect(alive.filter((status) => status === 200)).toHaveLength(1)
  })
})

describe('a new password that takes the second factors along', () => {
  const reset = { resetFactors: true }

  it('takes them all, with the recovery codes; who need not have one stays signed in', async () => {
    const holder = await addHolder(worker, root)
    const browser = await provedBrowserOf(holder)
    const { codes } = expectStatus(await browser.post('/api/factors/recovery', {}), 201).body
    await enrollHere(browser)
    const answer = await choose(browser, reset)
    expect(answer.body).toEqual({ status: 'authenticated' })
    expect(await sessionStatus(browser)).toBe(200)
    expect(await factorsOf(holder.id)).toEqual([])
    const left = await rows(
      'SELECT recovery_code.id FROM recovery_code JOIN factor ON factor.id = factor_id WHERE user_id = ?',
      holder.id,
    )
    expect(left).toEqual([])
    expect(await auditOf(holder.id)).toContain('password-changed factors-reset')
    const again = await signIn(visitor(worker), renamed(holder), { code: codes[0] })
    expect(again.body.status).toBe('authenticated')
  })

  it('signs out who must have one: they set one up at the next sign-in', async () => {
    const holder = await addHolder(worker, root, { mfaRequired: true })
    const browser = await provedBrowserOf(holder)
    const answer = await choose(browser, reset)
    expect(answer.body).toEqual({ status: 'signed_out' })
    expect(browser.cookies.has(sessionCookie)).toBe(false)
    expect(
      await rows(
        `SELECT session.id FROM session JOIN user ON user.id = user_id WHERE user.id = ? AND session.security_stamp = user.security_stamp`,
        holder.id,
      ),
    ).toEqual([])
    const again = visitor(worker)
    expect(await askedOf(again, renamed(holder))).toBe('enrollment_required')
    await enrollHere(again)
    expect(await sessionStatus(again)).toBe(200)
  })

  it('is refused to who could not come back: they would need a ticket', async () => {
    const holder = await addHolder(worker, root, { mfaRequired: true })
    const browser = await provedBrowserOf(holder)
    await setSettings(root, { 'enrollment.at_login': 'ticket' })
    const answer = await choose(browser, reset)
    expect([answer.body.code, answer.body.field]).toEqual(['conflict', 'resetFactors'])
    await forgetPolicy()
    expect(await factorsOf(holder.id)).toHaveLength(1)
    expect(await askedOf(visitor(worker), holder)).toBe('factor_required')
  })

  it('has something to take: a key that waits for its first code stays', async () => {
    const person = await addPerson(root)
    const browser = await signedIn(worker, person)
    const { uri } = await handOver(root, 'key', person)
    expect((await choose(browser, reset)).body.field).toBe('resetFactors')
    expectStatus(await choose(browser), 200)
    const proof = { method: 'totp', code: codeAt(uri) }
    expect((await browser.post('/api/session/step-up', proof)).status).toBe(200)
    expect(await askedOf(visitor(worker), renamed(person))).toBe('factor_required')
  })

  it('is not for a session in which the factor was not proved', async () => {
    const holder = await addHolder(worker, root)
    const browser = await trustedBrowserOf(worker, holder)
    await browser.post('/api/logout')
    await signIn(browser, holder)
    expect((await choose(browser, reset)).body.code).toBe('step_up_required')
    expect(await factorsOf(holder.id)).toHaveLength(1)
  })
})

describe('who must choose a new password', () => {
  it('gets nowhere else until they did', async () => {
    const person = await addPerson(root, { mustChangePassword: true })
    const browser = visitor(worker)
    expect(await askedOf(browser, person)).toBe('authenticated')
    expect((await browser.get('/api/session')).body.mustChangePassword).toBe(true)
    const id = crypto.randomUUID()
    const answers = [
      await browser.get('/api/profile'),
      await browser.patch('/api/profile', { displayName: 'x' }),
      await browser.get('/api/activity'),
      await browser.post('/api/activity/not-me'),
      await browser.get('/api/sessions'),
      await browser.delete('/api/sessions'),
      await browser.delete(`/api/sessions/${id}`),
      await browser.get('/api/trusted-browsers'),
      await browser.delete('/api/trusted-browsers'),
      await browser.post('/api/factors/totp', {}),
      await browser.post(`/api/factors/totp/${id}/confirm`, { code: '123456' }),
      await browser.patch(`/api/factors/${id}`, { name: 'x' }),
      await browser.delete(`/api/factors/${id}`),
      await browser.post('/api/factors/recovery', {}),
      await browser.post('/api/provisioning'),
    ]
    expect(answers.map(({ body }) => body.code)).toEqual(
      answers.map(() => 'password_change_required'),
    )
    // The page that asks for it says what would go along.
    expect((await browser.get('/api/factors')).status).toBe(200)
    const same = await choose(browser, { next: password })
    expect(same.body.code).toBe('malformed_request')
    expectStatus(await choose(browser), 200)
    expect((await browser.get('/api/session')).body.mustChangePassword).toBe(false)
    expect((await browser.get('/api/profile')).status).toBe(200)
    await begin(browser)
  })

  it('is nobody’s super admin meanwhile: the console is shut as well', async () => {
    const person = await addPerson(root, { role: 'super_admin', mustChangePassword: true })
    const browser = await signedIn(worker, person)
    const answers = [
      await browser.get('/api/admin/users'),
      await browser.get('/api/admin/settings'),
      await browser.patch('/api/admin/settings', { 'trust.days': 1 }),
      await browser.post('/api/admin/users', {}),
    ]
    expect(answers.map(({ body }) => body.code)).toEqual(
      answers.map(() => 'password_change_required'),
    )
    expectStatus(await root.delete(`/api/admin/users/${person.id}`), 204)
  })
})
