import { beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '../support/client.ts'
import { change } from '../support/database.ts'
import { house, newNetwork, visitor } from '../support/people.ts'
import { addSite, assertionCookie, page, signedInAt, type Site } from '../support/site.ts'
import { testedWorker } from '../support/worker.ts'

const { root } = house()
const edge = testedWorker({}, { GATEWAY: 'on' })
let site: Site

/** What test/support/upstream.ts says. */
type Arrived = { method: string; url: string; headers: Record<string, string>; body: string }

beforeAll(async () => {
  const rules = [
    { path: '/open', access: 'open' },
    { path: '/closed', access: 'deny' },
  ]
  site = await addSite(root, { details: { upstream: 'https://upstream.test/base/', rules } })
})

const browserAt = (origin: string) =>
  createClient(edge.send, { origin, headers: { 'cf-connecting-ip': newNetwork(), origin: null } })

/** Somebody who came all the way: away to the portal and back, each at its own host. */
const atSite = async (path = '/') => {
  const { person, portal } = await signedInAt(edge, root)
  const browser = browserAt(site.origin)
  const sent = await browser.get(path, page)
  expect(sent.status).toBe(302)
  const { search } = new URL(sent.headers.get('location') ?? '')
  const { body } = await portal.post('/api/authorization', { query: search })
  const back = await browser.get(body.location, page)
  expect([back.status, back.headers.get('location')]).toEqual([302, site.origin + path])
  return { person, browser }
}

describe('the gateway', () => {
  it('brings people to the portal and back, and says to the site who they are', async () => {
    const { person, browser } = await atSite('/deep/x?q=1&r=a%20b')
    const { status, body } = await browser.get('/deep/x?q=1&r=a%20b', page)
    expect(status).toBe(200)
    const { url, headers } = body as Arrived
    expect(url).toBe('https://upstream.test/base/deep/x?q=1&r=a%20b')
    expect(headers).toMatchObject({
      'remote-user': person.username,
      'x-forwarded-host': new URL(site.origin).host,
      'x-forwarded-proto': 'https',
    })
    expect(headers['latchkey-assertion']).toMatch(/^eyJ/)
  })

  it('passes on none of our cookies, and keeps its own answer as it is', async () => {
    const { browser } = await atSite()
    browser.cookies.set('mine', { name: 'mine', value: 'a=b', attributes: {} })
    await browser.get('/')
    const answer = await browser.get('/')
    expect((answer.body as Arrived).headers['cookie']).toBe('mine=a=b; theirs=1')
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'self'")
    expect(answer.headers.has('strict-transport-security')).toBe(false)
    expect(answer.setCookies.map(({ name }) => name)).toEqual(['theirs'])
    expect(browser.cookies.has(assertionCookie)).toBe(true)
  })

  it('asks D1 not at all within a minute', async () => {
    const { browser } = await atSite()
    edge.d1.reset()
    await browser.get('/')
    await browser.get('/')
    expect(edge.d1.trips()).toBe(1)
  })

  it('K22: takes away what clients say of themselves, also where anybody may come', async () => {
    const forged = {
      'Remote-User': 'root',
      remote_user: 'root',
      'remote.user': 'root',
      'x.forwarded.host': 'evil.example',
      'Remote-Groups': 'admins',
      'Latchkey-Assertion': 'eyJ',
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Uri': '/open',
      'X-Forwarded-Method': 'GET',
      'X-Forwarded-For': '1.1.1.1',
      'X-Real-IP': '1.1.1.1',
      Forwarded: 'for=1.1.1.1',
      Connection: 'Remote-User',
    }
    const open = await browserAt(site.origin).get('/open', forged)
    expect(open.status).toBe(200)
    const { headers } = open.body as Arrived
    const told = Object.keys(headers).filter((name) => /remote|latchkey|forwarded|real/.test(name))
    expect(told.toSorted((a, b) => a.localeCompare(b))).toEqual([
      'x-forwarded-for',
      'x-forwarded-host',
      'x-forwarded-proto',
    ])
    expect(JSON.stringify(headers)).not.toMatch(/evil|1\.1\.1\.1|root/)
    const { person, browser } = await atSite()
    const known = (await browser.get('/', forged)).body as Arrived
    expect(known.headers['remote-user']).toBe(person.username)
    expect(JSON.stringify(known.headers)).not.toMatch(/root|admins|evil/)
  })

  it('shuts what is shut, and asks programs to sign in', async () => {
    const stranger = browserAt(site.origin)
    expect((await stranger.get('/api')).status).toBe(401)
    expect((await stranger.post('/', { a: 1 })).status).toBe(401)
    expect((await stranger.get('/closed')).status).toBe(403)
    expect((await stranger.get('/open/../closed')).status).toBe(403)
    expect((await stranger.get('/open/%2e%2e/closed')).status).toBe(403)
    expect((await stranger.get('/open%2f..%2fclosed')).status).toBe(403)
  })

  it('passes bodies, redirects and what streams', async () => {
    const { browser } = await atSite()
    const sent = await browser.post('/form', { a: 1 })
    expect(sent.body).toMatchObject({ method: 'POST', body: '{"a":1}' })
    const redirect = await browser.get('/redirect')
    expect([redirect.status, redirect.headers.get('location')]).toEqual([
      302,
      'https://elsewhere.test/',
    ])
    const response = await edge.send(new Request(`${site.origin}/open/stream`))
    const { value } = (await response.body?.getReader().read()) ?? {}
    expect(new TextDecoder().decode(value)).toBe('first')
  })

  it('connects WebSockets, of those who may', async () => {
    const upgrade = (headers: Record<string, string>) =>
      edge.send(new Request(`${site.origin}/socket`, { headers }))
    const stranger = await upgrade({ upgrade: 'websocket' })
    expect(stranger.status).toBe(401)
    const { person, browser } = await atSite()
    const jar = [...browser.cookies.values()].map(({ name, value }) => `${name}=${value}`)
    const { webSocket } = await upgrade({ upgrade: 'websocket', cookie: jar.join('; ') })
    const heard = new Promise((resolve) => {
      webSocket?.addEventListener('message', ({ data }) => resolve(data))
    })
    webSocket?.accept()
    webSocket?.send('hello')
    expect(await heard).toBe(`${person.username} said "hello"`)
    webSocket?.close()
  })

  it('is nowhere else: other hosts, sites without an upstream, disabled ones', async () => {
    const bare = await addSite(root, { details: { rules: [{ path: '/', access: 'open' }] } })
    const hosts = ['https://nowhere.example', bare.origin, 'http://127.0.0.1:8787']
    for (const host of hosts)
      for (const path of ['/', '/api/session', '/.latchkey/sign-out', '/console/'])
        expect([host, path, (await browserAt(host).get(path, page)).status]).toEqual([
          host,
          path,
          404,
        ])
    await change('UPDATE application SET disabled_at = 1 WHERE id = ?', bare.id)
    expect((await visitor(edge).get('/api/setup')).status).toBe(200)
  })

  it('is not there unless it is asked for', async () => {
    const plain = testedWorker()
    const answer = await plain.send(new Request(`${site.origin}/open`))
    expect(await answer.text()).not.toContain('upstream.test')
  })
})
