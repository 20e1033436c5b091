import * as v from 'valibot'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { app } from '../../worker/app.ts'
import { Problem, problems } from '../../schema/api/problem.ts'
import type { Answer, Client } from '../support/client.ts'
import { anyAssertion, anyAttestation } from '../support/passkey.ts'
import { addPerson, house, signIn, visitor } from '../support/people.ts'
import { addProgram, type Program } from '../support/program.ts'

const { worker, root } = house()
let program: Program
beforeAll(async () => {
  program = await addProgram(worker, root)
})

/** RFC 9457, and ours: the members agree with the status line and with each other. */
const expectProblem = (answer: Answer, what: string): void => {
  const { body, headers, status } = answer
  expect([what, headers.get('content-type')]).toEqual([what, 'application/problem+json'])
  const parsed = v.safeParse(v.strictObject(Problem.entries), body)
  expect([what, parsed.issues?.map(({ message }) => message)]).toEqual([what, undefined])
  const { code } = v.parse(Problem, body)
  expect([what, body.status, body.title]).toEqual([
    what,
    problems[code].status,
    problems[code].title,
  ])
  expect([what, status]).toEqual([what, problems[code].status])
  if (status === 429 || status === 503)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  const leak = /sql|d1_|stack|at \w+ \(|\.ts\b|valibot|hono/i.exec(JSON.stringify(body))
  expect([what, leak]).toEqual([what, null])
}

const routes = [
  ...new Map(
    app.routes
      .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api'))
      // Who speaks OAuth is answered in its own words (oidc-token.test.ts).
      .filter(({ path }) => !path.startsWith('/api/oidc/'))
      .map(({ method, path }) => [`${method} ${path}`, { method, path }] as const),
  ).values(),
]
const id = '00000000-0000-4000-8000-000000000000'
const placeOf = (path: string) => path.replace(':id', id)
const call = (browser: Client, method: string, path: string, body: unknown) => {
  // Nothing of these is looked at without a key.
  if (path === '/api/validate') return program.ask(body)
  if (path === '/api/validate/trust') return program.trust(body)
  if (path === '/api/forward-auth') return browser.get(path, asProxy)
  if (method === 'GET') return browser.get(path)
  if (method === 'DELETE') return browser.delete(path)
  return method === 'PATCH' ? browser.patch(path, body) : browser.post(path, body)
}

/** What a reverse proxy says of a request that it holds. */
const asProxy = {
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'wiki.example.org',
  'x-forwarded-uri': '/',
  'x-forwarded-method': 'GET',
}

/** These answer anybody: what is published, whether to set up, and signing out. */
const unguarded = [
  'GET /api/forward-auth/jwks',
  'GET /api/openapi.json',
  'GET /api/setup',
  'POST /api/logout',
]

/** These look at no body: whatever comes along is nothing to them. */
const bodyless = new Set([
  '/api/logout',
  '/api/factors/recovery',
  '/api/factors/passkey/options',
  '/api/session/step-up/options',
  '/api/provisioning',
  '/api/activity/not-me',
])

/** These want an object and nothing in it. */
const contented = new Set(['/api/factors/totp', '/api/login/passkey/options'])

const deep = '['.repeat(20_000) + ']'.repeat(20_000)
/** F04, R53: each is wrong for every route; none may be a 500, and none may be taken. */
const hostile: [string, string][] = [
  ['nothing', ''],
  ['an empty object', '{}'],
  ['null', 'null'],
  ['a list', '[]'],
  ['a list of the right thing', '[{"username":"root","password":"x"}]'],
  ['a text', '"username"'],
  ['a number', '1e400'],
  ['half a document', '{"username":'],
  ['a comment', '{}/* */'],
  ['a BOM', '\ufeff{}'],
  ['deep nesting', deep],
  [
    'lists for texts',
    '{"username":["root"],"password":["x"],"code":["1"],"token":["x"],"method":["totp"]}',
  ],
  [
    'objects for texts',
    '{"username":{"$ne":""},"password":{"$gt":""},"code":{},"method":{},"token":{}}',
  ],
  ['numbers for texts', '{"username":1,"password":2,"code":123456,"method":0,"token":0}'],
  ['nulls', '{"username":null,"password":null,"code":null,"method":null,"token":null}'],
  ['a NUL', '{"username":"ro\\u0000ot","password":"x","code":"\\u0000","method":"totp\\u0000"}'],
  [
    'a lone surrogate',
    '{"username":"\\ud800","password":"\\udfff","code":"\\ud800","method":"\\ud800"}',
  ],
  [
    'ten kilobytes',
    `{"username":"${'x'.repeat(10_000)}","password":"x","method":"${'x'.repeat(10_000)}"}`,
  ],
  [
    'a prototype',
    '{"__proto__":{"username":"root","password":"x"},"constructor":{"prototype":{}}}',
  ],
]

describe('R48 F01 F04 K21 L02 whatever comes, a refusal is a problem document', () => {
  let browser: Client
  beforeAll(async () => {
    browser = visitor(worker)
    await signIn(browser, await addPerson(root))
  })

  it.each(hostile)('%s', async (_, body) => {
    const counted = routes.filter(({ method }) => method === 'POST' || method === 'PATCH')
    for (const { method, path } of counted) {
      // Some take an empty object, and signing out takes anything.
      if (bodyless.has(path)) continue
      if (contented.has(path) && ['{}', '\ufeff{}'].includes(body)) continue
      const answer = await call(browser, method, placeOf(path), body)
      expect([path, answer.status]).toEqual([path, expect.toBeOneOf([400, 403, 404, 409, 413])])
      expectProblem(answer, `${path} ${body.slice(0, 40)}`)
      expect([path, answer.setCookies]).toEqual([path, []])
    }
  })

  it('for every route, asked by nobody', async () => {
    const answered: string[] = []
    for (const { method, path } of routes) {
      const answer = await call(visitor(worker), method, placeOf(path), { nonsense: true })
      if (answer.status >= 400) expectProblem(answer, `${method} ${path}`)
      else answered.push(`${method} ${path}`)
    }
    expect(answered.toSorted()).toEqual(unguarded)
  })

  it('for unknown routes and methods, with Allow where there is another', async () => {
    for (const path of [
      '/api',
      '/api/',
      '/api/nope',
      '/api/login/nope',
      '/api/constructor',
      '/nope.js',
    ])
      expectProblem(await browser.get(path), path)
    for (const path of ['/api/login', '/api/session', '/api/factors', '/api/setup']) {
      const answer = await browser.patch(path, {})
      expectProblem(answer, path)
      expect([path, answer.status]).toEqual([path, 405])
      expect(answer.headers.get('allow')).toMatch(/GET|POST/)
    }
  })

  it('F03 refuses what is not said to be JSON, and counts bytes as they stream in', async () => {
    const body = JSON.stringify({ username: 'root', password: 'orchard-lantern-42' })
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/xml',
    ]) {
      const answer = await browser.post('/api/login', body, { 'content-type': type })
      expectProblem(answer, type)
      expect([type, answer.status]).toEqual([type, expect.toBeOneOf([400, 415])])
    }
    const chunks = new ReadableStream({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('x'.repeat(10_000))),
    })
    const headers = { origin: 'http://localhost:8787', 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: chunks, duplex: 'half' } as RequestInit
    const endless = await worker.send(new Request('http://localhost:8787/api/login', init))
    expect(endless.status).toBe(413)
  })
})

describe('R48 R53 a fault of ours', () => {
  it('is 500 or 503, says nothing of it, sets no cookie, and is in the operators’ log', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
    const person = await addPerson(root)
    const browser = visitor(worker)
    await signIn(browser, person)
    // Without a pending login these have nothing to ask; fault.test.ts brings one.
    const asking = routes.filter(
      ({ method, path }) =>
        ![
          'GET /api/login',
          'POST /api/login/factor',
          'POST /api/login/ticket',
          'POST /api/login/device',
          // Made of what the code says; it asks the database nothing.
          'GET /api/openapi.json',
        ].includes(`${method} ${path}`),
    )
    for (const { method, path } of asking) {
      worker.d1.reset({ faults: { 1: 'before', 2: 'before' } })
      const body = bodies[`${method} ${path}`]
      const answer = await call(browser, method, placeOf(path), body)
      const touched = worker.d1.trips() > 0
      expect([path, touched, answer.status]).toEqual([path, true, expect.toBeOneOf([500, 503])])
      expectProblem(answer, path)
      expect([path, answer.setCookies]).toEqual([path, []])
    }
    expect(logged).toHaveBeenCalled()
  })
})

const someone = {
  username: 'fresh',
  password: 'quite-unheard-of',
  role: 'user',
  mfaRequired: false,
}
const bodies: Record<string, unknown> = {
  'POST /api/setup': { token: 'x', username: 'x', password: 'x' },
  'POST /api/login': { username: 'root', password: 'x' },
  'POST /api/validate': { username: 'root', password: 'x' },
  'POST /api/validate/trust': { receipt: 'A'.repeat(43) },
  'POST /api/login/factor': { method: 'totp', code: '000000' },
  'POST /api/login/passkey/options': {},
  'POST /api/login/passkey': { response: anyAssertion },
  'POST /api/factors/passkey': { response: anyAttestation },
  'POST /api/factors/hardware': { serial: 'x', code: '000000' },
  'POST /api/session/step-up': { method: 'password', password: 'x' },
  'POST /api/factors/totp': {},
  'POST /api/factors/totp/:id/confirm': { code: '000000' },
  'POST /api/admin/users': someone,
  'POST /api/password': { current: 'x', next: 'quite-unheard-of' },
  'POST /api/password/reset': { username: 'x', code: 'x', next: 'quite-unheard-of' },
  'POST /api/authenticator/register': {
    name: 'x',
    signingKey: 'A'.repeat(87),
    exchangeKey: 'A'.repeat(87),
  },
  'POST /api/authenticator/register/:id/confirm': { code: '000000', signature: 'A'.repeat(86) },
  'POST /api/authenticator/status': {
    id,
    at: Math.floor(Date.now() / 1000),
    signature: 'A'.repeat(86),
  },
  'POST /api/authorization': { query: `client_id=${id}` },
  'POST /api/authenticator/activate': { username: 'x', activationCode: 'x' },
}
