import { describe, expect, it } from 'vitest'
import type { Client } from '../support/client.ts'
import { auditOf, dump, rows } from '../support/database.ts'
import {
  addHolder,
  addPerson,
  hold,
  house,
  knownCookie,
  pendingCookie,
  sessionCookie,
  sessionStatus,
  signedIn,
  signIn,
  thiefOf,
  trustCookie,
  trustedBrowserOf,
  typeCode,
  visitor,
} from '../support/people.ts'
import { codeAt, wrongCodeAt } from '../support/totp.ts'

const { worker, root } = house()

const token = (browser: Client, name = sessionCookie) => browser.cookies.get(name)?.value ?? ''

describe('L11 R26 session fixation', () => {
  it('never takes over an id that was there before', async () => {
    const person = await addPerson(root)
    const planted = 'A'.repeat(43)
    const browser = visitor(worker)
    browser.cookies.set(sessionCookie, { name: sessionCookie, value: planted, attributes: {} })
    await signIn(browser, person)
    expect(token(browser)).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(token(browser)).not.toBe(planted)
    const other = visitor(worker)
    expect(
      (await other.get('/api/session', { cookie: `${sessionCookie}=${planted}` })).status,
    ).toBe(401)
  })

  it('ends the session that this browser held when it signs in again', async () => {
    const person = await addPerson(root)
    const browser = await signedIn(worker, person)
    const old = thiefOf(worker, browser)
    await signIn(browser, person)
    expect(token(browser)).not.toBe(token(old))
    expect(await sessionStatus(browser)).toBe(200)
    expect(await sessionStatus(old)).toBe(401)
  })

  it('refuses a name that comes twice, and reads none without its prefix', async () => {
    const browser = await signedIn(worker, await addPerson(root))
    const value = token(browser)
    const ask = (cookie: string) => visitor(worker).get('/api/session', { cookie })
    const twice = await ask(`${sessionCookie}=${value}; ${sessionCookie}=${'B'.repeat(43)}`)
    expect(twice).toMatchObject({ status: 400, body: { code: 'malformed_request' } })
    expect((await ask(`latchkey-session=${value}`)).status).toBe(401)
    expect((await ask(`__Secure-latchkey-session=${value}`)).status).toBe(401)
    expect((await ask(`${sessionCookie}=${value}`)).status).toBe(200)
  })
})

describe('a cookie of ours that comes twice', () => {
  it.each([sessionCookie, pendingCookie, trustCookie, knownCookie])(
    '%s: is refused before password or code are looked at',
    async (name) => {
      const holder = await addHolder(worker, root)
      const held = await hold(worker, holder)
      const state = async () => [
        await auditOf(holder.id),
        await rows('SELECT subject, failures FROM attempt ORDER BY subject'),
        await rows('SELECT count(*) AS n FROM pending_login'),
      ]
      const before = await state()
      const browser = visitor(worker)
      const cookie = `${name}=${'A'.repeat(43)}; ${name}=${'B'.repeat(43)}`
      const withPending = `${cookie}; ${pendingCookie}=${token(held, pendingCookie)}`
      const { username, password, uri } = holder
      const send = (path: string, body: object, sent = cookie) =>
        browser.post(path, body, { cookie: sent })
      const typed = (code: string) =>
        send('/api/login/factor', { method: 'totp', code }, withPending)
      const answers = [
        await send('/api/login', { username, password }),
        await send('/api/login', { username, password: 'not this one' }),
        await send('/api/login', { username: 'nobody-at-all', password }),
        await typed(codeAt(uri)),
        await typed(wrongCodeAt(uri)),
      ]
      const seen = answers.map(({ status, headers, body }) =>
        JSON.stringify([status, [...headers], body]),
      )
      expect(new Set(seen).size).toBe(1)
      expect(answers[0]).toMatchObject({ status: 400, body: { code: 'malformed_request' } })
      expect(await state()).toEqual(before)
    },
  )
})

describe('K09 each token opens what it was made for', () => {
  it('takes no pending login, trust or session token in another’s place', async () => {
    const holder = await addHolder(worker, root)
    const trusted = await trustedBrowserOf(worker, holder)
    const held = await hold(worker, holder)
    const tokens = [token(held, pendingCookie), token(trusted, '__Host-latchkey-trust')]
    for (const value of tokens) {
      const browser = visitor(worker)
      browser.cookies.set(sessionCookie, { name: sessionCookie, value, attributes: {} })
      expect(await sessionStatus(browser)).toBe(401)
    }
    const browser = visitor(worker)
    const value = token(trusted)
    browser.cookies.set(pendingCookie, { name: pendingCookie, value, attributes: {} })
    expect((await typeCode(browser, codeAt(holder.uri, Date.now(), 1))).status).toBe(401)
  })
})

describe('R27 R28 what a cookie is, and what the database knows of it', () => {
  it('is __Host-, Secure, HttpOnly, Lax, for /, short and random; only its hash is kept', async () => {
    const holder = await addHolder(worker, root)
    const held = visitor(worker)
    const first = await signIn(held, holder)
    const second = await typeCode(held, codeAt(holder.uri), { trust: true })
    const set = [...first.setCookies, ...second.setCookies].filter(({ value }) => value !== '')
    expect(set.map(({ name }) => name).toSorted()).toEqual([
      '__Host-latchkey-known',
      pendingCookie,
      sessionCookie,
      '__Host-latchkey-trust',
    ])
    const database = await dump()
    for (const { value, attributes } of set) {
      expect(attributes).toMatchObject({ secure: true, httponly: true, samesite: 'Lax', path: '/' })
      expect(attributes).not.toHaveProperty('domain')
      expect(value).toMatch(/^[A-Za-z0-9_-]{43}$/)
      expect(database).not.toContain(value)
    }
  })
})
