import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { minutes, pass } from '../support/clock.ts'
import type { Client } from '../support/client.ts'
import { auditOf } from '../support/database.ts'
import {
  addHolder,
  addPerson,
  enroll,
  hold,
  house,
  newNetwork,
  pendingCookie,
  type Person,
  signIn,
  typeCode,
  visitor,
} from '../support/people.ts'
import { codeAt, wrongCodeAt } from '../support/totp.ts'

const { worker, root } = house()

const wrong = (person: Person): Person => ({ ...person, password: 'not this one' })

describe('signing in', () => {
  it('by the password alone takes two trips, and asking who is signed in takes one', async () => {
    const person = await addPerson(root)
    worker.d1.reset()
    const browser = visitor(worker)
    const answer = await signIn(browser, person)
    expect(answer.body).toEqual({
      status: 'authenticated',
      methods: [],
      canTrust: true,
      trustDays: 30,
    })
    expect(worker.d1.trips()).toBe(2)
    worker.d1.reset()
    const session = await browser.get('/api/session')
    expect(session.body).toMatchObject({ user: { username: person.username }, amr: ['pwd'] })
    expect(worker.d1.trips()).toBe(1)
  })

  it('with password and code in one step takes two trips', async () => {
    const holder = await addHolder(worker, root)
    worker.d1.reset()
    const browser = visitor(worker)
    const answer = await signIn(browser, holder, { code: codeAt(holder.uri) })
    expect(answer.body).toEqual({
      status: 'authenticated',
      methods: [],
      canTrust: true,
      trustDays: 30,
    })
    expect(worker.d1.trips()).toBe(2)
    expect((await browser.get('/api/session')).body.amr).toEqual(['pwd', 'otp', 'mfa'])
    expect(await auditOf(holder.id)).toContain('sign-in totp')
  })

  it('with the code in a second step takes two trips each', async () => {
    const holder = await addHolder(worker, root)
    const browser = visitor(worker)
    worker.d1.reset()
    const first = await signIn(browser, holder)
    expect(first.body).toEqual({
      status: 'factor_required',
      methods: ['totp'],
      canTrust: true,
      trustDays: 30,
    })
    expect(worker.d1.trips()).toBe(2)
    worker.d1.reset()
    expect((await typeCode(browser, codeAt(holder.uri))).body.status).toBe('authenticated')
    expect(worker.d1.trips()).toBe(2)
    expect(browser.cookies.has(pendingCookie)).toBe(false)
  })

  it('with a wrong password or a wrong code takes two trips', async () => {
    const holder = await addHolder(worker, root)
    worker.d1.reset()
    const byPassword = await signIn(visitor(worker), wrong(holder))
    expect(byPassword).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } })
    expect(worker.d1.trips()).toBe(2)
    worker.d1.reset()
    const byCode = await signIn(visitor(worker), holder, { code: wrongCodeAt(holder.uri) })
    expect(byCode).toMatchObject({ status: 401, body: { code: 'invalid_code' } })
    expect(worker.d1.trips()).toBe(2)
  })

  it('holds whoever must enroll, and lets them in when the first code is confirmed', async () => {
    const person = await addPerson(root, { mfaRequired: true })
    const browser = visitor(worker)
    const answer = await signIn(browser, person)
    const methods = ['totp', 'device', 'passkey']
    expect(answer.body).toMatchObject({ status: 'enrollment_required', methods })
    expect((await browser.get('/api/session')).status).toBe(401)
    await enroll(browser, person)
    expect((await browser.get('/api/session')).body).toMatchObject({ amr: ['pwd', 'otp', 'mfa'] })
  })

  it('asks a person who has a factor for it, though none is required of them', async () => {
    const holder = await addHolder(worker, root, { mfaRequired: false })
    expect((await signIn(visitor(worker), holder)).body.status).toBe('factor_required')
  })
})

describe('a body that arrives slowly', () => {
  /** Sends half a body, lets twenty minutes pass, and sends the rest. */
  const trickle = async (browser: Client, path: string, body: unknown): Promise<Response> => {
    const bytes = new TextEncoder().encode(JSON.stringify(body))
    let halves = 0
    const stream = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        halves += 1
        if (halves === 1) return controller.enqueue(bytes.slice(0, 9))
        await new Promise((resolve) => setTimeout(resolve, 50))
        pass(minutes(20))
        controller.enqueue(bytes.slice(9))
        controller.close()
      },
    })
    const jar = [...browser.cookies.values()].map(({ name, value }) => `${name}=${value}`)
    const headers = {
      origin: env.ORIGIN,
      'content-type': 'application/json',
      'cf-connecting-ip': newNetwork(),
      ...(jar.length > 0 && { cookie: jar.join('; ') }),
    }
    const init = { method: 'POST', headers, body: stream, duplex: 'half' } as RequestInit
    return worker.send(new Request(new URL(path, env.ORIGIN), init))
  }
  const codeOf = async (response: Response) => (await response.json<{ code?: string }>()).code

  it('is judged by the time when all of it is there: its code has grown old', async () => {
    const { username, password, uri } = await addHolder(worker, root)
    const request = { username, password, code: codeAt(uri) }
    const late = await trickle(visitor(worker), '/api/login', request)
    expect([late.status, await codeOf(late)]).toEqual([401, 'invalid_code'])
    const atThatTime = { ...request, code: codeAt(uri, Date.now() + 1000 * minutes(20)) }
    expect((await trickle(visitor(worker), '/api/login', atThatTime)).status).toBe(200)
  })

  it('finds its pending login expired, though the code is right by then', async () => {
    const { uri, ...person } = await addHolder(worker, root)
    const browser = await hold(worker, person)
    const code = codeAt(uri, Date.now() + 1000 * minutes(20))
    const late = await trickle(browser, '/api/login/factor', { method: 'totp', code })
    expect([late.status, await codeOf(late)]).toEqual([401, 'expired'])
  })
})

describe('a pending login', () => {
  it('lasts five minutes, and tells its page what it waits for', async () => {
    const holder = await addHolder(worker, root)
    const browser = await hold(worker, holder)
    pass(minutes(5) - 1)
    expect((await browser.get('/api/login')).body).toEqual({
      status: 'factor_required',
      methods: ['totp'],
      canTrust: true,
      trustDays: 30,
    })
    pass(1)
    expect((await browser.get('/api/login')).body.code).toBe('expired')
    expect((await typeCode(browser, codeAt(holder.uri))).body.code).toBe('expired')
  })

  it('finishes once, and belongs to the browser that began it', async () => {
    const holder = await addHolder(worker, root)
    const browser = await hold(worker, holder)
    const pending = browser.cookies.get(pendingCookie)
    expect((await typeCode(visitor(worker), codeAt(holder.uri))).body.code).toBe('expired')
    expect((await typeCode(browser, codeAt(holder.uri))).status).toBe(200)
    if (pending) browser.cookies.set(pendingCookie, pending)
    expect((await typeCode(browser, codeAt(holder.uri, Date.now(), 1))).body.code).toBe('expired')
  })

  it('that must enroll cannot be finished with a code', async () => {
    const person = await addPerson(root, { mfaRequired: true })
    const browser = visitor(worker)
    await signIn(browser, person)
    const { uri } = (await browser.post('/api/factors/totp', {})).body
    expect((await typeCode(browser, codeAt(uri))).body.code).toBe('enrollment_required')
    expect((await browser.get('/api/session')).status).toBe(401)
  })
})
