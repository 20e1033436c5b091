import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { days, minutes, pass } from '../support/clock.ts'
import type { Client } from '../support/client.ts'
import { auditOf, dump, rows } from '../support/database.ts'
import { begin, confirm, factorsOf } from '../support/enrollment.ts'
import {
  addHolder,
  addPerson,
  askedOf,
  between,
  enrollHere,
  expectStatus,
  house,
  type Person,
  sessionStatus,
  signIn,
  typeCode,
  visitor,
} from '../support/people.ts'
import { forgetPolicy, handOver, setSettings } from '../support/policy.ts'

const { worker, root } = house()
beforeEach(() => setSettings(root, { 'enrollment.at_login': 'ticket' }))
afterEach(forgetPolicy)

const newcomer = () => addPerson(root, { mfaRequired: true })
const ticketFor = async (person: Person): Promise<string> =>
  (await handOver(root, 'ticket', person)).code

/** A browser that waits at the door for a ticket. */
const waiting = async (person: Person): Promise<Client> => {
  const browser = visitor(worker)
  const { body } = expectStatus(await signIn(browser, person), 200)
  if (!body.ticketRequired) throw new Error(`held as ${JSON.stringify(body)}`)
  return browser
}
const show = (browser: Client, ticket: string) => browser.post('/api/login/ticket', { ticket })
const mayEnroll = async (browser: Client) =>
  (await browser.post('/api/factors/totp', {})).status === 201

describe('E02 who has no factor, and an attacker who knows the password', () => {
  it('gets nowhere without a ticket, and a waiting login opens nothing else', async () => {
    const person = await newcomer()
    const browser = await waiting(person)
    const answers = [
      await browser.get('/api/factors'),
      await browser.post('/api/factors/totp', {}),
      await browser.post(`/api/factors/totp/${crypto.randomUUID()}/confirm`, { code: '123456' }),
      await browser.post('/api/factors/recovery', {}),
      await browser.post('/api/provisioning'),
      await browser.get('/api/profile'),
      await browser.post('/api/password', { current: person.password, next: 'a new passphrase' }),
      await browser.post('/api/session/step-up', { method: 'password', password: person.password }),
      await typeCode(browser, '123456'),
    ]
    for (const { status } of answers) expect([401, 403]).toContain(status)
    expect(await sessionStatus(browser)).toBe(401)
    expect(await factorsOf(person.id)).toEqual([])
    expect((await browser.get('/api/login')).body).toMatchObject({
      status: 'enrollment_required',
      ticketRequired: true,
    })
  })

  it('enrolls with one, and is in; the ticket is kept nowhere in clear', async () => {
    const person = await newcomer()
    const ticket = await ticketFor(person)
    const kept = await dump()
    expect(kept).not.toContain(ticket)
    expect(kept).not.toContain(ticket.replaceAll('-', ''))
    const browser = await waiting(person)
    const { status, body } = await show(browser, ticket.toLowerCase().replaceAll('-', ' '))
    expect([status, body.status, body.ticketRequired ?? false]).toEqual([
      200,
      'enrollment_required',
      false,
    ])
    expect(await sessionStatus(browser)).toBe(401)
    await enrollHere(browser)
    expect(await sessionStatus(browser)).toBe(200)
    const log = await auditOf(person.id)
    expect(log).toEqual(expect.arrayContaining(['ticket-made done', 'ticket-used done']))
    expect(await askedOf(visitor(worker), person)).toBe('factor_required')
  })
})

describe('E03 a ticket', () => {
  it('is of no use to another person', async () => {
    const [owner, other] = [await newcomer(), await newcomer()]
    const ticket = await ticketFor(owner)
    const browser = await waiting(other)
    expect((await show(browser, ticket)).body.code).toBe('invalid_code')
    expect(await mayEnroll(browser)).toBe(false)
    expect((await show(await waiting(owner), ticket)).status).toBe(200)
  })

  it('opens the pending login that it was shown in, and no other, once', async () => {
    const person = await newcomer()
    const ticket = await ticketFor(person)
    const [browser, beside] = [await waiting(person), await waiting(person)]
    expect((await show(browser, ticket)).status).toBe(200)
    expect((await show(beside, ticket)).body.code).toBe('invalid_code')
    expect((await show(browser, ticket)).status).not.toBe(200)
    expect(await mayEnroll(beside)).toBe(false)
    expect(await mayEnroll(browser)).toBe(true)
    await enrollHere(browser)
    expect(await mayEnroll(beside)).toBe(false)
    expect(await sessionStatus(beside)).toBe(401)
  })

  it('is spent even where nothing is enrolled after it', async () => {
    const person = await newcomer()
    const ticket = await ticketFor(person)
    const browser = await waiting(person)
    expect((await show(browser, ticket)).status).toBe(200)
    pass(minutes(5) + 1)
    expect(await mayEnroll(browser)).toBe(false)
    const again = await waiting(person)
    expect((await show(again, ticket)).body.code).toBe('invalid_code')
    expect((await show(again, await ticketFor(person))).status).toBe(200)
  })

  it('lasts seven days', async () => {
    const [early, late] = [await newcomer(), await newcomer()]
    const tickets = [await ticketFor(early), await ticketFor(late)] as const
    pass(days(7) - 60)
    expect((await show(await waiting(early), tickets[0])).status).toBe(200)
    const browser = await waiting(late)
    pass(60)
    expect((await show(browser, tickets[1])).body.code).toBe('invalid_code')
    expect(await mayEnroll(browser)).toBe(false)
  })

  it.each([
    ['retires the former', (person: Person) => ticketFor(person)],
    [
      'dies with a reset',
      (person: Person) => root.post(`/api/admin/users/${person.id}/reset`, { targets: ['totp'] }),
    ],
  ])('a new one %s, be it between reading and writing', async (_, replace) => {
    const person = await newcomer()
    const ticket = await ticketFor(person)
    const browser = await waiting(person)
    const raced = await between(
      worker,
      2,
      () => show(browser, ticket),
      () => replace(person),
    )
    expect([raced.status, await mayEnroll(browser)]).toEqual([401, false])
    expect((await show(await waiting(person), ticket)).body.code).toBe('invalid_code')
  })

  it('shown twenty times at once opens one login, with 200 ms to the database', async () => {
    const person = await newcomer()
    const ticket = await ticketFor(person)
    const browsers: Client[] = []
    for (let n = 0; n < 20; n++) browsers.push(await waiting(person))
    worker.d1.reset({ latencyMs: 200 })
    const answers = await Promise.all(browsers.map((browser) => show(browser, ticket)))
    worker.d1.reset()
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const open = await rows(
      `SELECT id FROM pending_login WHERE user_id = ? AND purpose = 'enrollment'`,
      person.id,
    )
    expect(open).toHaveLength(1)
  })

  it('is not spent by looking at it: a mail scanner that follows links takes nothing', async () => {
    const person = await newcomer()
    const ticket = await ticketFor(person)
    const browser = await waiting(person)
    for (const who of [browser, visitor(worker)]) {
      await who.get(`/api/login/ticket?ticket=${ticket}`)
      await who.get(`/api/login?ticket=${ticket}`)
      await who.get(`/?ticket=${ticket}`)
    }
    expect((await visitor(worker).post('/api/login/ticket', { ticket })).status).toBe(401)
    expect((await show(browser, ticket)).status).toBe(200)
  })

  it('is guessed at no faster than any other code; a right one then is refused and kept', async () => {
    const person = await newcomer()
    const ticket = await ticketFor(person)
    const browser = await waiting(person)
    const wrong = 'AAAA-BBBB-CCCC-DDDD'
    const statuses: number[] = []
    for (let n = 0; n < 11; n++) statuses.push((await show(browser, wrong)).status)
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429])
    const refused = await show(browser, ticket)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30'])
    expect(await mayEnroll(browser)).toBe(false)
    pass(30)
    expect((await show(browser, ticket)).status).toBe(200)
  })

  it('in no form that a ticket has is a malformed request', async () => {
    const browser = await waiting(await newcomer())
    for (const ticket of ['123456', 'AAAA-BBBB', '', 7, null])
      expect((await browser.post('/api/login/ticket', { ticket })).status).toBe(400)
  })

  it('is no factor: who has one is not let by with it, nor made one', async () => {
    const person = await newcomer()
    const ticket = await ticketFor(person)
    const browser = await waiting(person)
    await show(browser, await ticketFor(person))
    const started = await begin(browser)
    expectStatus(await confirm(browser, started), 200)
    const held = visitor(worker)
    expect(await askedOf(held, person)).toBe('factor_required')
    expect((await show(held, ticket)).body.code).toBe('forbidden')
    expect((await held.post('/api/login/factor', { method: 'pass', code: ticket })).status).toBe(
      401,
    )
    expect((await root.post(`/api/admin/users/${person.id}/ticket`)).status).toBe(409)
  })
})

describe('where tickets are wanted', () => {
  it('who must not have a factor, and who has one, signs in as before', async () => {
    expect(await askedOf(visitor(worker), await addPerson(root))).toBe('authenticated')
    const holder = await addHolder(worker, root)
    expect(await askedOf(visitor(worker), holder)).toBe('factor_required')
  })

  it('who was in before they must have one does not enroll past the ticket', async () => {
    const person = await addPerson(root)
    const inside = visitor(worker)
    expect(await askedOf(inside, person)).toBe('authenticated')
    expectStatus(await root.patch(`/api/admin/users/${person.id}`, { mfaRequired: true }), 200)
    expect(await mayEnroll(inside)).toBe(false)
    expect((await inside.post('/api/provisioning')).status).toBe(403)
    expect((await show(await waiting(person), await ticketFor(person))).status).toBe(200)
  })

  it('a login that was held while the door was open still enrolls, and a new one does not', async () => {
    await setSettings(root, { 'enrollment.at_login': 'open' })
    const person = await newcomer()
    const before = visitor(worker)
    expect(await askedOf(before, person)).toBe('enrollment_required')
    expect((await show(before, await ticketFor(person))).body.code).toBe('forbidden')
    await setSettings(root, { 'enrollment.at_login': 'ticket' })
    expect(await mayEnroll(await waiting(person))).toBe(false)
  })
})
