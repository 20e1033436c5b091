import { afterEach, describe, expect, it } from 'vitest'
import { hours, minutes, pass } from '../support/clock.ts'
import type { Client } from '../support/client.ts'
import { auditOf, change, dump } from '../support/database.ts'
import { confirm, factorsOf } from '../support/enrollment.ts'
import {
  addHolder,
  addPerson,
  askedOf,
  between,
  exhaust,
  expectStatus,
  hold,
  house,
  newNetwork,
  type Person,
  sessionStatus,
  signedIn,
  signIn,
  trustedBrowserOf,
  typeCode,
  visitor,
} from '../support/people.ts'
import { forgetPolicy, handOver, setSettings } from '../support/policy.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()
afterEach(forgetPolicy)

type Token = { id: string; secret: string; uri: string; activationCode: string; expiresAt: number }
const provision = async (browser: Client): Promise<Token> =>
  expectStatus(await browser.post('/api/provisioning'), 201).body
const activate = (
  { username }: { username: string },
  activationCode: string,
  authenticator = visitor(worker),
) => authenticator.post('/api/authenticator/activate', { username, activationCode })

/** Somebody with a token of theirs that is confirmed, and a browser in which it was. */
const withToken = async () => {
  const person = await addPerson(root)
  const browser = await signedIn(worker, person)
  const token = await provision(browser)
  const answer = await confirm(browser, token, codeAt(token.uri, Date.now(), -1))
  expect(answer.body.status).toBe('enrolled')
  return { ...person, browser, uri: token.uri }
}

describe('the activation code of my token', () => {
  it('fetches the very key that the QR code shows, once, in whatever way it is typed', async () => {
    const person = await addPerson(root)
    const browser = await signedIn(worker, person)
    const { uri, activationCode, secret, expiresAt } = await provision(browser)
    expect(expiresAt).toBe(Math.floor(Date.now() / 1000) + minutes(15))
    const typed = activationCode.toLowerCase().replaceAll('-', ' ')
    const upper = { username: person.username.toUpperCase() }
    const answer = await activate(upper, typed)
    expect([answer.status, answer.body.uri]).toEqual([200, uri])
    expect((await activate(person, activationCode)).body.code).toBe('invalid_code')
    const kept = await dump()
    for (const clear of [secret, activationCode, activationCode.replaceAll('-', '')])
      expect(kept).not.toContain(clear)
    const log = await auditOf(person.id)
    expect(log).toEqual(expect.arrayContaining(['provisioned done', 'activated done']))
  })

  it('opens nothing by itself: no session, and no factor before its first code', async () => {
    const person = await addPerson(root)
    const browser = await signedIn(worker, person)
    const token = await provision(browser)
    const authenticator = visitor(worker)
    const { username } = person
    const { activationCode } = token
    await authenticator.post('/api/authenticator/activate', { username, activationCode })
    expect(authenticator.cookies.size).toBe(0)
    expect(await factorsOf(person.id)).toEqual([])
    expect(await askedOf(visitor(worker), person)).toBe('authenticated')
    expectStatus(await confirm(browser, token), 200)
    expect(await askedOf(visitor(worker), person)).toBe('factor_required')
  })

  it('dies with the next one, and with a reset, and is dead while its owner is disabled', async () => {
    const person = await addPerson(root)
    const browser = await signedIn(worker, person)
    const former = await provision(browser)
    const next = await provision(browser)
    expect((await activate(person, former.activationCode)).status).toBe(401)
    expect((await confirm(browser, former)).status).toBe(404)
    expect((await activate(person, next.activationCode)).status).toBe(200)
    const third = await provision(browser)
    const reset = { targets: ['totp'] }
    expectStatus(await root.post(`/api/admin/users/${person.id}/reset`, reset), 204)
    expect((await activate(person, third.activationCode)).status).toBe(401)
    const fourth = await provision(await signedIn(worker, person))
    expectStatus(await root.patch(`/api/admin/users/${person.id}`, { disabled: true }), 200)
    expect((await activate(person, fourth.activationCode)).status).toBe(401)
  })

  it.each([
    ['15 minutes, unless the settings say otherwise', null, minutes(15)],
    ['as many minutes as the settings say', 2, minutes(2)],
    ['as long as they say', 600, hours(10)],
  ])('lives %s', async (_, setting, seconds) => {
    await setSettings(root, { 'provisioning.minutes': setting, 'session.idle_minutes': 1440 })
    const [early, late] = [await addPerson(root), await addPerson(root)]
    const browsers = [await signedIn(worker, early), await signedIn(worker, late)] as const
    const [first, second] = [await provision(browsers[0]), await provision(browsers[1])]
    pass(seconds - 1)
    expect((await activate(early, first.activationCode)).status).toBe(200)
    pass(1)
    expect((await activate(late, second.activationCode)).body.code).toBe('invalid_code')
  })

  it('gets one answer where it is wrong, byte for byte, whatever is wrong with it', async () => {
    const [person, other] = [await addPerson(root), await addHolder(worker, root)]
    const browser = await signedIn(worker, person)
    const [former, token] = [await provision(browser), await provision(browser)]
    const wrong = 'AAAA-BBBB-CCCC-DDDD'
    const answers = [
      await activate({ username: 'nobody-at-all' }, wrong),
      await activate(person, wrong),
      await activate(person, 'no code at all'),
      await activate(person, former.activationCode),
      await activate(other, token.activationCode),
      await activate(other, (await handOver(root, 'pass', other)).code),
    ]
    expect((await activate(person, token.activationCode)).status).toBe(200)
    answers.push(await activate(person, token.activationCode))
    const late = await provision(browser)
    pass(minutes(15))
    answers.push(await activate(person, late.activationCode))
    const seen = answers.map(({ status, headers, body }) => [
      status,
      headers.get('retry-after'),
      JSON.stringify(body),
    ])
    expect(seen[0]?.[0]).toBe(401)
    expect(seen).toEqual(seen.map(() => seen[0]))
  })

  it('is guessed at a hundred times from one network, and no more; its owner comes from elsewhere', async () => {
    const person = await addPerson(root)
    const { activationCode } = await provision(await signedIn(worker, person))
    const address = newNetwork()
    const from = (tried: string) => activate(person, tried, visitor(worker, address))
    await exhaust(address, 99)
    expect((await from('AAAA-BBBB-CCCC-DDDD')).status).toBe(401)
    expect((await from(activationCode)).status).toBe(429)
    expect((await activate(person, activationCode)).status).toBe(200)
  })

  it('brings one authenticator its key, though ten ask at the same moment', async () => {
    const person = await addPerson(root)
    const { activationCode } = await provision(await signedIn(worker, person))
    worker.d1.reset({ latencyMs: 100 })
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => activate(person, activationCode)),
    )
    worker.d1.reset()
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it.each<[string, (person: Person, browser: Client) => Promise<unknown>]>([
    ['a new token was made', (_, browser) => provision(browser)],
    [
      'its owner was disabled',
      ({ id }) => root.patch(`/api/admin/users/${id}`, { disabled: true }),
    ],
    ['its key was taken away', ({ id }) => change('DELETE FROM factor WHERE user_id = ?', id)],
  ])('brings none where meanwhile %s', async (_, happens) => {
    const person = await addPerson(root)
    const browser = await signedIn(worker, person)
    const { activationCode } = await provision(browser)
    const raced = await between(
      worker,
      2,
      () => activate(person, activationCode),
      () => happens(person, browser),
    )
    expect([raced.status, raced.body.uri]).toEqual([401, undefined])
  })
})

describe('a new token of mine', () => {
  it('leaves the former one working until its own first code, and then not a moment longer', async () => {
    const { browser, ...former } = await withToken()
    const codeOf = (uri: string, steps: number) => codeAt(uri, Date.now(), steps)
    const token = await provision(browser)
    const inBetween = visitor(worker)
    expect((await signIn(inBetween, former, { code: codeOf(former.uri, 0) })).status).toBe(200)
    const early = await signIn(visitor(worker), former, { code: codeOf(token.uri, 0) })
    expect(early.body.code).toBe('invalid_code')
    const held = await hold(worker, former)
    expectStatus(await confirm(browser, token), 200)
    expect(await factorsOf(former.id)).toEqual([{ id: token.id }])
    const late = codeOf(former.uri, 1)
    expect((await typeCode(held, late)).status).toBe(401)
    expect((await signIn(visitor(worker), former, { code: late })).body.code).toBe('invalid_code')
    const fresh = codeOf(token.uri, 1)
    expect((await signIn(visitor(worker), former, { code: fresh })).status).toBe(200)
  })

  it('ends all trust and all other sessions with the former, and not this one', async () => {
    const { browser, ...former } = await withToken()
    const trusted = await trustedBrowserOf(worker, former, newNetwork(), 0)
    const token = await provision(browser)
    expect(await sessionStatus(trusted)).toBe(200)
    expectStatus(await confirm(browser, token), 200)
    expect(await sessionStatus(browser)).toBe(200)
    expect(await sessionStatus(trusted)).toBe(401)
    expect(await askedOf(trusted, former)).toBe('factor_required')
    // It may go on to do what needs a fresh proof.
    expect((await browser.post('/api/factors/recovery', {})).status).toBe(201)
  })

  it('takes no other authenticator along', async () => {
    const holder = await addHolder(worker, root)
    const browser = visitor(worker)
    await signIn(browser, holder, { code: codeAt(holder.uri) })
    const token = await provision(browser)
    expectStatus(await confirm(browser, token), 200)
    expect(await factorsOf(holder.id)).toHaveLength(2)
    const code = codeAt(holder.uri, Date.now(), 1)
    expect((await signIn(visitor(worker), holder, { code })).status).toBe(200)
  })

  it('that is abandoned changes nothing', async () => {
    const { browser, ...former } = await withToken()
    const token = await provision(browser)
    expect((await activate(former, token.activationCode)).status).toBe(200)
    pass(hours(1))
    expect((await confirm(browser, token)).status).not.toBe(200)
    const code = codeAt(former.uri)
    expect((await signIn(visitor(worker), former, { code })).status).toBe(200)
    expect(await factorsOf(former.id)).toHaveLength(1)
  })

  it('is shown to nobody but in the answer that made it, to who proved their factor lately', async () => {
    const { browser, ...former } = await withToken()
    const token = await provision(browser)
    const seen = [
      await browser.get('/api/factors'),
      await browser.get('/api/provisioning'),
      await browser.get('/api/activity'),
      await root.get(`/api/admin/users/${former.id}`),
      await root.get('/api/admin/audit'),
    ]
    for (const { body } of seen) {
      expect(JSON.stringify(body)).not.toContain(token.secret)
      expect(JSON.stringify(body)).not.toContain(token.activationCode)
    }
    pass(minutes(15))
    expect((await browser.post('/api/provisioning')).body.code).toBe('step_up_required')
    expect((await visitor(worker).post('/api/provisioning')).status).toBe(401)
    const held = await hold(worker, former)
    expect((await held.post('/api/provisioning')).status).toBe(401)
  })
})
