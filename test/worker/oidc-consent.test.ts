import { beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '../support/client.ts'
import { auditOf, rows } from '../support/database.ts'
import { addClient, answerIn, ask, authorize, callback } from '../support/oidc-client.ts'
import {
  addProgram,
  codeFor,
  outcomeOf,
  redeem,
  refresh,
  tokensFor,
  userinfo,
} from '../support/oidc-token.ts'
import {
  addPerson,
  beginSession,
  between,
  expectStatus,
  house,
  type Person,
  visitor,
} from '../support/people.ts'
import { addGroup } from '../support/policy.ts'

const { worker, root } = house()

let person: Person
let browser: Client
beforeEach(async () => {
  person = await addPerson(root)
  browser = visitor(worker)
  await beginSession(browser, person)
})

const thirdParty = () => addClient(root, { firstParty: false })
const landed = (location: string | URL): string => {
  const { origin, pathname } = new URL(location)
  return origin + pathname
}
/** Goes to that client and says so to what is asked. */
const say = async (client: string, consent: 'given' | 'refused', more = {}) =>
  (await ask(browser, await authorize(browser, client, more), consent)).body

describe('a third party', () => {
  it('is let in once the person agrees, and is not asked for again', async () => {
    const client = await thirdParty()
    const page = await authorize(browser, client)
    expect((await ask(browser, page)).body).toEqual({
      status: 'consent',
      application: 'Wiki',
      person: person.username,
      scopes: ['openid', 'profile'],
    })
    const { location } = (await ask(browser, page, 'given')).body
    expect(landed(location)).toBe(callback)
    expect(answerIn(new URL(location))).toMatchObject({ code: expect.any(String) })
    expect(landed(await authorize(browser, client))).toBe(callback)
    expect(landed(await authorize(browser, client, { scope: 'openid' }))).toBe(callback)
    expect(await auditOf(person.id)).toContain(`consent-given oidc@${client}`)
  })

  it('hears a refusal, and that it must ask where nobody is to be asked', async () => {
    const client = await thirdParty()
    const { location } = await say(client, 'refused')
    expect(answerIn(new URL(location))).toMatchObject({ error: 'access_denied', state: 'state-1' })
    expect(answerIn(await authorize(browser, client, { prompt: 'none' }))).toMatchObject({
      error: 'consent_required',
    })
    expect(await rows('SELECT * FROM consent WHERE application_id = ?', client)).toEqual([])
  })

  it('asks again for more than was agreed to, and keeps both', async () => {
    const client = await thirdParty()
    await say(client, 'given')
    const more = { scope: 'openid email groups' }
    expect((await ask(browser, await authorize(browser, client, more))).body.scopes).toEqual([
      'openid',
      'email',
      'groups',
    ])
    await say(client, 'given', more)
    const all = { scope: 'openid profile email groups' }
    expect(landed(await authorize(browser, client, all))).toBe(callback)
  })

  it('asks each time for access while nobody looks, and where it wants to ask', async () => {
    const client = await thirdParty()
    for (const more of [{ scope: 'openid offline_access' }, { prompt: 'consent' }]) {
      await say(client, 'given', more)
      expect((await ask(browser, await authorize(browser, client, more))).body.status).toBe(
        'consent',
      )
    }
  })

  it('K21: no consent of one person, or for another client, lets anybody in', async () => {
    const [client, other] = [await thirdParty(), await thirdParty()]
    await say(client, 'given')
    expect((await ask(browser, await authorize(browser, other))).body.status).toBe('consent')
    const stranger = visitor(worker)
    await beginSession(stranger, await addPerson(root))
    expect((await ask(stranger, await authorize(stranger, client))).body.status).toBe('consent')
    const nobody = visitor(worker)
    expect((await ask(nobody, await authorize(nobody, client), 'given')).body.status).toBe(
      'sign-in',
    )
  })

  it('hears nothing of whoever has signed in there since the question, or was not asked', async () => {
    const client = await thirdParty()
    const page = await authorize(browser, client)
    const { person: asked } = (await ask(browser, page)).body
    const other = await addPerson(root)
    await beginSession(browser, other)
    const query = page.search.slice(1)
    for (const consent of ['given', 'refused'])
      for (const whose of [{ person: asked }, {}])
        expect(
          (await browser.post('/api/authorization', { query, consent, ...whose })).body,
        ).toMatchObject({ status: 'consent', person: other.username })
    expect(await rows('SELECT * FROM consent WHERE user_id = ?', other.id)).toEqual([])
    expect(await rows('SELECT * FROM access_grant WHERE user_id = ?', other.id)).toEqual([])
  })

  it('is asked for only once everything else is in order: consent is no way around it', async () => {
    const group = await addGroup(root)
    const closed = await addClient(
      root,
      { firstParty: false },
      { audience: 'groups', groups: [group] },
    )
    const strict = await addClient(root, { firstParty: false }, { factor: 'second-factor' })
    expect((await say(closed, 'given')).status).toBe('denied')
    expect((await say(strict, 'given')).status).toBe('enroll')
    expect(await rows('SELECT * FROM consent WHERE user_id = ?', person.id)).toEqual([])
  })

  it('gets no code by a consent that is withdrawn meanwhile', async () => {
    const client = await thirdParty()
    await say(client, 'given')
    const page = await authorize(visitor(worker), client)
    worker.d1.reset({ latencyMs: 200 })
    const answer = await between(
      worker,
      4,
      () => ask(browser, page),
      () => rows('DELETE FROM consent WHERE user_id = ?', person.id),
    )
    expect(answer.body.status).toBe('consent')
  })
})

describe('one of ours', () => {
  it('asks nobody, but where it wants to', async () => {
    const client = await addClient(root)
    expect(landed(await authorize(browser, client, { scope: 'openid offline_access' }))).toBe(
      callback,
    )
    const page = await authorize(browser, client, { prompt: 'consent' })
    expect((await ask(browser, page)).body.status).toBe('consent')
    expect(landed((await ask(browser, page, 'given')).body.location)).toBe(callback)
  })
})

describe('my applications', () => {
  const mine = async (who = browser) =>
    expectStatus(await who.get('/api/applications'), 200).body.applications as {
      id: string
      access: unknown
    }[]
  const find = async (id: string) => (await mine()).find((one) => one.id === id)

  it('are those that I may open, by name, and those that hold something of mine', async () => {
    const homeUrl = 'https://wiki.example/'
    const group = await addGroup(root, {}, { members: [person] })
    const open = await addClient(root, {}, { homeUrl, name: 'aaa open' })
    const members = await addClient(
      root,
      {},
      { homeUrl, name: 'aab members', audience: 'groups', groups: [group] },
    )
    const closed = await addClient(
      root,
      {},
      { homeUrl, audience: 'groups', groups: [await addGroup(root)] },
    )
    const homeless = await addClient(root)
    const third = await addClient(root, { firstParty: false })
    await say(third, 'given')
    const listed = await mine()
    expect(listed.slice(0, 2).map(({ id }) => id)).toEqual([open, members])
    expect(listed[0]).toEqual({ id: open, name: 'aaa open', homeUrl, access: null })
    const ids = listed.map(({ id }) => id)
    expect([closed, homeless].filter((id) => ids.includes(id))).toEqual([])
    expect(await find(third)).toMatchObject({
      access: {
        scopes: ['openid', 'profile'],
        since: Math.floor(Date.now() / 1000),
        offline: false,
      },
    })
    expect((await mine(root)).some(({ access }) => access !== null)).toBe(false)
  })

  it('withdrawn, ask again, and what they hold is worth nothing', async () => {
    const program = await addProgram(root, { firstParty: false })
    const scope = 'openid profile offline_access'
    const { location } = await say(program.id, 'given', { scope })
    const { code = '' } = answerIn(new URL(location))
    const tokens = expectStatus(await redeem(browser, program, code), 200).body
    expect(await find(program.id)).toMatchObject({ access: { offline: true } })
    expectStatus(await browser.delete(`/api/applications/${program.id}`), 204)
    expect((await userinfo(browser, tokens.access_token)).status).toBe(401)
    expect(outcomeOf(await refresh(browser, program, tokens.refresh_token))).toBe(
      'invalid_grant 400',
    )
    expect(await find(program.id)).toBeUndefined()
    expect((await ask(browser, await authorize(browser, program.id))).body.status).toBe('consent')
    expect(await auditOf(person.id)).toContain(`consent-withdrawn oidc@${program.id}`)
    expect((await browser.delete(`/api/applications/${program.id}`)).status).toBe(404)
  })

  it('are mine alone to withdraw, and a code on its way is worth nothing then', async () => {
    const program = await addProgram(root)
    const tokens = await tokensFor(browser, program)
    const stranger = visitor(worker)
    await beginSession(stranger, await addPerson(root))
    expect((await stranger.delete(`/api/applications/${program.id}`)).status).toBe(404)
    expect((await userinfo(browser, tokens.access_token)).status).toBe(200)
    const code = await codeFor(browser, program)
    expectStatus(await browser.delete(`/api/applications/${program.id}`), 204)
    expect(outcomeOf(await redeem(browser, program, code))).toBe('invalid_grant 400')
  })
})
