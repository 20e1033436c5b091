import { describe, expect, it, vi } from 'vitest'
import { hours, minutes, pass } from '../support/clock.ts'
import type { Client } from '../support/client.ts'
import { auditOf, change, rows } from '../support/database.ts'
import {
  addHolder,
  addPerson,
  hold,
  house,
  sessionCookie,
  sessionStatus,
  signedIn,
  signIn,
  thiefOf,
  trustedBrowserOf,
  typeCode,
  visitor,
} from '../support/people.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()

describe('C10 R25 how long a session lives is the server’s word', () => {
  it('lives when used after 59 minutes, again and again, and dies after 61 idle ones', async () => {
    const browser = await signedIn(worker, await addPerson(root))
    pass(minutes(59))
    expect(await sessionStatus(browser)).toBe(200)
    pass(minutes(59))
    expect(await sessionStatus(browser)).toBe(200)
    pass(minutes(61))
    expect(await sessionStatus(browser)).toBe(401)
    expect(await sessionStatus(browser)).toBe(401)
  })

  it('lives 11 hours 59 in steady use, and not 12 hours 1', async () => {
    const browser = await signedIn(worker, await addPerson(root))
    for (let used = 0; used < 14; used++) {
      pass(minutes(50))
      expect(await sessionStatus(browser)).toBe(200)
    }
    pass(minutes(19))
    expect(await sessionStatus(browser)).toBe(200)
    pass(minutes(2))
    expect(await sessionStatus(browser)).toBe(401)
  })

  it('ends when session.max_hours and session.idle_minutes say so, from one request to the next', async () => {
    const browser = await signedIn(worker, await addPerson(root))
    const set = (name: string, value: number) =>
      change('INSERT INTO setting (name, value, updated_at) VALUES (?, ?, 0)', name, `${value}`)
    pass(minutes(6))
    await set('session.idle_minutes', 5)
    expect(await sessionStatus(browser)).toBe(401)
    await change('DELETE FROM setting')
    expect(await sessionStatus(browser)).toBe(200)
    await set('session.max_hours', 1)
    pass(minutes(55))
    expect(await sessionStatus(browser)).toBe(401)
    await change('DELETE FROM setting')
  })

  it('tells when it expires, and the cookie does not outlive it', async () => {
    const browser = visitor(worker)
    const { setCookies } = await signIn(browser, await addPerson(root))
    const { body } = await browser.get('/api/session')
    expect(body.expiresAt).toBe(Math.floor(Date.now() / 1000) + hours(12))
    const cookie = setCookies.find(({ name }) => name === sessionCookie)
    expect(Number(cookie?.attributes['max-age'])).toBeLessThanOrEqual(hours(12))
  })
})

describe('C10 proving anew within a session', () => {
  it('does not prolong it beyond session.max_hours, nor its cookie', async () => {
    const person = await addPerson(root)
    const browser = await signedIn(worker, person)
    const { expiresAt } = (await browser.get('/api/session')).body
    const stepUp = () =>
      browser.post('/api/session/step-up', { method: 'password', password: person.password })
    for (let hour = 1; hour <= 23; hour++) {
      pass(minutes(30))
      const { status, body, setCookies } = await stepUp()
      expect([hour, status, body.expiresAt]).toEqual([hour, 200, expiresAt])
      const cookie = setCookies.find(({ name }) => name === sessionCookie)
      expect(Number(cookie?.attributes['max-age'])).toBe(hours(12) - hour * minutes(30))
    }
    pass(minutes(30))
    expect(await sessionStatus(browser)).toBe(401)
  })
})

describe('C11 a session that was left is over', () => {
  it('answers 401 to a copied cookie after signing out, and lets nothing be stored', async () => {
    const person = await addPerson(root)
    const browser = await signedIn(worker, person)
    const thief = thiefOf(worker, browser)
    expect((await thief.get('/api/session')).headers.get('cache-control')).toBe('no-store')
    const answer = await browser.post('/api/logout')
    expect(answer.status).toBe(204)
    expect(answer.headers.get('clear-site-data')).toBe('"cache"')
    expect(browser.cookies.has(sessionCookie)).toBe(false)
    const replay = await thief.get('/api/session')
    expect(replay.status).toBe(401)
    expect(replay.headers.get('cache-control')).toBe('no-store')
    expect(await auditOf(person.id)).toContain('sign-out done')
  })

  it('gives up a pending login too', async () => {
    const holder = await addHolder(worker, root)
    const browser = await hold(worker, holder)
    const thief = thiefOf(worker, browser)
    await browser.post('/api/logout')
    expect((await typeCode(thief, codeAt(holder.uri))).status).toBe(401)
  })

  it('keeps the trust in this browser: signing out is not distrusting', async () => {
    const holder = await addHolder(worker, root)
    const browser = await trustedBrowserOf(worker, holder)
    await browser.post('/api/logout')
    expect((await signIn(browser, holder)).body.status).toBe('authenticated')
  })
})

describe('K06 K23 what ends every session of a person at once', () => {
  it.each([
    ['a new security stamp', 'UPDATE user SET security_stamp = security_stamp + 1 WHERE id = ?'],
    ['disablement', 'UPDATE user SET disabled_at = 1 WHERE id = ?'],
    ['deletion', 'DELETE FROM user WHERE id = ?'],
  ])('%s: session, pending login and trust are dead on the next request', async (_, sql) => {
    const holder = await addHolder(worker, root)
    const trusted = await trustedBrowserOf(worker, holder)
    const held = await hold(worker, holder)
    await change(sql, holder.id)
    expect(await sessionStatus(trusted)).toBe(401)
    expect((await typeCode(held, codeAt(holder.uri, Date.now(), 1))).status).toBe(401)
    expect((await signIn(trusted, holder)).body.status).not.toBe('authenticated')
  })

  it('a session that was ended while it stepped up does not come back as a new one', async () => {
    const holder = await addHolder(worker, root)
    const browser = visitor(worker)
    await signIn(browser, holder, { code: codeAt(holder.uri) })
    worker.d1.reset({ latencyMs: 200 })
    const code = codeAt(holder.uri, Date.now(), 1)
    const stepUp = browser.post('/api/session/step-up', { method: 'totp', code })
    // The trip that writes the successor is under way, and has not arrived.
    await vi.waitUntil(() => worker.d1.trips() === 2, { interval: 5 })
    await change('DELETE FROM session WHERE user_id = ?', holder.id)
    expect((await stepUp).status).toBe(401)
    expect(await rows('SELECT id FROM session WHERE user_id = ?', holder.id)).toEqual([])
  })
})

describe('my sessions', () => {
  it.each([
    '=cmd|calc/1 <img src=x onerror=alert(1)>',
    '<script>alert(1)</script>/1.0',
    'Your-session-expired-sign-in-at-evil.example/1.0 x',
    `${'A'.repeat(4000)}/1 x`,
    'Mozilla/5.0 (Evil OS 9; rv:1.0) Evil/1.0',
    '\u202egnp.exe/1',
  ])('show no name that a browser made up: %s', async (userAgent) => {
    const person = await addPerson(root)
    const browser = visitor(worker)
    const sent = { 'user-agent': [...userAgent].filter((one) => one < '\u0100').join('') }
    await browser.post('/api/login', { username: person.username, password: person.password }, sent)
    const [{ browser: shown }] = (await browser.get('/api/sessions')).body.sessions
    expect(shown).toMatch(/^[A-Za-z ]{1,40}$/)
    expect(shown).not.toMatch(/cmd|script|evil|AAA|session/i)
    const kept = await rows('SELECT browser FROM audit WHERE subject_id = ?', person.id)
    expect(kept.at(-1)).toEqual({ browser: shown })
  })

  it('show the name of a browser that everybody knows', async () => {
    const { username, password } = await addPerson(root)
    const browser = visitor(worker)
    const userAgent =
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
    await browser.post('/api/login', { username, password }, { 'user-agent': userAgent })
    const [{ browser: shown }] = (await browser.get('/api/sessions')).body.sessions
    expect(shown).toBe('Chrome on Windows')
  })

  it('lists mine, ends one or all others, and touches nobody else’s', async () => {
    const [person, neighbor] = [await addPerson(root), await addPerson(root)]
    const [here, there, elsewhere] = [
      await signedIn(worker, person),
      await signedIn(worker, person),
      await signedIn(worker, person),
    ]
    const other = await signedIn(worker, neighbor)
    const idOf = async (browser: Client): Promise<string> =>
      (await browser.get('/api/sessions')).body.sessions.find(
        (one: { current: boolean }) => one.current,
      ).id
    expect((await here.get('/api/sessions')).body.sessions).toHaveLength(3)
    expect((await here.delete(`/api/sessions/${await idOf(other)}`)).status).toBe(404)
    expect((await here.delete(`/api/sessions/${await idOf(there)}`)).status).toBe(204)
    expect(await sessionStatus(there)).toBe(401)
    expect((await here.delete('/api/sessions')).status).toBe(204)
    const states = [
      await sessionStatus(here),
      await sessionStatus(elsewhere),
      await sessionStatus(other),
    ]
    expect(states).toEqual([200, 401, 200])
  })
})
