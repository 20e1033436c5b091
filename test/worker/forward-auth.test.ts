import { decodeJwt, decodeProtectedHeader } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { pass } from '../support/clock.ts'
import { change } from '../support/database.ts'
import { beginSession, house, visitor } from '../support/people.ts'
import {
  addSite,
  assertionCookie,
  copyCookie,
  enterSite,
  identityIn,
  page,
  type Site,
  siteBrowser,
  siteCookie,
  signedInAt,
  visitSite,
} from '../support/site.ts'

const { worker, root } = house()
let site: Site

const portalOf = (fields?: Record<string, unknown>) => signedInAt(worker, root, fields)
const atSite = (where = site, fields?: Record<string, unknown>) =>
  visitSite(worker, root, where, fields)
const expectNobody = (headers: Headers) => expect(identityIn(headers)).toEqual([])

beforeAll(async () => {
  site = await addSite(root)
  // The first assertion makes its key.
  const { browser } = await atSite()
  await browser.ask('/')
})

describe('GET /api/forward-auth', () => {
  it('sends a page to the portal, and back to the very address', async () => {
    const { portal } = await portalOf()
    const browser = siteBrowser(worker, site.origin)
    const deep = "/a%20b/c?q=1&r=%2F..//x;y'"
    const sent = await browser.ask(deep, { headers: page })
    expect(sent.status).toBe(302)
    const to = new URL(sent.headers.get('location') ?? '')
    expect([to.origin, to.pathname]).toEqual(['http://localhost:8787', '/authorize'])
    expect(to.searchParams.get('site')).toBe(site.origin + deep)
    const back = await enterSite(browser, portal, deep)
    expect(back.headers.get('location')).toBe(site.origin + deep)
    const passed = await browser.ask(deep, { headers: page })
    expect(passed.status).toBe(204)
  })

  it('answers programs and changes with 401, and proxies that know no other', async () => {
    const browser = siteBrowser(worker, site.origin)
    expect((await browser.ask('/api')).status).toBe(401)
    expect((await browser.ask('/', { method: 'POST', headers: page })).status).toBe(401)
    const always = await browser.ask('/x', { headers: page, query: '?unauthenticated=401' })
    expect(always.status).toBe(401)
    expect(always.headers.get('location')).toContain('/authorize?site=')
    expectNobody(always.headers)
  })

  it('says who is there, in headers and in an assertion', async () => {
    const group = (await root.post('/api/admin/groups', { name: 'Küche, 50%' })).body.id
    const { browser, person } = await atSite(site, {
      displayName: 'Zoë Čapek',
      email: 'zoe@example.org',
      groups: [group],
    })
    const { status, headers } = await browser.ask('/')
    expect(status).toBe(204)
    expect(headers.get('remote-user')).toBe(person.username)
    expect(headers.get('remote-name')).toBe('Zo%C3%AB%20%C4%8Capek')
    expect(headers.get('remote-email')).toBe('zoe@example.org')
    expect(headers.get('remote-groups')).toBe('K%C3%BCche%2C%2050%25')
    expect(headers.get('remote-amr')).toBe('pwd')
    const assertion = headers.get('latchkey-assertion') ?? ''
    expect(decodeProtectedHeader(assertion)).toMatchObject({
      alg: 'ES256',
      typ: 'latchkey-assertion+jwt',
    })
    const claims = decodeJwt(assertion)
    expect(claims).toMatchObject({
      iss: 'http://localhost:8787',
      aud: site.origin,
      sub: person.id,
      groups: ['Küche, 50%'],
      role: 'user',
      amr: ['pwd'],
      acr: 'aal1',
    })
    expect(Number(claims.exp) - Number(claims.iat)).toBe(60)
    expect(headers.has('strict-transport-security')).toBe(false)
  })

  it('asks D1 not at all within a minute, and once after it', async () => {
    const { browser } = await atSite()
    const ask = async () => {
      worker.d1.reset()
      expect((await browser.ask('/')).status).toBe(204)
      return worker.d1.trips()
    }
    expect(await ask()).toBe(1)
    expect(await ask()).toBe(0)
    pass(59)
    expect(await ask()).toBe(0)
    pass(1)
    expect(await ask()).toBe(1)
    expect(await ask()).toBe(0)
  })

  it('asks D1 each time where the site wants that', async () => {
    const strict = await addSite(root, { details: { checks: 'each' } })
    const { browser } = await atSite(strict)
    for (const _ of [1, 2]) {
      worker.d1.reset()
      expect((await browser.ask('/')).status).toBe(204)
      expect(worker.d1.trips()).toBe(1)
    }
    expect(browser.cookies.has(assertionCookie)).toBe(false)
  })

  it('leaves out a cookie that browsers would refuse, and asks D1 instead', async () => {
    const { browser, person } = await atSite()
    await change(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
       INSERT INTO user_group (id, name, canonical_name, description, priority, created_at)
       SELECT ?1 || '-' || i, ?1 || i, ?1 || i, '', 1000 + i, 0 FROM n`,
      person.id,
    )
    await change(
      `INSERT INTO group_member (group_id, user_id, canonical_username)
       SELECT id, ?1, ?2 FROM user_group WHERE id LIKE ?1 || '-%'`,
      person.id,
      person.username,
    )
    for (const _ of [1, 2]) {
      worker.d1.reset()
      const { status, headers } = await browser.ask('/')
      expect([status, worker.d1.trips()]).toEqual([204, 1])
      expect(headers.get('remote-groups')?.split(',')).toHaveLength(60)
    }
    expect(browser.cookies.has(assertionCookie)).toBe(false)
  })

  it('keeps the sign-in alive while its site is used', async () => {
    const { browser, portal } = await atSite()
    for (const _ of [1, 2, 3]) {
      pass(40 * 60)
      expect((await browser.ask('/')).status).toBe(204)
    }
    expect((await portal.get('/api/session')).status).toBe(200)
    pass(61 * 60)
    expect((await browser.ask('/')).status).toBe(401)
  })
})

describe('who is let in no more', () => {
  /** In another isolate, which heard of nothing. */
  const cases: [string, (id: string) => Promise<unknown>][] = [
    ['is signed out', (id) => change('DELETE FROM session WHERE user_id = ?', id)],
    ['is disabled', (id) => change('UPDATE user SET disabled_at = 1 WHERE id = ?', id)],
    [
      'has a new password',
      (id) => change('UPDATE user SET security_stamp = security_stamp + 1 WHERE id = ?', id),
    ],
    [
      'must choose a new password',
      (id) => change('UPDATE user SET must_change_password = 1 WHERE id = ?', id),
    ],
  ]
  it.each(cases)('gets nowhere within a minute: who %s', async (_, happens) => {
    const { browser, person } = await atSite()
    expect((await browser.ask('/')).status).toBe(204)
    await happens(person.id)
    pass(60)
    const answer = await browser.ask('/')
    expect(answer.status).toBe(401)
    expectNobody(answer.headers)
  })

  it('gets nowhere at once after a change in the console or a sign-out here', async () => {
    const { browser, person } = await atSite()
    expect((await browser.ask('/')).status).toBe(204)
    const path = `/api/admin/users/${person.id}`
    expect((await root.patch(path, { disabled: true })).status).toBe(200)
    expect((await browser.ask('/')).status).toBe(401)
    const other = await atSite()
    expect((await other.browser.ask('/')).status).toBe(204)
    await other.portal.post('/api/logout', {})
    expect((await other.browser.ask('/')).status).toBe(401)
    const third = await atSite()
    expect((await third.browser.ask('/')).status).toBe(204)
    const owner = visitor(worker)
    await beginSession(owner, third.person)
    expect((await owner.post('/api/activity/not-me')).status).toBe(204)
    expect((await third.browser.ask('/')).status).toBe(401)
  })

  it('is whoever left the group; and a site that is disabled lets in nobody', async () => {
    const group = (await root.post('/api/admin/groups', { name: 'Staff' })).body.id
    const staffed = await addSite(root, { audience: 'groups', groups: [group] })
    const { browser, person } = await atSite(staffed, { groups: [group] })
    expect((await browser.ask('/')).status).toBe(204)
    await change('DELETE FROM group_member WHERE user_id = ?', person.id)
    pass(60)
    expect((await browser.ask('/')).status).toBe(403)
    await change('UPDATE application SET disabled_at = 1 WHERE id = ?', staffed.id)
    pass(60)
    expect((await browser.ask('/')).status).toBe(403)
  })

  it('is whoever signs out at the site, at once, cookies copied before included', async () => {
    const { browser } = await atSite()
    await browser.ask('/')
    const thief = siteBrowser(worker, site.origin)
    for (const name of [siteCookie, assertionCookie]) copyCookie(browser, thief, name)
    pass(1)
    expect((await thief.ask('/')).status).toBe(204)
    const out = await browser.ask('/.latchkey/sign-out', {
      headers: { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'document' },
    })
    expect(out.status).toBe(303)
    expect(out.headers.get('location')).toBe('http://localhost:8787/sign-out')
    expect(browser.cookies.size).toBe(0)
    expect((await browser.ask('/')).status).toBe(401)
    expect((await thief.ask('/')).status).toBe(401)
  })

  it.each([
    ['a link', 'GET', { 'sec-fetch-site': 'cross-site' }],
    ['a form', 'POST', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['an old browser', 'GET', {}],
    ['a sibling', 'POST', { 'sec-fetch-site': 'same-site' }],
    ['a picture', 'GET', { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'image' }],
    ['a frame', 'GET', { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'iframe' }],
  ])('O08: is asked before %s from elsewhere signs them out', async (_, method, headers) => {
    const { browser } = await atSite()
    const asked = await browser.ask('/.latchkey/sign-out', { method, headers })
    expect(asked.status).toBe(403)
    expect(asked.body).toContain('href="/.latchkey/sign-out"')
    expect(browser.cookies.has(siteCookie)).toBe(true)
    expect((await browser.ask('/')).status).toBe(204)
  })
})

describe('GET /api/forward-auth/jwks', () => {
  it('publishes the keys of assertions alone, to be kept', async () => {
    const { body, headers } = await visitor(worker).get('/api/forward-auth/jwks')
    expect(headers.get('cache-control')).toContain('max-age')
    expect(body.keys).toHaveLength(1)
    expect(body.keys[0]).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' })
    expect(body.keys[0]).not.toHaveProperty('d')
  })
})
