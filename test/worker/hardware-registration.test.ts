import { afterEach, describe, expect, it } from 'vitest'
import { minutes, pass } from '../support/clock.ts'
import type { Client } from '../support/client.ts'
import { auditOf, change, factorFailures, rows } from '../support/database.ts'
import { factorsOf, heldToEnroll } from '../support/enrollment.ts'
import { addToken, giveToken, type Token, wrongCodeOf } from '../support/hardware.ts'
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
  visitor,
} from '../support/people.ts'
import { addGroup, forgetPolicy, handOver, setSettings } from '../support/policy.ts'

const { worker, root } = house()
afterEach(async () => {
  await forgetPolicy()
  await change('DELETE FROM token_series')
})

const register = (browser: Client, serial: string, code: string, more: object = {}) =>
  browser.post('/api/factors/hardware', { serial, code, ...more })

const ownerOf = async ({ id }: Token): Promise<unknown> => {
  const [row] = await rows(
    `SELECT user_id FROM hardware_token LEFT JOIN factor ON factor.id = factor_id
     WHERE hardware_token.id = ?`,
    id,
  )
  return row?.['user_id']
}

describe('who must have a factor and holds a token', () => {
  it('registers it at the door by its serial and a code, which is spent; the next one opens', async () => {
    const token = await addToken()
    const { person, browser } = await heldToEnroll(worker, root)
    expect((await browser.get('/api/login')).body.methods).toContain('hardware')
    const done = await register(browser, token.serial, token.code(), { trust: true })
    expect([done.status, done.body]).toEqual([200, { status: 'authenticated' }])
    expect((await browser.get('/api/session')).body.amr).toEqual(['pwd', 'otp', 'mfa'])
    expect(await ownerOf(token)).toBe(person.id)
    expect((await browser.get('/api/factors')).body.factors).toMatchObject([
      { method: 'hardware', name: `Hardware token ${token.serial}`, state: 'confirmed' },
    ])
    expect((await browser.post('/api/factors/recovery', {})).status).toBe(201)
    expect(await askedOf(browser, person)).toBe('authenticated')
    const again = (code: string) => signIn(visitor(worker), person, { code })
    expect((await again(token.code())).body.code).toBe('invalid_code')
    expect((await again(token.code(1))).status).toBe(200)
    expect(await auditOf(person.id)).toContain('factor-enrolled hardware')
  })

  it('after a ticket too, and not before one', async () => {
    const token = await addToken()
    await setSettings(root, { 'enrollment.at_login': 'ticket' })
    const person = await addPerson(root, { mfaRequired: true })
    const browser = visitor(worker)
    expect((await signIn(browser, person)).body).toMatchObject({ ticketRequired: true })
    expect((await register(browser, token.serial, token.code())).status).toBe(403)
    const { code: ticket } = await handOver(root, 'ticket', person)
    expectStatus(await browser.post('/api/login/ticket', { ticket }), 200)
    expect((await register(browser, token.serial, token.code())).status).toBe(200)
  })

  it('in whatever way the serial is written, and by two codes where its clock is off', async () => {
    const token = await addToken({ serial: 'Ab 00-12.34' })
    const { person, browser } = await heldToEnroll(worker, root)
    expect((await register(browser, 'ab001234', token.code(9))).status).toBe(401)
    const more = { nextCode: token.code(10) }
    expect((await register(browser, ' AB_001234 ', token.code(9), more)).status).toBe(200)
    expect((await signIn(visitor(worker), person, { code: token.code(11) })).status).toBe(200)
  })

  it('is offered it only while there is one that nobody holds', async () => {
    const offered = async (browser: Client) => [
      (await browser.get('/api/login')).body.methods.includes('hardware'),
      (await browser.get('/api/factors')).body.enrollable.includes('hardware'),
    ]
    const { browser } = await heldToEnroll(worker, root)
    expect(await offered(browser)).toEqual([false, false])
    await giveToken(await addPerson(root))
    expect(await offered(browser)).toEqual([false, false])
    await addToken()
    expect(await offered(browser)).toEqual([true, true])
  })
})

describe('who is signed in', () => {
  it('adds one where self-enrollment is allowed, and what proved them is fresh', async () => {
    const holder = await addHolder(worker, root)
    const token = await addToken()
    const browser = visitor(worker)
    const other = await giveToken(holder)
    await signIn(browser, holder, { code: other.code() })
    await addGroup(root, { allow_2fa_self_enrollment: false }, { members: [holder] })
    expect((await register(browser, token.serial, token.code())).body.code).toBe('forbidden')
    await forgetPolicy()
    pass(minutes(16))
    expect((await register(browser, token.serial, token.code())).body.code).toBe('step_up_required')
    await browser.post('/api/session/step-up', { method: 'hardware', code: other.code() })
    const done = await register(browser, token.serial, token.code())
    expect([done.status, done.body]).toEqual([200, { status: 'enrolled' }])
    expect(await sessionStatus(browser)).toBe(200)
    expect(await factorsOf(holder.id)).toHaveLength(3)
  })

  it('but not past a factor that was not proved, nor where the kind is not allowed', async () => {
    const holder = await addHolder(worker, root)
    const token = await addToken()
    const pending = await hold(worker, holder)
    expect((await register(pending, token.serial, token.code())).status).toBe(403)
    const person = await addPerson(root)
    const browser = await signedIn(worker, person)
    await addGroup(root, { allow_hardware_2fa: false }, { members: [person] })
    expect((await register(browser, token.serial, token.code())).body.code).toBe(
      'factor_not_allowed',
    )
    expect((await browser.get('/api/factors')).body.enrollable).not.toContain('hardware')
    expect(await ownerOf(token)).toBeNull()
  })
})

describe('S08 T11 whoever does not hold a free token', () => {
  it('is told nothing: wrong code, unknown, taken and impossible serials answer alike', async () => {
    const [free, taken] = [await addToken(), await giveToken(await addPerson(root))]
    const { person, browser } = await heldToEnroll(worker, root)
    const seen = async (serial: string, code: string) => {
      worker.d1.reset()
      const { status, body, headers } = await register(browser, serial, code)
      const names = [...headers.keys()].toSorted().join()
      return [status, JSON.stringify(body), names, worker.d1.trips()]
    }
    const [first, ...others] = [
      await seen(free.serial, wrongCodeOf(free)),
      await seen('NOSUCH123', free.code()),
      await seen(taken.serial, taken.code()),
      await seen('=cmd|1', free.code()),
      await seen('<img onerror>', free.code()),
    ]
    expect([first?.[0], first?.[3]]).toEqual([401, 2])
    for (const other of others) expect(other).toEqual(first)
    expect(await factorFailures(person.id, 'serial')).toBe(5)
    expect((await auditOf(person.id)).slice(-5)).toEqual([
      'factor-enrolled hardware:no-match',
      'factor-enrolled hardware:no-token',
      'factor-enrolled hardware:token-taken',
      'factor-enrolled hardware:no-token',
      'factor-enrolled hardware:no-token',
    ])
    expect((await register(browser, 'x'.repeat(65), free.code())).status).toBe(400)
    expect(await ownerOf(taken)).not.toBe(person.id)
    expectStatus(await register(browser, free.serial, free.code()), 200)
    const { items } = (await browser.get('/api/activity')).body
    const told = items.filter(({ action }: { action: string }) => action === 'factor-enrolled')
    expect(new Set(told.map(({ outcome }: { outcome: string }) => outcome))).toEqual(
      new Set(['hardware', 'hardware:no-match']),
    )
  })

  it('walks through ten serials, and then waits: nobody reads on which there are', async () => {
    const token = await addToken()
    const { person, browser } = await heldToEnroll(worker, root)
    const statuses: number[] = []
    for (let n = 0; n < 12; n++)
      statuses.push((await register(browser, `HT9${n}`, '123456')).status)
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429])
    expect((await register(browser, token.serial, token.code())).status).toBe(429)
    expect(await ownerOf(token)).toBeNull()
    // Beginning anew gains nothing.
    const anew = visitor(worker)
    await signIn(anew, person)
    expect((await register(anew, token.serial, token.code())).status).toBe(429)
    const { locks } = (await root.get(`/api/admin/users/${person.id}`)).body
    expect(locks).toMatchObject([{ what: 'hardware' }])
    expectStatus(await root.post(`/api/admin/users/${person.id}/unlock`), 204)
    expect((await register(anew, token.serial, token.code())).status).toBe(200)
  })

  it('is forgiven nothing by signing in with a token of their own, which serials do not shut', async () => {
    const person = await addPerson(root)
    const own = await giveToken(person)
    const browser = visitor(worker)
    expectStatus(await signIn(browser, person, { code: own.code() }), 200)
    for (let n = 0; n < 10; n++) await register(browser, `HT8${n}`, '123456')
    const proof = { method: 'hardware', code: own.code(1) }
    expectStatus(await browser.post('/api/session/step-up', proof), 200)
    expect((await register(browser, 'HT8', '123456')).status).toBe(429)
  })

  it('gets no token whose code was used before it went back', async () => {
    const token = await addToken()
    const { person, browser } = await heldToEnroll(worker, root)
    expectStatus(await register(browser, token.serial, token.code()), 200)
    expectStatus(await root.post(`/api/admin/hardware-tokens/${token.id}/unassign`), 200)
    const { person: next, browser: door } = await heldToEnroll(worker, root)
    expect((await register(door, token.serial, token.code())).body.code).toBe('invalid_code')
    expect((await register(door, token.serial, token.code(1))).status).toBe(200)
    expect(await ownerOf(token)).toBe(next.id)
    expect(await factorsOf(person.id)).toEqual([])
  })
})

describe('two at once', () => {
  it.each([
    ['the same code', 0],
    ['codes that follow one another', 1],
  ])('with %s of one token: exactly one gets it', async (_, away) => {
    const token = await addToken()
    const [a, b] = [await heldToEnroll(worker, root), await heldToEnroll(worker, root)]
    worker.d1.reset({ latencyMs: 200 })
    const answers = await Promise.all([
      register(a.browser, token.serial, token.code()),
      register(b.browser, token.serial, token.code(away)),
    ])
    worker.d1.reset()
    expect(answers.map(({ status }) => status).toSorted((x, y) => x - y)).toEqual([200, 401])
    const [winner, loser] = answers[0].status === 200 ? [a, b] : [b, a]
    expect(await ownerOf(token)).toBe(winner.person.id)
    expect(await factorsOf(loser.person.id)).toEqual([])
    expect(await sessionStatus(loser.browser)).toBe(401)
    expect(answers.find(({ status }) => status === 401)?.body.code).toBe('invalid_code')
  })

  it.each([
    [
      'assigned',
      (token: Token, id: string) =>
        root.post(`/api/admin/hardware-tokens/${token.id}/assign`, { userId: id }),
    ],
    ['deleted', (token: Token) => root.delete(`/api/admin/hardware-tokens/${token.id}`)],
    [
      'of a kind no longer allowed',
      (_: Token, __: string, me: { id: string; username: string; password: string }) =>
        addGroup(root, { allow_hardware_2fa: false }, { members: [me] }),
    ],
  ])('a token that is %s between reading and writing goes to nobody', async (_, happens) => {
    const token = await addToken()
    const other = await addPerson(root)
    const { person, browser } = await heldToEnroll(worker, root)
    const answer = await between(
      worker,
      2,
      () => register(browser, token.serial, token.code()),
      () => happens(token, other.id, person),
    )
    expect(answer.status).toBe(401)
    expect(await sessionStatus(browser)).toBe(401)
    expect(await factorsOf(person.id)).toEqual([])
    expect([null, undefined, other.id]).toContain(await ownerOf(token))
  })
})

describe('T12 an answer that is lost', () => {
  it.each(['before', 'after'] as const)('%s the writing, begins no session', async (fault) => {
    const token = await addToken()
    const { person, browser } = await heldToEnroll(worker, root)
    worker.d1.reset({ faults: { 2: fault } })
    const lost = await register(browser, token.serial, token.code())
    worker.d1.reset()
    expect([lost.status, lost.setCookies]).toEqual([500, []])
    expect(await ownerOf(token)).toBe(fault === 'before' ? null : person.id)
    const door = visitor(worker)
    const again = {
      before: () => register(door, token.serial, token.code()),
      after: () => door.post('/api/login/factor', { method: 'hardware', code: token.code(1) }),
    }
    await signIn(door, person)
    expect((await again[fault]()).body.status).toBe('authenticated')
  })
})
