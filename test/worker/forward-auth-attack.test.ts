import { beforeAll, describe, expect, it, vi } from 'vitest'
import { pass } from '../support/clock.ts'
import { change, rows } from '../support/database.ts'
import { between, house } from '../support/people.ts'
import {
  addSite,
  assertionCookie,
  copyCookie,
  enterSite,
  identityIn,
  page,
  setCookie,
  type Site,
  siteBrowser,
  siteCookie,
  signedInAt,
  stateCookie,
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

describe('the way back from the portal', () => {
  const sentAway = async () => {
    const browser = siteBrowser(worker, site.origin)
    const sent = await browser.ask('/deep', { headers: page })
    return { browser, query: new URL(sent.headers.get('location') ?? '').search }
  }
  const admit = async (query: string) => {
    const { portal } = await portalOf()
    const answer = await portal.post('/api/authorization', { query })
    return new URL(String(answer.body.location))
  }

  it('is open once, within a minute', async () => {
    const { browser, query } = await sentAway()
    const { pathname, search } = await admit(query)
    worker.d1.reset({ latencyMs: 200 })
    const answers = await Promise.all([1, 2, 3, 4].map(() => browser.ask(pathname + search)))
    expect(answers.map(({ status }) => status).filter((status) => status === 302)).toHaveLength(1)
    worker.d1.reset()
    const late = await sentAway()
    const there = await admit(late.query)
    pass(60)
    expect((await late.browser.ask(there.pathname + there.search)).status).toBe(403)
  })

  it('is shut for another browser: nobody signs somebody else in', async () => {
    const { query } = await sentAway()
    const { pathname, search } = await admit(query)
    const victim = siteBrowser(worker, site.origin)
    expect((await victim.ask(pathname + search)).status).toBe(403)
    await victim.ask('/', { headers: page })
    expect((await victim.ask(pathname + search)).status).toBe(403)
    expect(victim.cookies.has(siteCookie)).toBe(false)
  })

  it('is shut for who was sent nowhere: a code can be made for the hash of nothing', async () => {
    const nothing = '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'
    const search = new URLSearchParams({ site: `${site.origin}/`, state: nothing })
    for (const cookie of [null, `${stateCookie}=`]) {
      const there = await admit(`?${search.toString()}`)
      const victim = siteBrowser(worker, site.origin)
      const headers = { ...page, cookie }
      expect((await victim.ask(there.pathname + there.search, { headers })).status).toBe(403)
      expect(victim.cookies.has(siteCookie)).toBe(false)
    }
  })

  it('opens again for a browser with cookies that nobody made', async () => {
    const { portal } = await portalOf()
    const browser = siteBrowser(worker, site.origin)
    setCookie(browser, siteCookie, 'broken')
    expect((await enterSite(browser, portal)).status).toBe(403)
    expect((await enterSite(browser, portal)).status).toBe(302)
    expect((await browser.ask('/')).status).toBe(204)
  })

  it('K28: is ours in every spelling that a proxy may read so, and no way past it', async () => {
    const { browser } = await atSite()
    const { portal } = await portalOf()
    for (const path of [
      '/%2elatchkey/callback',
      '//.latchkey/callback',
      '/a/..%2f.latchkey/sign-out',
      '/.LATCHKEY/sign-out',
      '/a/../.latchkey/',
    ]) {
      const { status, headers } = await browser.ask(path)
      expect([path, status]).toEqual([path, 403])
      expectNobody(headers)
      const query = new URLSearchParams({ site: site.origin + path, state: 'A'.repeat(43) })
      const answer = await portal.post('/api/authorization', { query: `?${query.toString()}` })
      expect([path, answer.body.status]).toEqual([path, 'invalid'])
    }
  })

  it('is shut for good once somebody else came with the code', async () => {
    const { browser, query } = await sentAway()
    const { pathname, search } = await admit(query)
    expect((await siteBrowser(worker, site.origin).ask(pathname + search)).status).toBe(403)
    expect((await browser.ask(pathname + search)).status).toBe(403)
  })

  it.each([
    ['is disabled', (id: string) => change('UPDATE user SET disabled_at = 1 WHERE id = ?', id)],
    ['is signed out', (id: string) => change('DELETE FROM session WHERE user_id = ?', id)],
    ['left the group', (id: string) => change('DELETE FROM group_member WHERE user_id = ?', id)],
    [
      'has a new password',
      (id: string) => change('UPDATE user SET security_stamp = 9 WHERE id = ?', id),
    ],
    [
      'finds the site disabled',
      () => change('UPDATE application SET disabled_at = 1 WHERE audience = ?', 'groups'),
    ],
  ])('is made for nobody who %s while it is made', async (_, happens) => {
    const group = (await root.post('/api/admin/groups', { name: crypto.randomUUID() })).body.id
    const staffed = await addSite(root, { audience: 'groups', groups: [group] })
    const { person, portal } = await portalOf({ groups: [group] })
    const browser = siteBrowser(worker, staffed.origin)
    const sent = await browser.ask('/', { headers: page })
    const { search: query } = new URL(sent.headers.get('location') ?? '')
    const request = () => portal.post('/api/authorization', { query })
    worker.d1.reset()
    const answer = await between(worker, 3, request, () => happens(person.id))
    expect(answer.body.status).not.toBe('redirect')
    expect(await rows('SELECT 1 FROM site_session WHERE user_id = ?', person.id)).toEqual([])
  })

  it('is shut at another origin, also of the same site', async () => {
    const twin = await addSite(root)
    const { browser, query } = await sentAway()
    const { pathname, search } = await admit(query)
    const { host } = new URL(twin.origin)
    const there = await browser.ask(pathname + search, { headers: { 'x-forwarded-host': host } })
    expect(there.status).toBe(403)
  })

  it('is shut once the sign-in is over, or the site', async () => {
    const { browser, query } = await sentAway()
    const { portal } = await portalOf()
    const answer = await portal.post('/api/authorization', { query })
    const { pathname, search } = new URL(String(answer.body.location))
    await portal.post('/api/logout', {})
    expect((await browser.ask(pathname + search)).status).toBe(403)
  })

  it('serves two tabs that were sent away one after the other', async () => {
    const { browser, query } = await sentAway()
    const second = await browser.ask('/second', { headers: page })
    const other = await admit(new URL(second.headers.get('location') ?? '').search)
    const first = await admit(query)
    expect((await browser.ask(first.pathname + first.search)).status).toBe(302)
    expect((await browser.ask(other.pathname + other.search)).status).toBe(302)
    const alive = await rows(
      'SELECT 1 FROM site_session WHERE token_hash IS NOT NULL AND application_id = ?1',
      site.id,
    )
    expect(alive.length).toBeGreaterThan(0)
    expect((await browser.ask('/')).status).toBe(204)
  })

  it('O08: leads to no other site', async () => {
    const { portal } = await portalOf()
    const state = 'A'.repeat(43)
    const elsewhere = [
      'https://evil.example/',
      `${site.origin}.evil.example/`,
      `${site.origin}@evil.example/`,
      `https://evil.example\\@${new URL(site.origin).host}/`,
      `//${new URL(site.origin).host}/`,
      `javascript:alert(1)//${new URL(site.origin).host}/`,
      `${site.origin}:444/`,
      `${site.origin}/.latchkey/callback?code=${state}`,
      site.origin,
    ]
    for (const address of elsewhere) {
      const query = `?${new URLSearchParams({ site: address, state }).toString()}`
      const answer = await portal.post('/api/authorization', { query })
      expect([address, answer.body.status]).toEqual([address, 'invalid'])
    }
    for (const path of ['//evil.example/x', '/\\evil.example', '/.//evil.example', '/%0d%0aX:1']) {
      const browser = siteBrowser(worker, site.origin)
      const back = await enterSite(browser, portal, path)
      expect(new URL(back.headers.get('location') ?? '').origin).toBe(site.origin)
    }
  })

  it('takes a step up where the address asks for more', async () => {
    const rules = [{ path: '/admin', access: 'policy', factor: 'second-factor' }]
    const strict = await addSite(root, { details: { rules } })
    const { browser, portal } = await atSite(strict)
    expect((await browser.ask('/')).status).toBe(204)
    const sent = await browser.ask('/Admin/x', { headers: page })
    expect(sent.status).toBe(302)
    const { search } = new URL(sent.headers.get('location') ?? '')
    const answer = await portal.post('/api/authorization', { query: search })
    expect(answer.body).toMatchObject({ status: 'enroll', needs: 'second-factor' })
    expect((await browser.ask('/')).status).toBe(204)
  })
})

describe('K22, O06: cookies that nobody made', () => {
  const junk = [
    '',
    'x',
    '"',
    'a'.repeat(42),
    'a'.repeat(5000),
    '%00',
    '../../etc/passwd',
    '{"user":"root"}',
    'eyJhbGciOiJub25lIn0.e30.',
    `${'a'.repeat(43)}, ${'a'.repeat(43)}`,
    "' OR 1=1 --",
    'null',
  ]
  it.each([siteCookie, assertionCookie, stateCookie])('let nobody in: %s', async (name) => {
    const { browser } = await atSite()
    await browser.ask('/')
    const sound = [...browser.cookies.values()].map((one) => `${one.name}=${one.value}`)
    const others = sound.filter((pair) => !pair.startsWith(`${name}=`))
    for (const value of junk) {
      const cookie = [...others, `${name}=${value}`].join('; ')
      const { status, headers } = await browser.ask('/', { headers: { cookie } })
      expect([value, status]).toEqual([value, 401])
      expectNobody(headers)
    }
    const twice = [...sound, sound.find((pair) => pair.startsWith(`${name}=`))].join('; ')
    const doubled = await browser.ask('/', { headers: { cookie: twice, ...page } })
    expect(doubled.status).toBe(302)
    expectNobody(doubled.headers)
  })

  it('are no way in alone or beside another: an assertion is only its own cookie’s', async () => {
    const { browser } = await atSite()
    await browser.ask('/')
    const thief = siteBrowser(worker, site.origin)
    copyCookie(browser, thief, assertionCookie)
    expect((await thief.ask('/')).status).toBe(401)
    setCookie(thief, siteCookie, 'A'.repeat(43))
    expect((await thief.ask('/')).status).toBe(401)
    const { browser: own, person } = await atSite()
    copyCookie(browser, own, assertionCookie)
    expect((await own.ask('/')).headers.get('remote-user')).toBe(person.username)
  })

  it('R29: are no way in with another key, algorithm, type or site', async () => {
    const twin = await addSite(root)
    const there = await atSite(twin)
    await there.browser.ask('/')
    const thief = siteBrowser(worker, site.origin)
    for (const name of [siteCookie, assertionCookie]) copyCookie(there.browser, thief, name)
    expect((await thief.ask('/')).status).toBe(401)
    const assertion = there.browser.cookies.get(assertionCookie)?.value ?? ''
    const [, claims = '', signature = ''] = assertion.split('.')
    const header = (fields: object) => btoa(JSON.stringify(fields)).replaceAll('=', '')
    const forged = [
      `${header({ alg: 'none', typ: 'latchkey-assertion+jwt' })}.${claims}.AA`,
      `${header({ alg: 'ES256', typ: 'at+jwt' })}.${claims}.${signature}`,
      `${header({ alg: 'ES256', kid: "' OR 1", typ: 'latchkey-assertion+jwt' })}.${claims}.AA`,
    ]
    const { id } = there.person
    await change('DELETE FROM session WHERE user_id = ?', id)
    for (const value of forged) {
      setCookie(there.browser, assertionCookie, value)
      expect((await there.browser.ask('/')).status).toBe(401)
    }
  })
})

describe('K20, O05: headers that cannot be read', () => {
  const bad = [null, '', ' ', '\t', 'x', '*', 'null', '%00', 'a, b', '"', 'x'.repeat(9000)]
  const names = ['x-forwarded-proto', 'x-forwarded-host', 'x-forwarded-method']
  it.each(names)('refuse, whoever is signed in: %s', async (name) => {
    const { browser } = await atSite()
    const words = name === 'x-forwarded-method' ? ['x', 'null'] : []
    for (const value of bad.filter((one) => !words.includes(one ?? ''))) {
      const { status, headers } = await browser.ask('/', { headers: { [name]: value } })
      expect([value, status]).toEqual([value, 403])
      expectNobody(headers)
    }
  })

  it('refuse: an address', async () => {
    const { browser } = await atSite()
    for (const value of [null, '', ' ', '/a, /b', '/a b', `/${'x'.repeat(8192)}`]) {
      const { status } = await browser.ask('/', { headers: { 'x-forwarded-uri': value } })
      expect([value, status]).toEqual([value, 403])
    }
  })

  it('refuse: a host that is nobody’s site, whatever stands in other headers', async () => {
    const { browser } = await atSite()
    const { host } = new URL(site.origin)
    for (const spoof of [
      'x-original-host',
      'x-host',
      'forwarded',
      'x-forwarded-server',
      'origin',
    ]) {
      const headers = { 'x-forwarded-host': 'evil.example', [spoof]: host }
      expect((await browser.ask('/', { headers })).status).toBe(403)
    }
  })

  it('let nobody in by other headers that are junk', async () => {
    const browser = siteBrowser(worker, site.origin)
    for (const name of ['accept', 'authorization', 'user-agent', 'x-forwarded-for', 'remote-user'])
      for (const value of ['', '%ff%fe', ',,,', '{}', 'root']) {
        const answer = await browser.ask('/', { headers: { [name]: value } })
        expect(answer.status).toBe(401)
        expectNobody(answer.headers)
      }
  })

  it('let nobody in while D1 does not answer', async () => {
    const { browser } = await atSite()
    vi.spyOn(console, 'error').mockImplementation(() => {})
    worker.d1.reset({ faults: { 1: 'before' } })
    const answer = await browser.ask('/')
    expect(answer.status).toBe(500)
    expectNobody(answer.headers)
  })
})
