import { afterEach, describe, expect, it } from 'vitest'
import { pass } from '../support/clock.ts'
import type { Client } from '../support/client.ts'
import { auditOf, change, factorFailures, rows } from '../support/database.ts'
import { addToken, giveToken, type Token, wrongCodeOf } from '../support/hardware.ts'
import {
  addHolder,
  addPerson,
  askedOf,
  between,
  hold,
  house,
  type Person,
  sessionStatus,
  signedIn,
  signIn,
  visitor,
} from '../support/people.ts'
import { addGroup, forgetPolicy, setSettings } from '../support/policy.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()
afterEach(forgetPolicy)

const inOneStep = (person: Person, code: string) => signIn(visitor(worker), person, { code })
const type = (browser: Client, code: string, nextCode?: string) =>
  browser.post('/api/login/factor', { method: 'hardware', code, nextCode })

/** A person with a token, of which no code was ever used. */
const addTokenHolder = async (making: Parameters<typeof giveToken>[1] = {}) => {
  const person = await addPerson(root)
  return { person, token: await giveToken(person, making) }
}

const driftOf = async ({ id }: Token) =>
  (await rows('SELECT drift FROM hardware_token WHERE id = ?', id))[0]?.['drift']
const learn = ({ id }: Token, drift: number) =>
  change('UPDATE hardware_token SET drift = ? WHERE id = ?', drift, id)

describe('signing in with a hardware token', () => {
  it('R16 takes codes of every algorithm, length and period', async () => {
    const { person, token: first } = await addTokenHolder()
    const browser = await hold(worker, person)
    expect((await browser.get('/api/login')).body.methods).toEqual(['hardware'])
    expect((await type(browser, wrongCodeOf(first))).body.code).toBe('invalid_code')
    expect((await type(browser, first.code())).status).toBe(200)
    expect((await browser.get('/api/session')).body.amr).toEqual(['pwd', 'otp', 'mfa'])
    const serials = [first.serial]
    for (const algorithm of ['SHA1', 'SHA256', 'SHA512'] as const)
      for (const digits of [6, 8] as const)
        for (const period of [30, 60] as const) {
          const token = await giveToken(person, { algorithm, digits, period })
          const proof = { method: 'hardware', code: token.code() }
          expect((await browser.post('/api/session/step-up', proof)).status).toBe(200)
          serials.push(token.serial)
        }
    const { factors } = (await browser.get('/api/factors')).body
    expect(factors.map(({ serial }: { serial: string }) => serial).toSorted()).toEqual(serials)
  })

  it('T01 a code twice, also by ten at once with latency: one gets in', async () => {
    const { person, token } = await addTokenHolder()
    const browsers: Client[] = []
    for (let n = 0; n < 10; n++) browsers.push(await hold(worker, person))
    worker.d1.reset({ latencyMs: 50 })
    const answers = await Promise.all(browsers.map((one) => type(one, token.code())))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    worker.d1.reset()
    expect((await inOneStep(person, token.code())).status).not.toBe(200)
  })

  it('T02 T03 nor elsewhere, nor an earlier one', async () => {
    const { person, token } = await addTokenHolder()
    const browser = visitor(worker)
    expect((await signIn(browser, person, { code: token.code(1) })).status).toBe(200)
    const prove = (code: string) =>
      browser.post('/api/session/step-up', { method: 'hardware', code })
    for (const code of [token.code(1), token.code(), token.code(-1)])
      expect((await prove(code)).body.code).toBe('invalid_code')
    const former = token.code(1)
    pass(60)
    const resync = { code: former, nextCode: token.code() }
    expect(
      (await browser.post(`/api/factors/hardware/${token.factorId}/resync`, resync)).status,
    ).toBe(401)
    expect((await prove(token.code())).status).toBe(200)
  })

  it('T04 looks as far as the setting says, by the server’s clock alone', async () => {
    const { person, token } = await addTokenHolder()
    const headers = { date: new Date(Date.now() + 90_000).toUTCString() }
    for (const away of [-3, 3]) {
      const browser = await hold(worker, person)
      const body = { method: 'hardware', code: token.code(away) }
      expect((await browser.post('/api/login/factor', body, headers)).status).toBe(401)
      const more = { ...body, timestamp: Date.now() + 90_000 }
      expect((await browser.post('/api/login/factor', more)).status).toBe(400)
    }
    for (const away of [-2, 2]) expect((await inOneStep(person, token.code(away))).status).toBe(200)
    await setSettings(root, { 'hardware.drift_steps': 4 })
    expect((await inOneStep(person, token.code(4))).status).toBe(200)
  })

  it('learns how far the clock is off, and follows it; the true clock is right as well', async () => {
    const { person, token } = await addTokenHolder()
    expect((await inOneStep(person, token.code(2))).status).toBe(200)
    expect(await driftOf(token)).toBe(2)
    pass(86_400)
    expect((await inOneStep(person, token.code(4))).status).toBe(200)
    pass(86_400)
    expect((await inOneStep(person, token.code(7))).status).toBe(401)
    expect((await inOneStep(person, token.code(6))).status).toBe(200)
    pass(86_400)
    expect((await inOneStep(person, token.code(-2))).status).toBe(200)
    expect(await driftOf(token)).toBe(-2)
  })

  it('R14 never looks further than twenty steps away, whatever was learned', async () => {
    const { person, token } = await addTokenHolder()
    await setSettings(root, { 'hardware.drift_steps': 10 })
    await learn(token, 20)
    expect((await inOneStep(person, token.code(21))).status).toBe(401)
    expect((await inOneStep(person, token.code(20))).status).toBe(200)
  })
})

describe('who holds several tokens, or an authenticator beside', () => {
  it('is let in by any of them, at the cost of one attempt', async () => {
    const { person, token } = await addTokenHolder()
    const others = [await giveToken(person), await giveToken(person, { digits: 8, period: 60 })]
    expect((await inOneStep(person, wrongCodeOf(token))).status).toBe(401)
    expect(await factorFailures(person.id, 'hardware')).toBe(1)
    for (const one of [...others, token])
      expect((await inOneStep(person, one.code())).status).toBe(200)
    expect(await factorFailures(person.id, 'hardware')).toBe(0)
  })

  it('just types a code, of whichever; a wrong one counts once, and what is shut is passed by', async () => {
    const holder = await addHolder(worker, root)
    const token = await giveToken(holder)
    for (let n = 0; n < 3; n++) await inOneStep(holder, wrongCodeOf(token))
    const failures = async () => [
      await factorFailures(holder.id, 'totp'),
      await factorFailures(holder.id, 'hardware'),
    ]
    expect(await failures()).toEqual([3, 0])
    worker.d1.reset()
    expect((await inOneStep(holder, token.code(-1))).status).toBe(200)
    expect(worker.d1.trips()).toBe(2)
    expect(await failures()).toEqual([0, 0])
    expect((await inOneStep(holder, codeAt(holder.uri))).status).toBe(200)
    for (let n = 0; n < 12; n++) await inOneStep(holder, wrongCodeOf(token))
    expect(await failures()).toEqual([10, 2])
    expect((await inOneStep(holder, codeAt(holder.uri, Date.now(), 1))).status).toBe(401)
    expect((await inOneStep(holder, token.code())).status).toBe(200)
  })

  it('is asked for what policy accepts: a code of a kind taken away opens nothing', async () => {
    const holder = await addHolder(worker, root)
    const token = await giveToken(holder)
    await addGroup(root, { allow_hardware_2fa: false }, { members: [holder] })
    const browser = await hold(worker, holder)
    expect((await browser.get('/api/login')).body.methods).toEqual(['totp'])
    expect((await type(browser, token.code())).body.code).toBe('factor_not_allowed')
    expect((await inOneStep(holder, token.code())).body.code).toBe('invalid_code')
    expect((await inOneStep(holder, codeAt(holder.uri))).status).toBe(200)
  })

  it('taken away between reading and writing, lets nobody in', async () => {
    const { person, token } = await addTokenHolder()
    const browser = await hold(worker, person)
    const raced = await between(
      worker,
      2,
      () => type(browser, token.code()),
      () => addGroup(root, { allow_hardware_2fa: false }, { members: [person] }),
    )
    expect(raced.status).toBe(401)
    expect(await sessionStatus(browser)).toBe(401)
  })
})

describe('T08 R14 a token whose clock is far off', () => {
  it('is known by two codes in a row, as far as twenty steps away; both are spent', async () => {
    for (const away of [-20, 19]) {
      const { person, token } = await addTokenHolder()
      const browser = await hold(worker, person)
      expect((await type(browser, token.code(away))).status).toBe(401)
      expect((await type(browser, token.code(away), token.code(away + 1))).status).toBe(200)
      expect(await driftOf(token)).toBe(away + 1)
      for (const code of [token.code(away), token.code(away + 1)])
        expect((await inOneStep(person, code)).status).toBe(401)
      expect((await inOneStep(person, token.code(away + 2))).status).toBe(away < 0 ? 200 : 401)
    }
  })

  it('not by equal, reversed, distant, far or used ones, nor in any other form', async () => {
    const person = await addPerson(root)
    const browser = await signedIn(worker, person)
    const token = await giveToken(person)
    const resync = (code: string, nextCode: string) =>
      browser.post(`/api/factors/hardware/${token.factorId}/resync`, { code, nextCode })
    const pairs: [number, number][] = [
      [5, 5],
      [6, 5],
      [5, 7],
      [20, 21],
      [-21, -20],
      [100, 101],
    ]
    for (const [a, b] of pairs)
      expect([a, b, (await resync(token.code(a), token.code(b))).body.code]).toEqual([
        a,
        b,
        'invalid_code',
      ])
    expect((await resync(token.code(5), '')).status).toBe(400)
    expect((await resync(token.code(5), 'abcdef')).body.code).toBe('malformed_request')
    expect(await driftOf(token)).toBe(0)
    expect((await resync(token.code(7), token.code(8))).body).toEqual({ drift: 8 })
    expect((await resync(token.code(7), token.code(8))).body.code).toBe('invalid_code')
    expect((await resync(token.code(8), token.code(9))).body.code).toBe('invalid_code')
    expect((await resync(token.code(3), token.code(4))).body.code).toBe('invalid_code')
    expect(await driftOf(token)).toBe(8)
  })

  it('however often it is tried: guesses are throttled, and shut the sign-in as well', async () => {
    const { person, token } = await addTokenHolder()
    const browser = visitor(worker)
    await signIn(browser, person, { code: token.code() })
    const path = `/api/factors/hardware/${token.factorId}/resync`
    const tried = await Promise.all(
      Array.from({ length: 100 }, () =>
        browser.post(path, { code: wrongCodeOf(token), nextCode: token.code(1) }),
      ),
    )
    expect(tried.filter(({ status }) => status === 401)).toHaveLength(10)
    expect(tried.filter(({ status }) => status === 429)).toHaveLength(90)
    const right = { code: token.code(1), nextCode: token.code(2) }
    expect((await browser.post(path, right)).status).toBe(429)
    expect((await inOneStep(person, token.code(1))).status).toBe(429)
    expect(await auditOf(person.id)).toContain('token-resynced hardware:no-match')
    pass(30)
    expect((await browser.post(path, right)).status).toBe(200)
    expect(await auditOf(person.id)).toContain(`token-resynced ${token.serial}`)
  })

  it('is another’s for nobody', async () => {
    const { token } = await addTokenHolder()
    const other = await signedIn(worker, await addPerson(root))
    const body = { code: token.code(), nextCode: token.code(1) }
    const answer = await other.post(`/api/factors/hardware/${token.factorId}/resync`, body)
    expect(answer.status).toBe(404)
  })

  it('asks for a second code of no other kind', async () => {
    const holder = await addHolder(worker, root)
    const body = { method: 'totp', code: codeAt(holder.uri), nextCode: codeAt(holder.uri) }
    const answer = await (await hold(worker, holder)).post('/api/login/factor', body)
    expect(answer.body).toMatchObject({ code: 'malformed_request', field: 'nextCode' })
  })
})

describe('T11 a token that is not theirs', () => {
  it('of another person, of nobody, of a disabled one, or deleted opens nothing', async () => {
    const [{ person, token }, { token: others }] = [await addTokenHolder(), await addTokenHolder()]
    const free = await addToken()
    for (const code of [others.code(), free.code()])
      expect((await inOneStep(person, code)).body.code).toBe('invalid_code')
    await change('DELETE FROM hardware_token WHERE id = ?', token.id)
    expect(await askedOf(visitor(worker), person)).toBe('authenticated')
    const { person: gone, token: theirs } = await addTokenHolder()
    await root.patch(`/api/admin/users/${gone.id}`, { disabled: true })
    expect((await inOneStep(gone, theirs.code())).body.code).toBe('invalid_credentials')
  })
})
