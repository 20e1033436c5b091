import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, sayWhereItStood } from '../support/browser.ts'
import { type Client, createClient } from '../support/client.ts'
import { button, heading, submitCode, submitPassword } from '../support/portal.ts'
import { type DemoSite, type Proxy, startDemoSite, startProxy } from '../support/proxy.ts'
import { rawRequest } from '../support/raw-request.ts'
import { freePort, type Server, emptyServer } from '../support/server.ts'
import { codeAt } from '../support/totp.ts'

const root = { username: 'root', password: 'orchard-lantern-42' }
const password = 'a difference engine'
const kinds = ['nginx', 'caddy'] as const

let server: Server
let site: DemoSite
let desk: Browser
const proxies: Partial<Record<(typeof kinds)[number], Proxy>> = {}

const newClient = (): Client => createClient((request) => fetch(request), { origin: server.origin })
const made = async (client: Client, path: string, body: object): Promise<string> => {
  const answer = await client.post(path, body)
  if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${answer.body}`)
  return answer.body.id
}

/** Somebody with an authenticator, of which the codes from now on are unspent. */
const addHolder = async (admin: Client, username: string, groups: string[]): Promise<string> => {
  const fields = { role: 'user', mfaRequired: false, displayName: 'Ada, Countess' }
  await made(admin, '/api/admin/users', { username, password, groups, ...fields })
  const client = newClient()
  await client.post('/api/login', { username, password })
  const { body } = await client.post('/api/factors/totp', {})
  const code = codeAt(body.uri, Date.now(), -1)
  await client.post(`/api/factors/totp/${body.id}/confirm`, { code })
  return body.uri
}

beforeAll(async () => {
  ;[server, site, desk] = await Promise.all([emptyServer(), startDemoSite(), launchBrowser()])
  const ports = [await freePort(), await freePort()]
  await Promise.all(
    kinds.map(async (kind, i) => {
      const given = { host: 'wiki.localhost', latchkey: server.origin, site: site.port }
      proxies[kind] = await startProxy(kind, { ...given, port: ports[i] ?? 0 })
    }),
  )
})
afterAll(async () => {
  await Promise.all([...Object.values(proxies).map((proxy) => proxy.stop()), desk.close()])
  await Promise.all([site.stop(), server.stop()])
})

/** What a client says of itself that only the proxy may say; some servers read `_` as `-`. */
const forged = {
  'Remote-User': 'root',
  'remote-groups': 'admins',
  Remote_User: 'root',
  'Remote-Email': 'root@evil.example',
  'Remote-Name': 'root',
  'Remote-Amr': 'mfa',
  'Latchkey-Assertion': 'eyJhbGciOiJub25lIn0.e30.',
  'X-Forwarded-Host': 'evil.example',
  'X-Forwarded-Uri': '/open',
  'X-Forwarded-Method': 'OPTIONS',
  'X-Forwarded-Proto': 'https',
  Forwarded: 'host=evil.example',
}

type Arrived = { url: string; headers: [string, string][] }
const arrivedIn = (body: string): Arrived => JSON.parse(body) as Arrived
/** What the site is told of who is there. */
const identityIn = ({ headers }: Arrived): Record<string, string> =>
  Object.fromEntries(headers.filter(([name]) => /^(remote|latchkey)[-_]/.test(name)))

describe.each(kinds)('%s', (kind) => {
  let proxy: Proxy
  let uri: string
  let page: Page
  const username = `ada-${kind}`

  beforeAll(async () => {
    const found = proxies[kind]
    if (!found) throw new Error(`${kind} did not start`)
    proxy = found
    const admin = newClient()
    if (kind === 'nginx') await admin.post('/api/setup', { token: server.setupToken, ...root })
    else await admin.post('/api/login', root)
    const staff = await made(admin, '/api/admin/groups', { name: `Staff, ${kind}` })
    const board = await made(admin, '/api/admin/groups', { name: `Board of ${kind}` })
    await made(admin, '/api/admin/applications', {
      kind: 'site',
      name: `Wiki behind ${kind}`,
      factor: 'second-factor',
      details: {
        origins: [proxy.origin],
        rules: [
          { path: '/open', access: 'open' },
          { path: '/board', access: 'policy', groups: [board] },
        ],
      },
    })
    uri = await addHolder(admin, username, [staff])
    page = await (await desk.newContext()).newPage()
    page.setDefaultTimeout(15_000)
  })

  it('asks programs to sign in, and lets everybody into what is open', async () => {
    const closed = await rawRequest(proxy.origin, { path: '/api/pages' })
    expect(closed.status).toBe(401)
    const sent = await rawRequest(proxy.origin, {
      method: 'POST',
      headers: { accept: 'text/html' },
    })
    expect(sent.status).toBe(401)
    const open = await rawRequest(proxy.origin, { path: '/open?x=1' })
    expect([open.status, arrivedIn(open.body).url]).toEqual([200, '/open?x=1'])
    expect(identityIn(arrivedIn(open.body))).toEqual({})
  })

  it('K28: reads an address as the site does', async () => {
    for (const path of ['/open/../board', '/open/%2e%2e/board', '//board', '/open/..%2fboard'])
      expect([path, (await rawRequest(proxy.origin, { path })).status]).toEqual([path, 401])
  })

  it('leads from the deep link by the portal and a factor back to it, with a name', async () => {
    sayWhereItStood(page)
    const deep = `${proxy.origin}/deep/page?a=1&b=%2Fx%20y`
    await page.goto(deep)
    expect(page.url()).toContain(`${server.origin}/`)
    await submitPassword(page, { username, password })
    await submitCode(page, codeAt(uri))
    await heading(page, 'Wiki').waitFor()
    expect(page.url()).toBe(deep)
    const told = identityIn(arrivedIn(await page.locator('pre').innerText()))
    expect(told).toMatchObject({
      'remote-user': username,
      'remote-name': 'Ada%2C%20Countess',
      'remote-groups': `Staff%2C%20${kind}`,
      'remote-amr': 'pwd,otp,mfa',
    })
    expect(told['latchkey-assertion']).toMatch(/^eyJ/)
    const cookies = await page.context().cookies(proxy.origin)
    expect(cookies.map(({ name }) => name)).toContain('__Host-latchkey-assertion')
  })

  it('K20, O05: takes nobody at their word, signed in or not', async () => {
    const jar = await page.context().cookies(proxy.origin)
    const cookie = jar.map(({ name, value }) => `${name}=${value}`).join('; ')
    const known = await rawRequest(proxy.origin, { headers: { ...forged, cookie } })
    expect(known.status).toBe(200)
    const arrived = arrivedIn(known.body)
    expect(identityIn(arrived)['remote-user']).toBe(username)
    expect(arrived.headers.map(([name]) => name)).not.toContain('remote_user')
    expect(JSON.stringify(arrived)).not.toMatch(/root|admins|evil|OPTIONS/)
    // RFC 9110, section 7.6.1: what it names is removed on the way.
    const connection = `close, ${Object.keys(identityIn(arrived)).join(', ')}`
    const stripped = await rawRequest(proxy.origin, { headers: { connection, cookie } })
    expect(identityIn(arrivedIn(stripped.body))).toMatchObject({
      'remote-user': username,
      'remote-groups': `Staff%2C%20${kind}`,
    })
    const stranger = await rawRequest(proxy.origin, { headers: forged })
    expect(stranger.status).toBe(401)
    const open = await rawRequest(proxy.origin, { path: '/open', headers: forged })
    expect(open.status).toBe(200)
    expect(identityIn(arrivedIn(open.body))).toEqual({})
    expect(open.body).not.toMatch(/root|admins|evil|OPTIONS/)
  })

  it('O06: takes no cookie that nobody made', async () => {
    for (const value of ['x', 'a'.repeat(5000), 'eyJhbGciOiJub25lIn0.e30.'])
      for (const name of ['site', 'assertion', 'site-state']) {
        const headers = { cookie: `__Host-latchkey-${name}=${value}` }
        expect((await rawRequest(proxy.origin, { headers })).status).toBe(401)
      }
  })

  it('shuts out who is not in the group', async () => {
    const answer = await page.goto(`${proxy.origin}/board/minutes`)
    expect(answer?.status()).toBe(403)
  })

  it('signs out of the site, and of the sign-in behind it', async () => {
    sayWhereItStood(page)
    await page.goto(`${proxy.origin}/`)
    await page.getByRole('link', { name: 'Leave' }).click()
    await page.waitForURL(`${server.origin}/sign-out`)
    await button(page, 'Sign out').click()
    await heading(page, 'Sign in').waitFor()
    const left = await page.context().cookies(proxy.origin)
    expect(left).toEqual([])
    await page.goto(`${proxy.origin}/`)
    await heading(page, 'Sign in').waitFor()
  })
})
