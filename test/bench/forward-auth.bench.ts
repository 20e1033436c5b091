/**
 * What it costs to ask Latchkey before each request: real nginx with the README's configuration in front of
 * the server that `npm start` runs, its D1 embedded. Beside it the same nginx, before the same site, with a
 * password that it looks up in a file of one line and compares as it stands: as little as can be done. All of
 * it shares this machine's processors, the one that asks included.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type Client, createClient } from '../support/client.ts'
import { startProxy } from '../support/proxy.ts'
import { rawRequest } from '../support/raw-request.ts'
import { freePort, startServer } from '../support/server.ts'
import { line, timesOf } from './figures.ts'

const connections = 32
const seconds = 8
const host = 'wiki.localhost'

type Target = { origin: string; path?: string; headers: Record<string, string> }
type Load = { perSecond: number; taken: number[] }

const once = ({ origin, path = '/', headers }: Target, agent: Agent): Promise<number> => {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const { port, host: name } = new URL(origin)
  const sent = request(
    { host: '127.0.0.1', port, path, agent, headers: { host: name, ...headers } },
    (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    },
  )
  sent.on('error', reject)
  sent.end()
  return promise
}

/** As many requests as are answered, each connection one after the other. */
const load = async (target: Target, lasting = seconds): Promise<Load> => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const taken: number[] = []
  const until = performance.now() + lasting * 1000
  const ask = async (): Promise<void> => {
    while (performance.now() < until) {
      const started = performance.now()
      const status = await once(target, agent)
      if (status !== 200) throw new Error(`answered ${status}`)
      taken.push(performance.now() - started)
    }
  }
  await Promise.all(Array.from({ length: connections }, ask))
  agent.destroy()
  return { perSecond: taken.length / lasting, taken }
}

/** Cookies of somebody who came to the site by the portal. */
const enter = async (portal: Client, origin: string): Promise<string> => {
  const sent = await rawRequest(origin, { headers: { accept: 'text/html' } })
  const { search } = new URL(sent.headers['location'] ?? '')
  const { body } = await portal.post('/api/authorization', { query: search })
  const { pathname, search: code } = new URL(body.location)
  const headers = { cookie: sent.cookies.join('; ') }
  const back = await rawRequest(origin, { path: pathname + code, headers })
  return back.cookies.filter((cookie) => cookie.startsWith('__Host-latchkey-site=')).join('')
}

it('checks requests of sites', { timeout: 180_000 }, async () => {
  const place = await mkdtemp(join(tmpdir(), 'latchkey-bench-'))
  const server = await startServer()
  const [port, basicPort, site] = [await freePort(), await freePort(), await freePort()]
  await writeFile(join(place, 'users'), 'root:{PLAIN}password\n')
  const more = `
server { listen 127.0.0.1:${site}; location / { return 200 "here"; } }
server { listen 127.0.0.1:${basicPort};
  location / {
    auth_basic "Wiki"; auth_basic_user_file ${place}/users;
    proxy_pass http://127.0.0.1:${site};
  }
}`
  const given = { host, latchkey: server.origin, site, port, more }
  const proxy = await startProxy('nginx', given)
  try {
    const portal = createClient((asked) => fetch(asked), { origin: server.origin })
    const root = { username: 'root', password: 'orchard-lantern-42' }
    await portal.post('/api/setup', { token: server.setupToken, ...root })
    const details = { origins: [proxy.origin], rules: [{ path: '/open', access: 'open' }] }
    const application = { kind: 'site', name: 'Wiki', details }
    expect((await portal.post('/api/admin/applications', application)).status).toBe(201)
    const cookie = await enter(portal, proxy.origin)
    const basic = {
      origin: `http://${host}:${basicPort}`,
      headers: { authorization: `Basic ${btoa('root:password')}` },
    }
    const asked = { origin: proxy.origin, headers: { cookie } }
    await load(basic, 1)
    await load(asked, 3)
    const floor = await load(basic)
    const byDatabase = await load(asked)
    const first = await rawRequest(proxy.origin, { headers: { cookie } })
    const both = [cookie, ...first.cookies].join('; ')
    expect(both).toContain('latchkey-assertion')
    const byCookie = await load({ origin: proxy.origin, headers: { cookie: both } })
    // What the local runtime takes to answer anything.
    const open = await load({ origin: proxy.origin, path: '/open', headers: {} })
    const say = (name: string, { perSecond, taken }: Load) => {
      const ratio = `1/${(floor.perSecond / perSecond).toFixed(1)} of the floor`
      console.log(line(name, timesOf(taken), `${perSecond.toFixed(0).padStart(6)}/s  ${ratio}`))
    }
    console.log(`Checks through nginx at ${connections} connections`)
    say('auth_basic, the floor', floor)
    say('open to everybody', open)
    say('assertion of this minute', byCookie)
    say('by the database, each', byDatabase)
  } finally {
    await proxy.stop()
    await server.stop()
    await rm(place, { recursive: true })
  }
})
