import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Client } from '../support/client.ts'
import { addPerson, enroll, password, type Person, setUp, signIn } from '../support/people.ts'
import { codeAt, wrongCodeAt } from '../support/totp.ts'
import { testedWorker } from '../support/worker.ts'

const worker = testedWorker()
let root: Client

beforeAll(async () => {
  root = await setUp(worker)
})
afterEach(() => {
  vi.useRealTimers()
  worker.d1.reset()
})

describe('POST /api/login', () => {
  it('signs a person without a factor in by the password, in two trips', async () => {
    const person = await addPerson(root)
    worker.d1.reset()
    const browser = worker.browser()
    const answer = await signIn(browser, person)
    expect(answer.body).toEqual({ status: 'authenticated', methods: [], canTrust: false })
    expect(worker.d1.trips()).toBe(2)
    worker.d1.reset()
    const session = await browser.get('/api/session')
    expect(session.body).toMatchObject({ user: { username: person.username }, amr: ['pwd'] })
    expect(worker.d1.trips()).toBe(1)
  })

  it('holds a person who must enroll, and finishes when the first code is confirmed', async () => {
    const person = await addPerson(root, { mfaRequired: true })
    const browser = worker.browser()
    const answer = await signIn(browser, person)
    expect(answer.body).toMatchObject({ status: 'enrollment_required', methods: ['totp'] })
    expect((await browser.get('/api/session')).status).toBe(401)
    await enroll(browser, person)
    expect((await browser.get('/api/session')).body).toMatchObject({ amr: ['pwd', 'otp', 'mfa'] })
  })

  it('takes password and code in one step and two trips', async () => {
    const person = await addPerson(root)
    const uri = await enroll(worker.browser(), person)
    worker.d1.reset()
    const browser = worker.browser()
    const answer = await signIn(browser, person, { code: codeAt(uri) })
    expect(answer.body).toEqual({ status: 'authenticated', methods: [], canTrust: true })
    expect(worker.d1.trips()).toBe(2)
    expect((await browser.get('/api/session')).body.amr).toEqual(['pwd', 'otp', 'mfa'])
  })

  it('takes password, then code, in two and two trips', async () => {
    const person = await addPerson(root)
    const uri = await enroll(worker.browser(), person)
    const browser = worker.browser()
    worker.d1.reset()
    const first = await signIn(browser, person)
    expect(first.body).toEqual({ status: 'factor_required', methods: ['totp'], canTrust: true })
    expect(worker.d1.trips()).toBe(2)
    worker.d1.reset()
    const second = await browser.post('/api/login/factor', { method: 'totp', code: codeAt(uri) })
    expect(second.body.status).toBe('authenticated')
    expect(worker.d1.trips()).toBe(2)
  })

  it('refuses a wrong password in two trips', async () => {
    const person = await addPerson(root)
    worker.d1.reset()
    const answer = await signIn(worker.browser(), { ...person, password: 'wrong-password' })
    expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } })
    expect(worker.d1.trips()).toBe(2)
  })
})

describe('T01', () => {
  it('accepts one code once, fifty at a time with 200 ms to the database', async () => {
    const person = await addPerson(root)
    const uri = await enroll(worker.browser(), person)
    const code = codeAt(uri)
    const browsers = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const browser = worker.browser()
        await signIn(browser, person)
        return browser
      }),
    )
    worker.d1.reset({ latencyMs: 200 })
    const answers = await Promise.all(
      browsers.map((browser) => browser.post('/api/login/factor', { method: 'totp', code })),
    )
    const accepted = answers.filter(({ status }) => status === 200)
    expect(accepted).toHaveLength(1)
  })
})
