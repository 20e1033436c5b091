/** Which route answers whom. A route without a row here fails: whoever adds one decides and says it. */
import { beforeAll, describe, expect, it } from 'vitest'
import { app } from '../../worker/app.ts'
import type { Client } from '../support/client.ts'
import { change } from '../support/database.ts'
import { anyAssertion, anyAttestation } from '../support/passkey.ts'
import { addHolder, addPerson, hold, setUp, signIn, visitor } from '../support/people.ts'
import { codeAt } from '../support/totp.ts'
import { testedWorker } from '../support/worker.ts'

const assets = {
  fetch: async () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } }),
}
const worker = testedWorker({}, { ASSETS: assets })

const states = [
  'nobody',
  'pending factor',
  'pending enrollment',
  'pending ticket',
  'must change password',
  'user',
  'admin',
  'super admin',
] as const
type State = (typeof states)[number]

const everyone = states
const pending = ['pending factor', 'pending enrollment', 'pending ticket'] as const
const signedIn = ['user', 'admin', 'super admin'] as const
const enrollees = ['pending enrollment', ...signedIn] as const
/** What leads somebody to a new password, or out. */
const withOldPassword = ['must change password', ...signedIn] as const
const admins = ['admin', 'super admin'] as const
const superAdmin = ['super admin'] as const

const id = '00000000-0000-4000-8000-000000000000'
const stepUp = { method: 'password', password: 'not this one' }
const twoCodes = { code: '000000', nextCode: '111111' }
const someone = { username: 'x', password: 'not this one', role: 'user', mfaRequired: false }
const handedOver = { username: 'nobody', code: 'not this one', next: 'quite-unheard-of' }

/** Route: who is let in, and a body of the right form. */
const matrix: Record<string, [readonly State[], unknown?]> = {
  'GET /api/setup': [everyone],
  'POST /api/setup': [everyone, { token: 'wrong', username: 'x', password: 'not this one' }],
  'POST /api/login': [everyone, { username: 'nobody', password: 'not this one' }],
  'GET /api/login': [pending],
  'POST /api/login/factor': [['pending factor'], { method: 'totp', code: '000000' }],
  'POST /api/login/passkey/options': [everyone, {}],
  'POST /api/login/passkey': [everyone, { response: anyAssertion }],
  'POST /api/login/device': [['pending factor'], { id, code: '000000', signature: 'A'.repeat(86) }],
  'POST /api/login/ticket': [['pending ticket'], { ticket: 'not this one' }],
  'POST /api/logout': [everyone, {}],
  'GET /api/session': [withOldPassword],
  'POST /api/session/step-up/options': [withOldPassword],
  'POST /api/session/step-up': [withOldPassword, stepUp],
  'GET /api/sessions': [signedIn],
  'DELETE /api/sessions': [signedIn],
  'DELETE /api/sessions/:id': [signedIn],
  // The question that asks who sits there must know by what.
  'GET /api/factors': [[...enrollees, 'must change password']],
  'PATCH /api/factors/:id': [signedIn, { name: 'Mine' }],
  'DELETE /api/factors/:id': [signedIn],
  'POST /api/factors/totp': [enrollees, {}],
  'POST /api/factors/totp/:id/confirm': [enrollees, { code: '000000' }],
  'POST /api/factors/passkey/options': [enrollees],
  'POST /api/factors/passkey': [enrollees, { response: anyAttestation }],
  'POST /api/factors/hardware': [enrollees, { serial: 'nobody’s', code: '000000' }],
  'POST /api/factors/hardware/:id/resync': [signedIn, twoCodes],
  'POST /api/factors/recovery': [signedIn, {}],
  'GET /api/trusted-browsers': [signedIn],
  'DELETE /api/trusted-browsers': [signedIn],
  'DELETE /api/trusted-browsers/:id': [signedIn],
  'GET /api/profile': [signedIn],
  'PATCH /api/profile': [signedIn, { displayName: 'Me' }],
  'POST /api/password': [withOldPassword, { current: 'not this one', next: 'quite-unheard-of' }],
  'POST /api/password/reset': [everyone, handedOver],
  'GET /api/activity': [signedIn],
  'POST /api/provisioning': [signedIn],
  'POST /api/authenticator/activate': [everyone, { username: 'nobody', activationCode: 'wrong' }],
  'GET /api/authenticator/register': [[...enrollees, 'must change password']],
  'POST /api/authenticator/register/sms': [enrollees],
  'POST /api/authenticator/register': [
    enrollees,
    { name: 'Phone', signingKey: 'A'.repeat(87), exchangeKey: 'A'.repeat(87) },
  ],
  'POST /api/authenticator/register/:id/confirm': [
    enrollees,
    { code: '000000', signature: 'A'.repeat(86) },
  ],
  'POST /api/authenticator/status': [everyone, { id, at: 0, signature: 'A'.repeat(86) }],
  'GET /api/admin/outbox': [admins],
  'GET /api/admin/users': [admins],
  'POST /api/admin/users': [admins, someone],
  'GET /api/admin/users/:id': [admins],
  'PATCH /api/admin/users/:id': [admins, { displayName: 'Somebody' }],
  'DELETE /api/admin/users/:id': [superAdmin],
  'GET /api/admin/users/:id/policy': [admins],
  'POST /api/admin/users/:id/key': [admins],
  'POST /api/admin/users/:id/reset': [admins, { targets: ['totp'] }],
  'POST /api/admin/users/:id/unlock': [admins],
  'POST /api/admin/users/:id/pass': [admins],
  'POST /api/admin/users/:id/ticket': [admins],
  'POST /api/admin/users/:id/password-reset': [admins],
  'GET /api/admin/user-form': [admins],
  'POST /api/admin/user-import': [superAdmin, { mode: 'preview', rows: [{ line: 1 }] }],
  'GET /api/admin/user-export': [superAdmin],
  'GET /api/admin/groups': [admins],
  'POST /api/admin/groups': [superAdmin, { name: 'x' }],
  'POST /api/admin/groups/order': [superAdmin, { ids: [] }],
  'GET /api/admin/groups/:id': [admins],
  'PATCH /api/admin/groups/:id': [superAdmin, { name: 'x' }],
  'DELETE /api/admin/groups/:id': [superAdmin],
  'POST /api/admin/groups/:id/members': [superAdmin, { add: [] }],
  'GET /api/admin/token-series': [admins],
  'POST /api/admin/token-series': [superAdmin],
  'GET /api/admin/token-series/imports/:id': [superAdmin],
  'GET /api/admin/token-series/:id': [admins],
  'PATCH /api/admin/token-series/:id': [superAdmin, { label: 'x' }],
  'DELETE /api/admin/token-series/:id': [superAdmin],
  'GET /api/admin/hardware-tokens': [admins],
  'GET /api/admin/hardware-tokens/fleet': [admins],
  'GET /api/admin/hardware-tokens/export': [superAdmin],
  'GET /api/admin/hardware-tokens/:id': [admins],
  'POST /api/admin/hardware-tokens/:id/assign': [admins, { userId: id }],
  'POST /api/admin/hardware-tokens/:id/unassign': [admins],
  'POST /api/admin/hardware-tokens/:id/resync': [admins, twoCodes],
  'DELETE /api/admin/hardware-tokens/:id': [admins],
  'GET /api/admin/settings': [admins],
  'PATCH /api/admin/settings': [superAdmin, { 'trust.days': 30 }],
  'GET /api/admin/settings/history': [admins],
  'POST /api/admin/policy/preview': [superAdmin, { settings: { 'trust.days': 30 } }],
  'GET /api/admin/dashboard': [admins],
  'GET /api/admin/applications': [admins],
  'POST /api/admin/applications': [superAdmin, { kind: 'api', name: 'x', details: {} }],
  'GET /api/admin/applications/:id': [admins],
  'PATCH /api/admin/applications/:id': [
    superAdmin,
    { version: 1, application: { kind: 'api', name: 'x', details: {} } },
  ],
  'DELETE /api/admin/applications/:id': [superAdmin],
  'POST /api/admin/applications/:id/disable': [superAdmin],
  'POST /api/admin/applications/:id/enable': [superAdmin],
  'POST /api/admin/applications/:id/keys': [superAdmin, { scopes: ['validate'] }],
  'DELETE /api/admin/applications/:id/keys/:key': [superAdmin],
  'POST /api/admin/applications/:id/test': [admins, { username: 'nobody' }],
  'GET /api/admin/signing-keys': [admins],
  'POST /api/admin/signing-keys/rotate': [superAdmin, { purpose: 'oidc', algorithm: 'ES256' }],
  'GET /api/admin/audit': [admins],
  'GET /api/admin/audit/export': [superAdmin],
  'POST /api/admin/test-code': [admins, { username: 'nobody', code: '000000' }],
  'GET /api/admin/clock': [admins],
  'GET /api/applications': [signedIn],
  'DELETE /api/applications/:id': [signedIn],
  // Takes the password along, so it comes last.
  'POST /api/activity/not-me': [signedIn],
  // Programs only: whoever a browser is signed in as plays no part.
  'POST /api/validate': [[], { username: 'nobody', password: 'not this one' }],
  'POST /api/validate/trust': [[], { receipt: 'not this one' }],
  'POST /api/authorization': [everyone, { query: '' }],
  // Whoever it is about shows who they are by what they bring, or is led on to our pages.
  'GET /api/oidc/authorize': [everyone],
  'POST /api/oidc/authorize': [everyone, {}],
  'GET /api/oidc/logout': [everyone],
  'POST /api/oidc/logout': [everyone, {}],
  // What a client does by itself, by its own proof: whoever a browser is signed in as plays no part.
  'GET /api/oidc/jwks': [everyone],
  'POST /api/oidc/token': [everyone, {}],
  'POST /api/oidc/par': [everyone, {}],
  'POST /api/oidc/revoke': [everyone, {}],
  'GET /api/oidc/userinfo': [everyone],
  'POST /api/oidc/userinfo': [everyone, {}],
  'GET /.well-known/openid-configuration': [everyone],
  'GET /.well-known/oauth-authorization-server': [everyone],
  'GET /.well-known/webauthn': [everyone],
  // Nobody here stands behind a proxy: what it asks of people is tried in forward-auth.test.ts.
  'GET /api/forward-auth': [[]],
  'GET /api/forward-auth/jwks': [everyone],
  'GET /api/openapi.json': [everyone],
  'GET /': [everyone],
  'GET /setup': [everyone],
  'GET /reset': [everyone],
  'GET /password': [everyone],
  'GET /account': [everyone],
  'GET /authorize': [everyone],
  'GET /sign-out': [everyone],
  'GET /developers': [everyone],
  'GET /console': [everyone],
  'GET /console/*': [everyone],
  'GET /authenticator': [everyone],
  'GET /authenticator/*': [everyone],
  'GET /portal/*': [everyone],
  'GET /*': [everyone],
}

const routes = [
  ...new Set(
    app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`),
  ),
]

/** The codes by which the door says: not you. Any other answer means that the route was reached. */
const shut = new Set([
  'unauthenticated',
  'expired',
  'forbidden',
  'enrollment_required',
  'password_change_required',
  'invalid_api_key',
])

const open: Partial<Record<State, () => Promise<Client>>> = {}
let root: Client

beforeAll(async () => {
  root = await setUp(worker)
  const holder = await addHolder(worker, root)
  const inNeed = await addPerson(root, { mfaRequired: true })
  const people = {
    'must change password': await addPerson(root, {
      role: 'super_admin',
      mustChangePassword: true,
    }),
    user: await addPerson(root),
    admin: await addPerson(root, { role: 'admin' }),
    'super admin': await addPerson(root, { role: 'super_admin' }),
  }
  const enter = (person: typeof inNeed) => async () => {
    const browser = visitor(worker)
    await signIn(browser, person)
    return browser
  }
  Object.assign(open, {
    nobody: async () => visitor(worker),
    'pending factor': () => hold(worker, holder),
    'pending enrollment': enter(inNeed),
    'pending ticket': async () => {
      await change(
        `INSERT INTO setting (name, value, updated_at) VALUES ('enrollment.at_login', '"ticket"', 0)`,
      )
      const browser = await enter(inNeed)()
      await change('DELETE FROM setting')
      return browser
    },
    'must change password': enter(people['must change password']),
    user: enter(people.user),
    admin: enter(people.admin),
    'super admin': enter(people['super admin']),
  })
})

const call = (browser: Client, route: string) => {
  const [method = '', path = ''] = route.split(' ')
  const place = path.replace(':id', id).replace(':key', id).replace('*', 'anything')
  const [, body] = matrix[route] ?? []
  if (method === 'GET') return browser.get(place)
  if (method === 'DELETE') return browser.delete(place)
  return method === 'PATCH' ? browser.patch(place, body) : browser.post(place, body)
}

/** These end or change what the others rest on: each is asked by a browser of its own. */
const alone = new Set([
  'POST /api/logout',
  'POST /api/login/factor',
  'POST /api/session/step-up',
  'POST /api/login',
  'POST /api/activity/not-me',
])

describe('E01 R20 R50 R51 K35 who is let in where', () => {
  it('says it of every route that there is, and of none that there is not', () => {
    expect(routes.toSorted()).toEqual(Object.keys(matrix).toSorted())
  })

  it.each(states)('%s', async (state) => {
    const enter = open[state]
    if (!enter) throw new Error(`nobody is ${state}`)
    const shared = await enter()
    const wrong: string[] = []
    for (const [route, [letIn]] of Object.entries(matrix)) {
      const browser = alone.has(route) ? await enter() : shared
      const { status, body } = await call(browser, route)
      const isIn = !shut.has(body?.code)
      const isRefused = [401, 403].includes(status) && !isIn
      const asItShould = letIn.includes(state) ? isIn && status < 500 : isRefused
      if (!asItShould) wrong.push(`${route}: ${status} ${String(body?.code)}`)
    }
    expect(wrong).toEqual([])
  })
})

describe('K10 A06 who is asking is never read from the request', () => {
  it('another’s id in query, header or body changes nobody else', async () => {
    const [me, other] = [await addPerson(root), await addHolder(worker, root)]
    const browser = visitor(worker)
    await signIn(browser, me)
    const headers = { 'x-user-id': other.id, authorization: `Bearer ${other.id}` }
    const query = `?userId=${other.id}&user=${other.username}&role=super_admin`
    expect((await browser.get(`/api/session${query}`, headers)).body.user.id).toBe(me.id)
    const { factors } = (await browser.get(`/api/factors${query}`, headers)).body
    expect(factors).toEqual([])
    const enrolled = await browser.post('/api/factors/totp', { userId: other.id })
    expect(enrolled.status).toBe(400)
  })

  it('uniformly finds nothing under ids of others, in other case or form', async () => {
    const other = await addHolder(worker, root)
    const owner = visitor(worker)
    await signIn(owner, other, { code: codeAt(other.uri) })
    const [factor] = (await owner.get('/api/factors')).body.factors
    const me = visitor(worker)
    await signIn(me, await addPerson(root))
    const forms = [
      factor.id,
      factor.id.toUpperCase(),
      `${factor.id}.`,
      `${factor.id}%2f`,
      id,
      '1',
      '%00',
    ]
    for (const form of forms)
      expect([400, 404]).toContain((await me.delete(`/api/factors/${form}`)).status)
    expect((await owner.get('/api/factors')).body.factors).toHaveLength(1)
  })
})

describe('F05 F02 other ways to write a path or a method', () => {
  it('open nothing that the plain way does not', async () => {
    const browser = visitor(worker)
    const paths = [
      '//api/session',
      '/api//session',
      '/API/session',
      '/api/session/',
      '/api/session/.',
      '/api/%73ession',
      '/api/session;x',
      '/api/session%00',
      '/api/x/../session',
    ]
    for (const path of paths) {
      const { status, body } = await browser.get(path)
      expect([path, status < 400 && body?.user]).toEqual([path, status < 400 ? undefined : false])
    }
    const override = { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' }
    expect((await browser.get('/api/sessions', override)).status).toBe(401)
  })
})
