import { describe, expect, it } from 'vitest'
import type { Client } from '../support/client.ts'
import { days, pass } from '../support/clock.ts'
import { change, rows } from '../support/database.ts'
import {
  addHolder,
  addPerson,
  exhaust,
  house,
  knownCookie,
  newNetwork,
  type Person,
  signIn,
  typeCode,
  visitor,
} from '../support/people.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()

/** A browser in which this person has signed in and out: it holds nothing but that it is known. */
const knownBrowserOf = async (
  person: Person,
  more: Record<string, unknown> = {},
  address = newNetwork(),
): Promise<Client> => {
  const browser = visitor(worker, address)
  expect((await signIn(browser, person, more)).body.status).toBe('authenticated')
  await browser.post('/api/logout')
  expect([...browser.cookies.keys()]).toEqual([knownCookie])
  return browser
}
const guess = async (person: Person, times: number, browser?: Client): Promise<number> => {
  let last = 0
  for (let n = 0; n < times; n++)
    last = (await signIn(browser ?? visitor(worker), { ...person, password: 'not it' })).status
  return last
}
const stepUp = (browser: Client, { password }: Person) =>
  browser.post('/api/session/step-up', { method: 'password', password })

describe('L07 R11 a browser in which its owner has signed in before', () => {
  it('lets an admin in, who may trust none, while strangers keep the account shut', async () => {
    const admin = await addHolder(worker, root, { role: 'admin' })
    const browser = await knownBrowserOf(admin, { code: codeAt(admin.uri) })
    expect(await guess(admin, 11)).toBe(429)
    const code = codeAt(admin.uri, Date.now(), 1)
    expect((await signIn(visitor(worker), admin, { code })).status).toBe(429)
    expect((await signIn(browser, admin, { code })).body.status).toBe('authenticated')
  })

  it('lets its owner in from a network that others have exhausted, and does not open it for them', async () => {
    const address = newNetwork()
    const person = await addPerson(root, { role: 'admin' })
    const browser = await knownBrowserOf(person, {}, address)
    await exhaust(address)
    expect((await signIn(browser, person)).body.status).toBe('authenticated')
    expect((await signIn(visitor(worker, address), person)).status).toBe(429)
    expect(
      await rows('SELECT failures FROM attempt WHERE subject = ?', `network:${address}`),
    ).toEqual([{ failures: 100 }])
  })

  it('lets in from there also an owner who has a factor to prove', async () => {
    const address = newNetwork()
    const admin = await addHolder(worker, root, { role: 'admin' })
    const browser = await knownBrowserOf(admin, { code: codeAt(admin.uri) }, address)
    await exhaust(address)
    expect((await signIn(browser, admin)).body.status).toBe('factor_required')
    expect((await typeCode(browser, codeAt(admin.uri, Date.now(), 1))).status).toBe(200)
  })

  it('lets its owner step up from there', async () => {
    const address = newNetwork()
    const holder = await addHolder(worker, root)
    const browser = visitor(worker, address)
    await signIn(browser, holder, { code: codeAt(holder.uri) })
    await exhaust(address)
    const proof = { method: 'totp', code: codeAt(holder.uri, Date.now(), 1) }
    expect((await browser.post('/api/session/step-up', proof)).status).toBe(200)
  })

  it('spares nothing: the factor is asked for all the same', async () => {
    const holder = await addHolder(worker, root)
    const browser = await knownBrowserOf(holder, { code: codeAt(holder.uri) })
    expect((await signIn(browser, holder)).body.status).toBe('factor_required')
  })

  it('guesses ten times like anyone, by itself: nobody else is shut out by it', async () => {
    const person = await addPerson(root)
    const browser = await knownBrowserOf(person)
    expect(await guess(person, 10, browser)).toBe(401)
    expect((await signIn(browser, person)).status).toBe(429)
    expect((await signIn(visitor(worker), person)).status).toBe(200)
  })

  it('is not known before the factor was proved', async () => {
    const holder = await addHolder(worker, root)
    const browser = visitor(worker)
    await signIn(browser, holder)
    expect(browser.cookies.has(knownCookie)).toBe(false)
  })

  it('is like any other once the security stamp has changed', async () => {
    const person = await addPerson(root)
    const browser = await knownBrowserOf(person)
    await change('UPDATE user SET security_stamp = security_stamp + 1 WHERE id = ?', person.id)
    expect(await guess(person, 11)).toBe(429)
    expect((await signIn(browser, person)).status).toBe(429)
  })

  it('is like any other half a year after its owner was last there', async () => {
    const person = await addPerson(root)
    const browser = await knownBrowserOf(person)
    const kept = browser.cookies.get(knownCookie)
    pass(days(180))
    if (kept) browser.cookies.set(knownCookie, kept)
    expect(await guess(person, 11)).toBe(429)
    expect((await signIn(browser, person)).status).toBe(429)
  })

  it.each([
    [
      'of another person',
      `UPDATE known_browser SET user_id = (SELECT id FROM user WHERE role = 'super_admin')`,
    ],
    ['of a former stamp', 'UPDATE known_browser SET security_stamp = security_stamp - 1'],
    ['that is half a year old', 'UPDATE known_browser SET expires_at = expires_at - 15552000'],
  ])('guesses no code from an exhausted network with a cookie %s', async (_, sql) => {
    const address = newNetwork()
    const holder = await addHolder(worker, root)
    const browser = await knownBrowserOf(holder, { code: codeAt(holder.uri) }, address)
    await signIn(browser, holder)
    await change(sql)
    await exhaust(address)
    expect((await typeCode(browser, codeAt(holder.uri, Date.now(), 1))).status).toBe(429)
  })

  it('is like any other for everybody but its owner', async () => {
    const [owner, victim] = [await addPerson(root), await addPerson(root)]
    const browser = await knownBrowserOf(owner)
    expect(await guess(victim, 11)).toBe(429)
    expect((await signIn(browser, victim)).status).toBe(429)
    expect(await guess(victim, 1, browser)).toBe(429)
  })
})

describe('stepping up by password', () => {
  const signedIn = async (person: Person): Promise<Client> => {
    const browser = visitor(worker)
    await signIn(browser, person)
    browser.cookies.delete(knownCookie)
    return browser
  }

  it('works while strangers keep the account shut', async () => {
    const person = await addPerson(root)
    const browser = await signedIn(person)
    expect(await guess(person, 11)).toBe(429)
    expect((await stepUp(browser, person)).status).toBe(200)
  })

  it('has a count of its own also in a known browser: it does not shut sign-in there', async () => {
    const person = await addPerson(root)
    const browser = visitor(worker)
    await signIn(browser, person)
    const wrong = { ...person, password: 'not it' }
    for (let n = 0; n < 10; n++) expect((await stepUp(browser, wrong)).status).toBe(401)
    expect((await stepUp(browser, person)).status).toBe(429)
    expect((await signIn(browser, person)).status).toBe(200)
  })

  it('counts wrong passwords against its session alone', async () => {
    const person = await addPerson(root)
    const [browser, other] = [await signedIn(person), await signedIn(person)]
    const wrong = { ...person, password: 'not it' }
    const statuses = []
    for (let n = 0; n < 11; n++) statuses.push((await stepUp(browser, wrong)).status)
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429])
    expect((await stepUp(browser, person)).status).toBe(429)
    expect((await stepUp(other, person)).status).toBe(200)
    expect((await signIn(visitor(worker), person)).status).toBe(200)
  })
})
