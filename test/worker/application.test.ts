/** Relying applications in the console: what is kept of them, what is refused, and who would get in. */
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { addApplication, addKey, newApplication } from '../support/application.ts'
import { days, pass } from '../support/clock.ts'
import { change, dump, rows } from '../support/database.ts'
import { addPerson, between, expectStatus, house, signedIn } from '../support/people.ts'
import { addGroup } from '../support/policy.ts'

const { worker, root } = house()
const list = '/api/admin/applications'
const idOf = (path: string) => path.replace(`${list}/`, '')
const byNumber = (a: number, b: number) => a - b
const stranger = crypto.randomUUID()

/** Saves it with these fields changed, as of the version that was read just now, or of that one. */
const save = async (path: string, fields: object, version?: number) => {
  const { version: current, application } = await read(path)
  return root.patch(path, {
    version: version ?? current,
    application: { ...application, ...fields },
  })
}

/** What a change sends back: all that can be written, and as of when. */
const read = async (path: string) => {
  const { body } = await root.get(path)
  const { kind, name, homeUrl, audience, groups, factor, maxAge, acceptTrust, details } = body
  const policy = { audience, groups, factor, maxAge, acceptTrust }
  return { version: body.version, application: { kind, name, homeUrl, ...policy, details } }
}

describe('applications in the console', () => {
  it.each(['oidc', 'site', 'api'] as const)(
    'of kind %s are kept as they were written',
    async (kind) => {
      const path = await addApplication(root, kind, { homeUrl: 'https://home.example/' })
      const { body } = await root.get(path)
      expect(body).toMatchObject({ id: idOf(path), kind, version: 1, disabledAt: null, keys: [] })
      expect(body).toMatchObject({ audience: 'everyone', factor: 'policy', acceptTrust: true })
      const saved = expectStatus(
        await save(path, { name: 'Another', factor: 'second-factor' }),
        200,
      )
      expect(saved.body).toEqual({ ...body, name: 'Another', factor: 'second-factor', version: 2 })
      const { applications } = (await root.get(list)).body
      expect(applications.find(({ id }: { id: string }) => id === body.id)).toEqual({
        id: body.id,
        kind,
        name: 'Another',
        homeUrl: 'https://home.example/',
        audience: 'everyone',
        disabledAt: null,
        keys: 0,
        lastUsedAt: null,
      })
    },
  )

  it('keep what was changed, from what to what, and by whom', async () => {
    const path = await addApplication(root, 'oidc')
    const { redirectUris } = (await root.get(path)).body.details
    const next = [...redirectUris, 'https://other.example/back']
    const { details } = (await root.get(path)).body
    await save(path, { maxAge: 600, details: { ...details, redirectUris: next } })
    const { items } = (await root.get(`/api/admin/settings/history?scope=${idOf(path)}`)).body
    expect(
      items
        .slice(0, 2)
        .toSorted((a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)),
    ).toMatchObject([
      { name: 'maxAge', former: null, value: 600, by: { username: 'root' } },
      { name: 'redirectUris', former: redirectUris, value: next },
    ])
  })

  it('are undone by nobody who read them before they changed', async () => {
    const path = await addApplication(root, 'api')
    expectStatus(await save(path, { name: 'First' }), 200)
    expect((await save(path, { name: 'Second' }, 1)).body).toMatchObject({ code: 'conflict' })
    // Its own two readings, then those of the request and its writing.
    const answer = await between(
      worker,
      5,
      () => save(path, { name: 'Third' }),
      () => change('UPDATE application SET version = version + 1 WHERE id = ?', idOf(path)),
    )
    expect(answer.body.code).toBe('conflict')
    expect((await root.get(path)).body.name).toBe('First')
  })

  it('keep their kind, and whom they are for must be there', async () => {
    const path = await addApplication(root, 'api')
    const site = newApplication('site')
    expect((await root.patch(path, { version: 1, application: site })).body.field).toBe('kind')
    const group = await addGroup(root)
    expectStatus(await save(path, { audience: 'groups', groups: [group] }), 200)
    expect((await root.get(path)).body.groups).toEqual([group])
    for (const fields of [
      { audience: 'groups', groups: [group, stranger] },
      { kind: 'site', details: { rules: [{ path: '/', access: 'policy', groups: [stranger] }] } },
    ]) {
      const kind = fields.kind === 'site' ? 'site' : 'api'
      const answer = await root.post(list, newApplication(kind, fields))
      expect([answer.status, answer.body.field]).toEqual([409, 'groups'])
    }
    expectStatus(await root.delete(`/api/admin/groups/${group}`), 204)
    expect((await root.get(path)).body).toMatchObject({ audience: 'groups', groups: [] })
  })

  const es256 = {
    kty: 'EC',
    crv: 'P-256',
    x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
    y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  }
  const signing = { clientAuthentication: 'private_key_jwt' }
  const rule = (fields: object) => ({ rules: [{ path: '/a', access: 'policy', ...fields }] })
  it.each([
    ['api', 'groups', { audience: 'groups' }],
    ['api', 'groups', { groups: [stranger] }],
    ['api', 'factor', { factor: 'phishing-resistant' }],
    ['api', 'maxAge', { maxAge: 600 }],
    ['api', 'append', { details: { passwords: 'there', append: true } }],
    ['api', 'trust', { acceptTrust: false, details: { trust: true } }],
    ['oidc', 'redirectUris', { details: { redirectUris: [] } }],
    ['oidc', 'redirectUris', { details: { redirectUris: ['https://a.example/b#c'] } }],
    ['oidc', 'redirectUris', { details: { redirectUris: ['https://*.example/b'] } }],
    ['oidc', 'redirectUris', { details: { redirectUris: ['http://a.example/b'] } }],
    ['oidc', 'jwks', { details: signing }],
    ['oidc', 'jwks', { details: { jwks: [es256] } }],
    ['oidc', 'jwks', { details: { ...signing, jwks: [{ ...es256, y: es256.x }] } }],
    ['oidc', 'jwks', { details: { ...signing, jwks: [{ ...es256, d: es256.x }] } }],
    ['oidc', 'jwks', { details: { ...signing, jwks: [{ ...es256, use: 'enc' }] } }],
    ['oidc', 'secret', { details: { secret: 'x' } }],
    ['site', 'origins', { details: { origins: [env.ORIGIN] } }],
    ['site', 'origins', { details: { origins: ['https://a.example/'] } }],
    ['site', 'origins', { details: { origins: ['https://a.example', 'https://a.example'] } }],
    ['site', 'upstream', { details: { upstream: `${env.ORIGIN}/x` } }],
    ['site', 'rules', { details: rule({ access: 'open', factor: 'second-factor' }) }],
    ['site', 'rules', { details: rule({ access: 'deny', groups: [stranger] }) }],
    ['site', 'rules', { details: rule({ path: 'admin' }) }],
    ['site', 'rules', { details: rule({ path: '/a/../b' }) }],
    ['site', 'rules', { details: rule({ path: '/admin/' }) }],
    ['site', 'rules', { details: { rules: [...rule({}).rules, ...rule({}).rules] } }],
  ] as const)(
    'of kind %s are refused for what contradicts itself in %s',
    async (kind, field, fields) => {
      const answer = await root.post(list, newApplication(kind, fields))
      expect([answer.status, answer.body.field]).toEqual([400, field])
      expect(answer.body.detail).not.toBe('')
    },
  )

  it('may sign what they ask for with public keys, and then have no secret', async () => {
    const path = await addApplication(root, 'oidc', { details: { ...signing, jwks: [es256] } })
    expect((await root.post(`${path}/keys`, {})).status).toBe(409)
    const site = await addApplication(root, 'site')
    expect((await root.post(`${site}/keys`, {})).status).toBe(409)
  })

  it('of one origin are one: of two that take it, one is refused', async () => {
    const [one, other] = [await addApplication(root, 'site'), await addApplication(root, 'site')]
    const { details } = (await root.get(one)).body
    const answer = await save(other, { details })
    expect([answer.status, answer.body.field]).toEqual([409, 'origins'])
    expectStatus(await root.delete(one), 204)
    expectStatus(await save(other, { details }), 200)
    const twins = newApplication('site')
    const both = await Promise.all([root.post(list, twins), root.post(list, twins)])
    expect(both.map(({ status }) => status).toSorted(byNumber)).toEqual([201, 409])
  })

  it('end with all that is theirs', async () => {
    const path = await addApplication(root, 'oidc')
    await addKey(root, path)
    expectStatus(await root.post(`${path}/disable`), 200)
    expect((await root.get(path)).body.disabledAt).toBe(Math.floor(Date.now() / 1000))
    for (let n = 0; n < 2; n++) expectStatus(await root.post(`${path}/enable`), 200)
    expectStatus(await root.delete(path), 204)
    expect(
      await rows('SELECT id FROM application_key WHERE application_id = ?', idOf(path)),
    ).toEqual([])
    expect((await root.get(path)).status).toBe(404)
    const { items } = (await root.get('/api/admin/audit')).body
    expect(
      items
        .slice(0, 5)
        .map((line: { action: string; outcome: string }) => [line.action, line.outcome]),
    ).toEqual([
      ['application-deleted', `oidc@${idOf(path)}`],
      ['application-enabled', `oidc@${idOf(path)}`],
      ['application-disabled', `oidc@${idOf(path)}`],
      ['application-key-made', `secret@${idOf(path)}`],
      ['application-added', `oidc@${idOf(path)}`],
    ])
  })
})

describe('K20 keys of applications', () => {
  it.each([
    ['oidc', {}, /^lks_[A-Za-z0-9_-]{43}$/],
    ['api', { scopes: ['validate', 'trust'] }, /^lka_[A-Za-z0-9_-]{43}$/],
  ] as const)('of kind %s are shown once, and then never again', async (kind, fields, shape) => {
    const path = await addApplication(root, kind)
    const { secret, ...key } = await addKey(root, path, {
      name: 'First',
      expiresInDays: 30,
      ...fields,
    })
    expect(secret).toMatch(shape)
    expect(key).toMatchObject({
      name: 'First',
      hint: secret.slice(-4),
      lastUsedAt: null,
      expiresAt: Math.floor(Date.now() / 1000) + 30 * 86_400,
    })
    const found = await root.get(path)
    expect(found.body.keys).toEqual([key])
    const told = [found, await root.get(list), await root.get('/api/admin/audit')]
    expect(JSON.stringify(told.map(({ body }) => body))).not.toContain(secret.slice(4, 30))
    expect(await dump()).not.toContain(secret.slice(4, 30))
  })

  it('are five at most, of which those that ran out do not count', async () => {
    const path = await addApplication(root, 'oidc')
    await addKey(root, path, { expiresInDays: 1 })
    for (let n = 0; n < 3; n++) await addKey(root, path)
    const both = await Promise.all([root.post(`${path}/keys`, {}), root.post(`${path}/keys`, {})])
    expect(both.map(({ status }) => status).toSorted(byNumber)).toEqual([201, 409])
    const other = await addPerson(root, { role: 'super_admin' })
    pass(days(2))
    const late = await signedIn(worker, other)
    expectStatus(await late.post(`${path}/keys`, {}), 201)
    expect((await late.post(`${path}/keys`, {})).status).toBe(409)
  })

  it('are replaced one by the other', async () => {
    const path = await addApplication(root, 'api')
    const first = await addKey(root, path, { scopes: ['validate'] })
    const second = await addKey(root, path, { scopes: ['validate'] })
    const elsewhere = await addApplication(root, 'api')
    expect((await root.delete(`${elsewhere}/keys/${first.id}`)).status).toBe(404)
    expectStatus(await root.delete(`${path}/keys/${first.id}`), 204)
    expect((await root.delete(`${path}/keys/${first.id}`)).status).toBe(404)
    expect((await root.get(path)).body.keys).toMatchObject([{ id: second.id }])
  })

  it.each([
    ['api', 'scopes', { scopes: [] }],
    ['api', 'scopes', { scopes: ['everything'] }],
    ['oidc', 'scopes', { scopes: ['validate'] }],
    ['oidc', 'expiresInDays', { expiresInDays: 0 }],
  ] as const)('of kind %s are refused for their %s: %j', async (kind, field, fields) => {
    const path = await addApplication(root, kind)
    const answer = await root.post(`${path}/keys`, fields)
    expect([answer.status, answer.body.field]).toEqual([400, field])
  })

  it('stand in the way of a client that would have no use for them', async () => {
    const path = await addApplication(root, 'oidc')
    const { id } = await addKey(root, path)
    const { details } = (await root.get(path)).body
    const bare = { details: { ...details, clientAuthentication: 'none' } }
    expect((await save(path, bare)).body).toMatchObject({ field: 'clientAuthentication' })
    expectStatus(await root.delete(`${path}/keys/${id}`), 204)
    // Made by another administrator after it was looked whether there are any.
    const { version, application } = await read(path)
    const next = { version, application: { ...application, ...bare } }
    const answer = await between(
      worker,
      3,
      () => root.patch(path, next),
      () => addKey(root, path),
    )
    expectStatus(answer, 200)
    expect(answer.body.keys).toEqual([])
  })
})

describe('R51 R57 whoever may not change them any more changes nothing', () => {
  const attempts = [
    ['add', (path: string) => [root.post, path && list, newApplication('api')]],
    [
      'edit',
      (path: string) => [root.patch, path, { version: 1, application: newApplication('api') }],
    ],
    ['disable', (path: string) => [root.post, `${path}/disable`]],
    ['delete', (path: string) => [root.delete, path]],
    ['key', (path: string) => [root.post, `${path}/keys`, { scopes: ['validate'] }]],
  ] as const

  it.each(attempts)(
    '%s, where the role is lost between reading and writing',
    async (name, request) => {
      const path = await addApplication(root, 'api')
      const person = await addPerson(root, { role: 'super_admin' })
      const browser = await signedIn(worker, person)
      const [method, place, body] = request(path)
      const verb = method === root.patch ? 'patch' : method === root.delete ? 'delete' : 'post'
      const before = JSON.stringify([
        await rows('SELECT * FROM application'),
        await rows('SELECT * FROM application_key'),
      ])
      const trip = name === 'add' ? 2 : 3
      const answer = await between(
        worker,
        trip,
        () => browser[verb](place as string, body as never),
        () => change(`UPDATE user SET role = 'admin' WHERE id = ?`, person.id),
      )
      expect(answer.status).toBe(403)
      const after = JSON.stringify([
        await rows('SELECT * FROM application'),
        await rows('SELECT * FROM application_key'),
      ])
      expect(after).toBe(before)
    },
  )

  it('admins see all, and change nothing', async () => {
    const path = await addApplication(root, 'api')
    await addKey(root, path, { scopes: ['validate'] })
    const admin = await signedIn(worker, await addPerson(root, { role: 'admin' }))
    expect((await admin.get(path)).body.keys).toHaveLength(1)
    expect((await admin.post(`${path}/keys`, { scopes: ['validate'] })).status).toBe(403)
    expect((await admin.post(`${path}/disable`)).status).toBe(403)
  })
})
