import { describe, expect, it } from 'vitest'
import { minutes, pass } from '../support/clock.ts'
import type { Client } from '../support/client.ts'
import { change, dump } from '../support/database.ts'
import { begin, confirm, factorsOf, heldToEnroll } from '../support/enrollment.ts'
import {
  addHolder,
  addPerson,
  between,
  enroll,
  enrollHere,
  expectStatus,
  hold,
  house,
  signIn,
  visitor,
} from '../support/people.ts'
import { codeAt, wrongCodeAt } from '../support/totp.ts'

const { worker, root } = house()

describe('a new key counts once a code of it is confirmed', () => {
  it('not before, and an abandoned one neither locks out nor lets in', async () => {
    const person = await addPerson(root)
    const browser = visitor(worker)
    await signIn(browser, person)
    const started = await begin(browser)
    expect((await signIn(visitor(worker), person)).body.status).toBe('authenticated')
    expect((await confirm(browser, started, wrongCodeAt(started.uri))).status).toBe(401)
    expect(await factorsOf(person.id)).toEqual([])
    expect((await confirm(browser, started)).status).toBe(200)
    expect((await signIn(visitor(worker), person)).body.status).toBe('factor_required')
  })

  it('within a quarter of an hour, and only the newest of those begun', async () => {
    const { browser } = await heldToEnroll(worker, root)
    const [first, second] = [await begin(browser), await begin(browser)]
    expect((await confirm(browser, first)).status).toBe(404)
    expect((await confirm(browser, second)).status).toBe(200)
    const signedIn = visitor(worker)
    await signIn(signedIn, await addPerson(root))
    const late = await begin(signedIn)
    pass(minutes(15) + 1)
    expect((await confirm(signedIn, late)).status).not.toBe(200)
  })

  it('guesses at the first code are throttled like any others', async () => {
    const { browser } = await heldToEnroll(worker, root)
    const started = await begin(browser)
    const wrong = wrongCodeAt(started.uri)
    const statuses = []
    for (let n = 0; n < 11; n++) statuses.push((await confirm(browser, started, wrong)).status)
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429])
    expect((await confirm(browser, started)).status).toBe(429)
  })

  it('is another’s business for nobody: a stranger finds no such key to confirm', async () => {
    const { browser } = await heldToEnroll(worker, root)
    const started = await begin(browser)
    const { browser: stranger } = await heldToEnroll(worker, root)
    expect((await confirm(stranger, started)).status).toBe(404)
    expect((await confirm(browser, started)).status).toBe(200)
  })
})

describe('E01 K04 whoever knows the password and not the factor', () => {
  it('reaches no factor route from a pending login that has a factor', async () => {
    const holder = await addHolder(worker, root)
    const browser = await hold(worker, holder)
    const [factor] = await factorsOf(holder.id)
    const answers = [
      await browser.get('/api/factors'),
      await browser.post('/api/factors/totp', {}),
      await browser.delete(`/api/factors/${String(factor?.['id'])}`),
      await browser.post('/api/factors/recovery', {}),
    ]
    for (const { status } of answers) expect([401, 403]).toContain(status)
    expect(await factorsOf(holder.id)).toHaveLength(1)
  })

  it('cannot use a pending enrollment that was opened before its owner enrolled', async () => {
    const { person, browser: attacker } = await heldToEnroll(worker, root)
    const started = await begin(attacker)
    await enroll(visitor(worker), person)
    expect((await confirm(attacker, started)).status).not.toBe(200)
    expect((await attacker.post('/api/factors/totp', {})).status).not.toBe(201)
    expect((await attacker.get('/api/session')).status).toBe(401)
    expect(await factorsOf(person.id)).toHaveLength(1)
  })

  it('and its owner at the same moment are not both let in', async () => {
    const { person, browser: owner } = await heldToEnroll(worker, root)
    const attacker = visitor(worker)
    await signIn(attacker, person)
    worker.d1.reset({ latencyMs: 100 })
    const each = async (browser: Client) => {
      const started = await begin(browser)
      return confirm(browser, started)
    }
    const answers = await Promise.allSettled([each(owner), each(attacker)])
    const accepted = answers.filter((one) => one.status === 'fulfilled' && one.value.status === 200)
    expect(accepted.length).toBeLessThanOrEqual(1)
    expect((await factorsOf(person.id)).length).toBeLessThanOrEqual(1)
  })
})

describe('a session that proved nothing but the password', () => {
  it('adds no key of its own once its owner has a first factor, be it between reading and writing', async () => {
    const person = await addPerson(root)
    const thief = visitor(worker)
    await signIn(thief, person)
    const started = await begin(thief)
    const answer = await between(
      worker,
      3,
      () => confirm(thief, started),
      // Of another kind: one of the same kind would have retired the thief's key at once.
      () =>
        change(
          `INSERT INTO factor (id, user_id, method, name, created_at, confirmed_at)
           VALUES ('owned', ?, 'other', '', 0, 0)`,
          person.id,
        ),
    )
    expect([answer.status, answer.setCookies]).toEqual([401, []])
    expect(await factorsOf(person.id)).toEqual([{ id: 'owned' }])
    expect((await thief.post('/api/factors/totp', {})).body.code).toBe('step_up_required')
  })

  it('nor where its owner enrolls, by the same door, while its own first code is on the way', async () => {
    const person = await addPerson(root)
    const [thief, owner] = [visitor(worker), visitor(worker)]
    await signIn(thief, person)
    await signIn(owner, person)
    const started = await begin(thief)
    const answer = await between(
      worker,
      3,
      () => confirm(thief, started),
      () => enrollHere(owner),
    )
    expect([answer.status, answer.setCookies]).toEqual([401, []])
    expect(await factorsOf(person.id)).toHaveLength(1)
    expect((await thief.get('/api/session')).status).toBe(401)
  })

  it('ends when the first factor is enrolled elsewhere; who has one keeps the sessions that proved it', async () => {
    const person = await addPerson(root)
    const [here, elsewhere] = [visitor(worker), visitor(worker)]
    await signIn(here, person)
    await signIn(elsewhere, person)
    const uri = await enrollHere(here)
    expect((await elsewhere.get('/api/session')).status).toBe(401)
    expect((await here.get('/api/session')).status).toBe(200)
    const proved = visitor(worker)
    await signIn(proved, person, { code: codeAt(uri) })
    await enrollHere(here)
    expect((await proved.get('/api/session')).status).toBe(200)
  })
})

describe('a pending login and a session of another person in one browser', () => {
  it('never puts the key of the one into the account of the other', async () => {
    const [first, second] = [await addPerson(root), await addPerson(root, { mfaRequired: true })]
    const browser = visitor(worker)
    await signIn(browser, first)
    await signIn(browser, second)
    const started = await browser.post('/api/factors/totp', {})
    if (started.status === 201) await confirm(browser, started.body)
    expect(await factorsOf(first.id)).toEqual([])
    expect((await browser.get('/api/session')).body.user?.username).not.toBe(first.username)
  })
})

describe('E07 the key is seen once', () => {
  it('in the answer that makes it, never again, nor in the database', async () => {
    const { person, browser } = await heldToEnroll(worker, root)
    const started = await begin(browser)
    expectStatus(await confirm(browser, started), 200)
    const seen = [
      await browser.get('/api/factors'),
      await browser.get('/api/session'),
      await browser.get(`/api/factors/totp/${started.id}`),
      await browser.get('/api/factors/totp'),
      await confirm(browser, started, codeAt(started.uri, Date.now(), 1)),
      await root.get('/api/admin/users'),
    ]
    for (const { body } of seen) expect(JSON.stringify(body)).not.toContain(started.secret)
    expect(await dump()).not.toContain(started.secret)
    expect((await factorsOf(person.id))[0]?.['id']).toBe(started.id)
  })
})
