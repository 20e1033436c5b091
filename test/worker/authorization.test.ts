import { describe, expect, it } from 'vitest'
import type { Client } from '../support/client.ts'
import { minutes, pass } from '../support/clock.ts'
import { auditOf, change, rows } from '../support/database.ts'
import { addOwner } from '../support/device.ts'
import {
  addClient,
  answerIn,
  ask,
  authorize,
  authorizePath,
  callback,
  locationOf,
  parametersOf,
} from '../support/oidc-client.ts'
import { addProgram, ask as askAs, tokensFor } from '../support/oidc-token.ts'
import { addKeeper, stepUpBy } from '../support/passkey.ts'
import {
  addHolder,
  addPerson,
  beginSession,
  expectStatus,
  type Holder,
  hold,
  house,
  type Person,
  signIn,
  trustedBrowserOf,
  visitor,
} from '../support/people.ts'
import { addGroup } from '../support/policy.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()

const browserOf = async (person: Person): Promise<Client> => {
  const browser = visitor(worker)
  await beginSession(browser, person)
  return browser
}
const provedBrowserOf = async (holder: Holder): Promise<Client> => {
  const browser = visitor(worker)
  expectStatus(await signIn(browser, holder, { code: codeAt(holder.uri) }), 200)
  return browser
}
const stepUp = async (browser: Client, { uri }: Holder, stepsAway = 0) =>
  expectStatus(
    await browser.post('/api/session/step-up', {
      method: 'totp',
      code: codeAt(uri, Date.now(), stepsAway),
    }),
    200,
  )

/** What our page says after the client has sent that browser. */
const saidTo = async (browser: Client, client: string, more: Record<string, string> = {}) =>
  expectStatus(await ask(browser, await authorize(browser, client, more)), 200).body

const landed = (location: URL): string => location.origin + location.pathname

/** What is kept of the newest code. */
const newestGrant = async () =>
  (await rows('SELECT * FROM access_grant ORDER BY rowid DESC LIMIT 1'))[0]

describe('our page', () => {
  it('asks nobody, and who has proved the password alone, to sign in', async () => {
    const client = await addClient(root)
    const holder = await addHolder(worker, root)
    for (const browser of [visitor(worker), await hold(worker, holder)])
      expect(await saidTo(browser, client, { login_hint: 'ada' })).toEqual({
        status: 'sign-in',
        application: 'Wiki',
        loginHint: 'ada',
      })
  })

  it('lets in whoever has signed in meanwhile', async () => {
    const client = await addClient(root)
    const browser = visitor(worker)
    const page = await authorize(browser, client)
    await beginSession(browser, await addPerson(root))
    const { status, location } = (await ask(browser, page)).body
    expect(status).toBe('redirect')
    expect(landed(new URL(location))).toBe(callback)
    expect(answerIn(new URL(location))).toMatchObject({ code: expect.any(String) })
  })

  it('asks for a new password before anything else', async () => {
    const groups = [await addGroup(root)]
    const client = await addClient(root, {}, { audience: 'groups', groups })
    const person = await addPerson(root)
    await change('UPDATE user SET must_change_password = 1 WHERE id = ?', person.id)
    const browser = await browserOf(person)
    expect(await saidTo(browser, client)).toEqual({
      status: 'password-change',
      application: 'Wiki',
      person: person.username,
    })
    expect(answerIn(await authorize(browser, client, { prompt: 'none' }))).toMatchObject({
      error: 'interaction_required',
    })
  })

  it('denies who is in none of its groups, tells the client, and notes it', async () => {
    const [gone, group] = [await addGroup(root), await addGroup(root)]
    const empty = await addClient(root, {}, { audience: 'groups', groups: [gone] })
    const closed = await addClient(root, {}, { audience: 'groups', groups: [group] })
    expectStatus(await root.delete(`/api/admin/groups/${gone}`), 204)
    const person = await addPerson(root)
    const browser = await browserOf(person)
    for (const client of [closed, empty]) {
      const said = await saidTo(browser, client)
      expect(said).toMatchObject({ status: 'denied', reason: 'group' })
      expect(answerIn(new URL(said.back))).toMatchObject({ error: 'access_denied' })
      expect(answerIn(await authorize(browser, client, { prompt: 'none' }))).toMatchObject({
        error: 'access_denied',
      })
      expect(await auditOf(person.id)).toContain(`application-refused refused-group@${client}`)
    }
  })

  it('K21: says of a link that nobody sent, or that lacks everything, that it is none', async () => {
    const browser = await browserOf(await addPerson(root))
    for (const query of ['', 'site=', 'x', '&&&', 'client_id=', '%', 'site=a&site=b'])
      expect((await browser.post('/api/authorization', { query })).body.status).toBe('invalid')
    for (const body of [{}, { query: 1 }, { query: 'x', consent: true }, { consent: 'given' }])
      expect((await browser.post('/api/authorization', body)).status).toBe(400)
    const foreign = { origin: 'https://evil.example' }
    expect((await browser.post('/api/authorization', { query: '' }, foreign)).status).toBe(403)
  })
})

describe('O03: a second factor that an application needs', () => {
  it('is asked of a password alone, and is said truthfully once proved', async () => {
    const client = await addClient(root, {}, { factor: 'second-factor' })
    const holder = await addHolder(worker, root)
    const browser = await browserOf(holder)
    const silent = await authorize(browser, client, { prompt: 'none' })
    expect(answerIn(silent)).toMatchObject({ error: 'interaction_required' })
    const page = await authorize(browser, client)
    expect((await ask(browser, page)).body).toMatchObject({
      status: 'step-up',
      needs: 'second-factor',
      anew: false,
      methods: ['totp'],
    })
    await stepUp(browser, holder)
    expect((await ask(browser, page)).body.status).toBe('redirect')
    expect(await newestGrant()).toMatchObject({
      acr: 'aal2',
      amr: '["pwd","otp","mfa"]',
      auth_time: Math.floor(Date.now() / 1000),
    })
  })

  it('is not what a trusted browser is, where the application or the request says so', async () => {
    const lenient = await addClient(root, {}, { factor: 'second-factor' })
    const strict = await addClient(root, {}, { factor: 'second-factor', acceptTrust: false })
    const holder = await addHolder(worker, root)
    const browser = await trustedBrowserOf(worker, holder)
    await browser.post('/api/logout')
    expectStatus(await signIn(browser, holder), 200)
    expect(landed(await authorize(browser, lenient))).toBe(callback)
    expect(await newestGrant()).toMatchObject({ acr: 'aal1', amr: '["pwd"]' })
    expect(await saidTo(browser, strict)).toMatchObject({ status: 'step-up', methods: ['totp'] })
    expect(await saidTo(browser, lenient, { acr_values: 'aal2' })).toMatchObject({
      status: 'step-up',
    })
    expect(landed(await authorize(browser, lenient, { acr_values: 'aal1' }))).toBe(callback)
    expect(landed(await authorize(browser, lenient, { acr_values: 'unheard-of' }))).toBe(callback)
  })

  it('is a passkey and nothing less where phishing must not do', async () => {
    const client = await addClient(root, {}, { factor: 'phishing-resistant' })
    const keeper = await addKeeper(worker, root)
    const browser = await browserOf(keeper)
    const page = await authorize(browser, client)
    expect((await ask(browser, page)).body).toMatchObject({
      status: 'step-up',
      needs: 'phishing-resistant',
      methods: ['passkey'],
    })
    expectStatus(await stepUpBy(browser, keeper.key), 200)
    expect((await ask(browser, page)).body.status).toBe('redirect')
    expect(await newestGrant()).toMatchObject({ acr: 'phr' })
    const holder = await addHolder(worker, root)
    expect(await saidTo(await provedBrowserOf(holder), client)).toMatchObject({
      status: 'enroll',
      needs: 'phishing-resistant',
      possible: true,
    })
    const anywhere = await addClient(root)
    expect(await saidTo(await browserOf(holder), anywhere, { acr_values: 'phr' })).toMatchObject({
      status: 'enroll',
    })
  })

  it('is truthfully no passkey where our own authenticator was used', async () => {
    const client = await addClient(root)
    const { browser } = await addOwner(worker, root)
    expect(landed(await authorize(browser, client))).toBe(callback)
    expect(await newestGrant()).toMatchObject({ acr: 'aal2' })
    expect(await saidTo(browser, client, { acr_values: 'phr' })).toMatchObject({ status: 'enroll' })
  })

  it('is for administrators to hand out to whoever may not enroll', async () => {
    const client = await addClient(root, {}, { factor: 'second-factor' })
    const person = await addPerson(root)
    await addGroup(root, { allow_2fa_self_enrollment: false }, { members: [person] })
    expect(await saidTo(await browserOf(person), client)).toMatchObject({
      status: 'enroll',
      possible: false,
    })
  })
})

describe('somebody whom a client names by an ID token', () => {
  it('is let in, and nobody else', async () => {
    const program = await addProgram(root)
    const browser = await browserOf(await addPerson(root))
    const { id_token: hint } = await tokensFor(browser, program, 'openid')
    const named = { id_token_hint: hint }
    expect(landed(await authorize(browser, program.id, named))).toBe(callback)
    const stranger = await browserOf(await addPerson(root))
    expect(await saidTo(stranger, program.id, named)).toMatchObject({
      status: 'denied',
      reason: 'person',
    })
    const silent = await authorize(stranger, program.id, { ...named, prompt: 'none' })
    expect(answerIn(silent)).toMatchObject({ error: 'login_required' })
    const other = await addProgram(root)
    const foreign = await authorize(browser, other.id, named)
    expect(answerIn(foreign)).toMatchObject({ error: 'invalid_request' })
  })
})

describe('a pushed request', () => {
  it('outlives its minute while somebody signs in, and leads to one code', async () => {
    const program = await addProgram(root, { requirePushedRequests: true })
    const pushed = Object.fromEntries(parametersOf(program.id))
    const browser = visitor(worker)
    const { request_uri: uri } = expectStatus(
      await askAs(browser, program, '/api/oidc/par', pushed),
      201,
    ).body
    const more = new URLSearchParams({ client_id: program.id, request_uri: uri })
    const page = locationOf(await browser.get(authorizePath(more)))
    pass(minutes(5))
    await beginSession(browser, await addPerson(root))
    worker.d1.reset({ latencyMs: 50 })
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(browser, page)))
    const said = answers.map(({ body }) => body.status as string)
    expect(said.filter((status) => status === 'redirect')).toHaveLength(1)
    expect(said.filter((status) => status === 'invalid')).toHaveLength(7)
    expect(
      await rows('SELECT id FROM access_grant WHERE application_id = ?', program.id),
    ).toHaveLength(1)
  })
})

describe('O03: how fresh a proof must be', () => {
  it('prompt=login takes a proof newer than the question, and no other', async () => {
    const client = await addClient(root)
    const holder = await addHolder(worker, root)
    const browser = await provedBrowserOf(holder)
    const page = await authorize(browser, client, { prompt: 'login' })
    expect((await ask(browser, page)).body).toMatchObject({ status: 'step-up', anew: true })
    pass(1)
    expect((await ask(browser, page)).body).toMatchObject({ status: 'step-up', anew: true })
    await stepUp(browser, holder, 1)
    expect((await ask(browser, page)).body.status).toBe('redirect')
    pass(1)
    expect(await saidTo(browser, client, { prompt: 'login' })).toMatchObject({ status: 'step-up' })
  })

  it('a proof within the very second of the question is newer, unless one was there already', async () => {
    const client = await addClient(root)
    const browser = await browserOf(await addPerson(root))
    const again = { method: 'password', password: 'correct horse battery' }
    pass(1)
    const page = await authorize(browser, client, { prompt: 'login' })
    expectStatus(await browser.post('/api/session/step-up', again), 200)
    expect((await ask(browser, page)).body.status).toBe('redirect')
    expect(await saidTo(browser, client, { prompt: 'login' })).toMatchObject({ status: 'step-up' })
  })

  it('the question cannot be moved back, reused for another, or kept', async () => {
    const client = await addClient(root)
    const browser = await browserOf(await addPerson(root))
    const page = await authorize(browser, client, { prompt: 'login' })
    pass(1)
    await browser.post('/api/session/step-up', {
      method: 'password',
      password: 'correct horse battery',
    })
    const moved = new URL(page)
    moved.searchParams.set('asked_at', String(Number(page.searchParams.get('asked_at')) - 600))
    const other = new URL(page)
    other.searchParams.set('state', 'another')
    const none = new URL(page)
    none.searchParams.delete('moment')
    const twice = new URL(page)
    twice.searchParams.append('asked_at', '1')
    const isAskedAnew = async (forged: URL) => {
      const { status, location } = (await ask(browser, forged)).body
      return (
        status === 'redirect' && landed(new URL(location)) === `${page.origin}/api/oidc/authorize`
      )
    }
    for (const forged of [moved, other, none, twice]) expect(await isAskedAnew(forged)).toBe(true)
    expect(landed(new URL((await ask(browser, page)).body.location))).toBe(callback)
    pass(minutes(16))
    expect(await isAskedAnew(page)).toBe(true)
  })

  it('the question is put anew once it is too old, and a proof gets them in then', async () => {
    const client = await addClient(root)
    const browser = await browserOf(await addPerson(root))
    const page = await authorize(browser, client, { prompt: 'login' })
    pass(minutes(16))
    const again = new URL((await ask(browser, page)).body.location)
    const anew = locationOf(await browser.get(again.pathname + again.search))
    expect((await ask(browser, anew)).body).toMatchObject({ status: 'step-up', anew: true })
    pass(1)
    const password = 'correct horse battery'
    await browser.post('/api/session/step-up', { method: 'password', password })
    expect(landed(new URL((await ask(browser, anew)).body.location))).toBe(callback)
  })

  it('max_age counts from the question, whatever the page takes', async () => {
    const client = await addClient(root)
    const holder = await addHolder(worker, root)
    const browser = await provedBrowserOf(holder)
    pass(60)
    expect(landed(await authorize(browser, client, { max_age: '60' }))).toBe(callback)
    expect(
      answerIn(await authorize(browser, client, { max_age: '59', prompt: 'none' })),
    ).toMatchObject({ error: 'login_required' })
    const page = await authorize(browser, client, { max_age: '0' })
    await stepUp(browser, holder)
    pass(30)
    expect((await ask(browser, page)).body.status).toBe('redirect')
  })

  it('an application of its own asks for a fresh factor, of a password where there is none', async () => {
    const client = await addClient(root, {}, { maxAge: 60 })
    const browser = await browserOf(await addPerson(root))
    expect(landed(await authorize(browser, client))).toBe(callback)
    pass(61)
    expect(await saidTo(browser, client)).toMatchObject({
      status: 'step-up',
      anew: true,
      methods: ['password'],
    })
  })
})
