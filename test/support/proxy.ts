/** Real proxies in front of a demo site, configured by the very text of the README. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './server.ts'

export type ProxyKind = 'nginx' | 'caddy'
export type Proxy = { origin: string; stop: () => Promise<void> }

const readme = resolve(import.meta.dirname, '../../README.md')

const places: Record<ProxyKind, string[]> = {
  nginx: ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx'],
  caddy: ['/usr/bin/caddy', '/usr/local/bin/caddy', '/opt/homebrew/bin/caddy'],
}

/** @throws Error that says what to install */
const programOf = (kind: ProxyKind): string => {
  const found = places[kind].find((place) => existsSync(place))
  if (!found) throw new Error(`These tests need ${kind}: install Debian's nginx-light and caddy.`)
  return found
}

/** The README's block for that language, which names this very site once. */
const blockOf = (language: 'nginx' | 'caddyfile'): string => {
  const blocks = readFileSync(readme, 'utf8').split('```')
  const found = blocks.filter((block) => block.startsWith(`${language}\n`))
  const [only] = found
  if (only === undefined || found.length > 1) throw new Error(`Which ${language} of the README?`)
  return only.slice(language.length + 1)
}

/** `latchkey` is an origin, `site` the port of what is behind. */
type Parts = { port: number; host: string; latchkey: string; site: number }

const replaced = (text: string, changes: [string, string][]): string =>
  changes.reduce((all, [from, to]) => {
    if (!all.includes(from)) throw new Error(`The README does not say ${from} any more.`)
    return all.replaceAll(from, to)
  }, text)

const nginxServer = ({ port, host, latchkey, site }: Parts): string =>
  replaced(blockOf('nginx'), [
    ['listen 443 ssl;', `listen 127.0.0.1:${port};`],
    ['https://latchkey', 'http://latchkey'],
    ['login.example.org:443', new URL(latchkey).host],
    ['login.example.org', new URL(latchkey).host],
    ['wiki.example.org', host],
    ['127.0.0.1:8000', `127.0.0.1:${site}`],
  ])

/** @param more other servers: their text */
const startNginx = async (parts: Parts, place: string, more = ''): Promise<ChildProcess> => {
  await mkdir(join(place, 'temporary'))
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${place}/temporary/${name};`)
    .join('\n')
  // Root's workers would be somebody who may not look into this folder.
  const user = process.getuid?.() === 0 ? 'user root;' : ''
  await writeFile(
    join(place, 'nginx.conf'),
    `${user} daemon off; worker_processes 1; pid ${place}/nginx.pid; error_log stderr error;
events { worker_connections 512; }
http { access_log off; ${temporary}\n${nginxServer(parts)}\n${more} }`,
  )
  return spawn(programOf('nginx'), ['-p', place, '-e', 'stderr', '-c', join(place, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

const startCaddy = async (parts: Parts, place: string): Promise<ChildProcess> => {
  const { port, host, latchkey, site } = parts
  const text = replaced(blockOf('caddyfile'), [
    ['https://login.example.org', latchkey],
    ['login.example.org', new URL(latchkey).host],
    ['wiki.example.org', `http://${host}:${port}`],
    ['127.0.0.1:8000', `127.0.0.1:${site}`],
  ])
  await writeFile(join(place, 'Caddyfile'), `{\n\tadmin off\n}\n${text}`)
  return spawn(programOf('caddy'), ['run', '--config', join(place, 'Caddyfile')], {
    env: { HOME: place, XDG_DATA_HOME: place, XDG_CONFIG_HOME: place },
    stdio: 'ignore',
  })
}

/** Waits until somebody listens there. */
const listens = async (port: number, child: ChildProcess): Promise<void> => {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`A proxy ended with ${child.exitCode}.`)
    const socket = connect(port, '127.0.0.1')
    const open = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (open) return
    await sleep(50)
  }
}

/** @param host a name that browsers take for this machine: `wiki.localhost` */
export const startProxy = async (
  kind: ProxyKind,
  { more = '', ...given }: Omit<Parts, 'port'> & { port?: number; more?: string },
): Promise<Proxy> => {
  const place = await mkdtemp(join(tmpdir(), `latchkey-${kind}-`))
  const parts = { ...given, port: given.port ?? (await freePort()) }
  const start = kind === 'nginx' ? startNginx(parts, place, more) : startCaddy(parts, place)
  const child = await start
  await listens(parts.port, child)
  return {
    origin: `http://${parts.host}:${parts.port}`,
    stop: async () => {
      if (child.exitCode === null) {
        child.kill('SIGTERM')
        await once(child, 'exit')
      }
      await rm(place, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

export type DemoSite = { port: number; stop: () => Promise<void> }

/** Shows what arrives: as JSON, or on a page. */
export const startDemoSite = async (): Promise<DemoSite> => {
  const server = createServer((request, response) => {
    // As they came: two of one name are two.
    const headers = request.rawHeaders.flatMap((name, i, all) =>
      i % 2 === 0 ? [[name.toLowerCase(), all[i + 1] ?? '']] : [],
    )
    const said = JSON.stringify({ method: request.method, url: request.url, headers })
    const isPage = request.headers.accept?.includes('text/html')
    response.setHeader('content-type', isPage ? 'text/html' : 'application/json')
    const page = `<title>Wiki</title><h1>Wiki</h1><a href="/.latchkey/sign-out">Leave</a>
<pre>${said.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</pre>`
    response.end(isPage ? page : said)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The site has no port')
  return {
    port: address.port,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
