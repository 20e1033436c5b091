import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Client } from '../support/client.ts'
import { addPerson, type Person, setUp, signIn, visitor } from '../support/people.ts'
import { testedWorker } from '../support/worker.ts'

const worker = testedWorker()
let person: Person
let signedIn: Client

beforeAll(async () => {
  const root = await setUp(worker)
  person = await addPerson(root)
  signedIn = visitor(worker)
  await signIn(signedIn, person)
})
afterEach(() => {
  vi.restoreAllMocks()
})

const key = 'A'.repeat(43)
const broken: [string, object][] = [
  ['no ORIGIN', { ORIGIN: undefined }],
  ['an ORIGIN with a path', { ORIGIN: 'http://localhost:8787/' }],
  ['an ORIGIN of any kind', { ORIGIN: '*' }],
  ['no MASTER_KEYS', { MASTER_KEYS: undefined }],
  ['empty MASTER_KEYS', { MASTER_KEYS: '' }],
  ['a short master key', { MASTER_KEYS: 'a:AAAA' }],
  ['a master key without a name', { MASTER_KEYS: key }],
  ['a master key named twice', { MASTER_KEYS: `a:${key},a:${key}` }],
  ['a master key and an empty one', { MASTER_KEYS: `a:${key},` }],
  ['no PASSWORD_PEPPERS', { PASSWORD_PEPPERS: undefined }],
  ['a pepper that is no base64url', { PASSWORD_PEPPERS: `a:${'*'.repeat(43)}` }],
  ['no ASSETS', { ASSETS: undefined }],
  ['a short SETUP_TOKEN', { SETUP_TOKEN: 'short' }],
  ['a GATEWAY that is neither on nor off', { GATEWAY: 'true' }],
]

describe('K13 a guard that is not configured', () => {
  it.each(broken)('%s: nobody gets in, and no value is told or logged', async (_, overrides) => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
    const crippled = testedWorker({}, overrides)
    const browser = visitor(crippled)
    for (const [name, cookie] of signedIn.cookies) browser.cookies.set(name, cookie)
    const answers = [
      await signIn(browser, person),
      await browser.get('/api/session'),
      await browser.post('/api/setup', { token: 'x', username: 'x', password: 'x' }),
    ]
    for (const { status, body, setCookies } of answers) {
      expect([500, 503]).toContain(status)
      expect(JSON.stringify(body)).not.toMatch(/AAAA|secret|KEYS|PEPPER|\*\*\*/)
      expect(setCookies).toEqual([])
    }
    expect(logged).toHaveBeenCalled()
    expect(JSON.stringify(logged.mock.calls.map(String))).not.toMatch(/AAAA|short"|\*\*\*\*/)
  })

  it('no DB: the same', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const { default: handler } = await import('../../worker/index.ts')
    const { env } = await import('cloudflare:workers')
    const context = { waitUntil: () => {}, passThroughOnException: () => {}, props: {} }
    const request = new Request('http://localhost:8787/api/setup')
    const answer = await handler.fetch(
      request as Parameters<typeof handler.fetch>[0],
      { ...env, DB: undefined as never },
      context as unknown as ExecutionContext,
    )
    expect(answer.status).toBe(500)
  })

  it('no SETUP_TOKEN at all: the set-up page stays shut, everything else works', async () => {
    const shut = testedWorker({}, { SETUP_TOKEN: undefined })
    const body = { token: 'undefined', username: 'evil', password: 'quite-unheard-of' }
    expect((await visitor(shut).post('/api/setup', body)).status).toBeOneOf([403, 409])
    expect((await signIn(visitor(shut), person)).status).toBe(200)
  })
})

describe('a policy that is damaged in the database', () => {
  it('lets nobody in rather than anybody', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const { change } = await import('../support/database.ts')
    for (const [name, value] of [
      ['session.max_hours', '1000000'],
      ['totp.drift_steps', '99'],
      ['trust.days', '"30"'],
    ]) {
      await change('INSERT INTO setting (name, value, updated_at) VALUES (?, ?, 0)', name, value)
      expect((await signIn(visitor(worker), person)).status).toBe(500)
      await change('DELETE FROM setting')
    }
    expect((await signIn(visitor(worker), person)).status).toBe(200)
  })
})
