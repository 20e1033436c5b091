/** R54, I6: everything secret is marked, everything is done once, and then the marks are looked for. */
import { env } from 'cloudflare:workers'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startClock, stopClock } from '../support/clock.ts'
import { createClient, type Send } from '../support/client.ts'
import { dump, rows } from '../support/database.ts'
import { newNetwork, rootPassword, trustCookie } from '../support/people.ts'
import { codeAt, wrongCodeAt } from '../support/totp.ts'
import { testedWorker } from '../support/worker.ts'

const worker = testedWorker()
type Said = { path: string; text: string; headers: string }
const said: Said[] = []
const secrets: Record<string, string> = {
  password: 'canary-password-7f3a91',
  rootPassword,
  wrongPassword: 'canary-wrong-5d1c0e',
  typedAsName: 'canary-typed-as-name-33b2',
  masterKey: env.MASTER_KEYS.split(':')[1] ?? '',
  pepper: env.PASSWORD_PEPPERS.split(':')[1] ?? '',
  setupToken: env.SETUP_TOKEN ?? '',
}
/** The one path whose answer may say it. */
const meantFor: Record<string, string> = {}
const logged: string[] = []

const listen: Send = async (request) => {
  const { pathname } = new URL(request.url)
  const response = await worker.send(request)
  const headers = [...response.headers].filter(([name]) => name !== 'set-cookie').join('\n')
  said.push({ path: pathname, text: await response.clone().text(), headers })
  for (const line of response.headers.getSetCookie()) {
    const value = line.split(';')[0]?.split('=')[1]
    if (value) secrets[`cookie ${said.length} ${line.slice(0, 24)}`] = value
  }
  return response
}
const browserAt = () =>
  createClient(listen, { origin: env.ORIGIN, headers: { 'cf-connecting-ip': newNetwork() } })

const mark = (name: string, value: string, path: string): void => {
  secrets[name] = value
  meantFor[name] = path
}

beforeAll(async () => {
  stopClock()
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, level).mockImplementation((...args: unknown[]) => {
      const texts = args.map((one) =>
        one instanceof Error ? `${one.message} ${one.stack}` : JSON.stringify(one),
      )
      logged.push(texts.join(' '))
    })
  await everything()
})
afterAll(() => {
  vi.restoreAllMocks()
  startClock()
})

const everything = async (): Promise<void> => {
  const root = browserAt()
  await root.post('/api/setup', {
    token: env.SETUP_TOKEN,
    username: 'root',
    password: rootPassword,
  })
  const person = { username: 'canary.person', password: secrets['password'] }
  await root.post('/api/admin/users', { ...person, role: 'user', mfaRequired: true })
  const browser = browserAt()
  await browser.post('/api/login', person)
  const { id, secret, uri } = (await browser.post('/api/factors/totp', {})).body
  mark('seed', secret, '/api/factors/totp')
  mark('seed in lower case', secret.toLowerCase(), '')
  await browser.post(`/api/factors/totp/${id}/confirm`, {
    code: codeAt(uri, Date.now(), -1),
    trust: true,
  })
  const { codes } = (await browser.post('/api/factors/recovery', {})).body
  for (const [n, code] of codes.entries()) {
    mark(`recovery ${n}`, code, '/api/factors/recovery')
    mark(`recovery ${n} compact`, code.replaceAll('-', ''), '')
  }
  await browser.post('/api/login', person)
  const other = browserAt()
  await other.post('/api/login', { ...person, password: secrets['wrongPassword'] })
  await other.post('/api/login', { username: secrets['typedAsName'], password: 'x' })
  await other.post('/api/login', { ...person, code: wrongCodeAt(uri) })
  await other.post('/api/login', person)
  await other.post('/api/login/factor', { method: 'totp', code: codeAt(uri) })
  await other.post('/api/session/step-up', { method: 'recovery', code: codes[0] })
  await other.post('/api/login', `{"username":"x","password":"${secrets['wrongPassword']}"`)
  await other.post('/api/login', { ...person, password: { nested: secrets['wrongPassword'] } })
  await other.post('/api/setup', {
    token: `${env.SETUP_TOKEN}x`,
    username: 'x',
    password: secrets['wrongPassword'],
  })
  const weak = { username: 'weak', password: 'canary', role: 'user', mfaRequired: false }
  await root.post('/api/admin/users', weak)
  for (const path of [
    '/api/session',
    '/api/sessions',
    '/api/factors',
    '/api/trusted-browsers',
    '/api/login',
    '/api/setup',
  ])
    await other.get(path)
  await root.get('/api/admin/users')
  for (const trip of [1, 2]) {
    worker.d1.reset({ faults: { [trip]: 'before' } })
    await browserAt().post('/api/login', { ...person, code: codes[1] })
  }
  worker.d1.reset()
  if (!browser.cookies.has(trustCookie)) throw new Error('the canary did not get as far as trust')
  await browser.post('/api/logout')
}

describe('R54 R27 E07 S14 marked secrets', () => {
  it('went everywhere: the run itself did what it should', async () => {
    const actions = (await rows('SELECT DISTINCT action FROM audit')).map(({ action }) => action)
    expect(actions).toEqual(
      expect.arrayContaining([
        'setup',
        'user-added',
        'factor-enrolled',
        'trust-granted',
        'recovery-codes-made',
        'sign-in',
        'step-up',
        'sign-out',
      ]),
    )
    expect(Object.keys(secrets).length).toBeGreaterThan(30)
    expect(logged.length).toBeGreaterThan(0)
  })

  it('stand in no answer but the one that is meant to say them', () => {
    const leaks = said.flatMap(({ path, text, headers }) =>
      Object.entries(secrets)
        .filter(([name, value]) => meantFor[name] !== path && (text + headers).includes(value))
        .map(([name]) => `${name} in ${path}`),
    )
    expect(leaks).toEqual([])
    const told = said.filter(({ text }) => text.includes(secrets['seed'] ?? '?'))
    expect(told).toHaveLength(1)
  })

  it('stand nowhere in the database, in no table', async () => {
    const database = await dump()
    const leaks = Object.entries(secrets).filter(([, value]) => database.includes(value))
    expect(leaks.map(([name]) => name)).toEqual([])
  })

  it('were not written to the console', () => {
    const output = logged.join('\n')
    const leaks = Object.entries(secrets).filter(([, value]) => output.includes(value))
    expect(leaks.map(([name]) => name)).toEqual([])
  })

  it('nor any code, in the audit log', async () => {
    const log = await rows('SELECT action, outcome, network, browser FROM audit')
    for (const { action, outcome } of log)
      expect(`${String(action)} ${String(outcome)}`).toMatch(/^[a-z-]+ [a-z_:-]+$/)
  })
})
