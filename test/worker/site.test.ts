import { beforeAll, describe, expect, it } from 'vitest'
import { pass } from '../support/clock.ts'
import { house } from '../support/people.ts'
import { addSite, type Site, siteBrowser, visitSite } from '../support/site.ts'

const { worker, root } = house()

const open = 204
const signIn = 401
const refused = 403

/** What nobody in particular is told. */
const told = async (origin: string, uri: string, method = 'GET', headers = {}): Promise<number> =>
  (await siteBrowser(worker, origin).ask(uri, { method, headers })).status

describe('O05, K28: rules of a site', () => {
  let site: Site
  let lenient: Site
  beforeAll(async () => {
    const publicRule = { path: '/public', access: 'open' }
    site = await addSite(root, {
      details: {
        rules: [
          { path: '/public/private', access: 'policy' },
          publicRule,
          { path: '/secret', access: 'deny' },
          { path: '/hook', methods: ['POST'], access: 'open' },
          { path: '/read', methods: ['GET'], access: 'open' },
          { path: '/write', methods: ['DELETE'], access: 'deny' },
        ],
      },
    })
    lenient = await addSite(root, { details: { rules: [publicRule] } })
  })

  it.each([
    ['/', signIn],
    ['/anything?x=/public', signIn],
    ['/public', open],
    ['/public/', open],
    ['/public/a%20b/%C3%A9?q=%2F..//;', open],
    ['/public?x=1', open],
    ['/publicity', signIn],
    ['/public.html', signIn],
    ['/Public', signIn],
    ['/%70ublic', signIn],
    ['/public/private', signIn],
    ['/public/PRIVATE/x', signIn],
    ['/public/%70rivate', signIn],
    ['/public/privateer', open],
    ['/secret', refused],
    ['/secret/x', refused],
    ['/SECRET', refused],
    ['/%73ecret', refused],
    ['/%73%45cret/x', refused],
    ['/secret?x', refused],
    ['/secret%3Fx', refused],
    ['/secret%23x', refused],
    ['/%EF%BD%93ecret', refused],
    ['/%C5%BFecret', refused],
    ['/secrets', signIn],
  ])('%s -> %i', async (uri, status) => {
    expect(await told(site.origin, uri)).toBe(status)
  })

  it.each([
    ['POST', '/hook', open],
    ['GET', '/hook', signIn],
    ['post', '/hook', signIn],
    ['GET', '/read', open],
    ['HEAD', '/read', open],
    ['PUT', '/read', signIn],
    ['DELETE', '/write', refused],
    ['delete', '/write', refused],
    ['GET', '/write', signIn],
    ['PROPFIND', '/public', open],
  ])('%s %s -> %i', async (method, uri, status) => {
    expect(await told(site.origin, uri, method)).toBe(status)
  })

  /** Whoever serves them may take them for another path: no rule opens, and all others hold at once. */
  it.each([
    '/public/../secret',
    '/public/..',
    '/public/./x',
    '/public/%2e%2e/secret',
    '/public/%2E./secret',
    '/public/.%2e/secret',
    '/public/%252e%252e/secret',
    '/%2573ecret',
    '/public//x',
    '//public',
    '//evil.example/public',
    '/public/\\..\\secret',
    '/public\\x',
    '/public/..\\secret',
    '/public/%5c..%5csecret',
    '/public/%5C',
    '/public/%2fsecret',
    '/public/..%2Fsecret',
    '/public%2f..%2fsecret',
    '/public/%00',
    '/public/x%00.html',
    '/public;/../secret',
    '/public;jsessionid=1',
    '/public/..;/secret',
    '/public/%3b/x',
    '/public/%',
    '/public/%zz',
    '/public/%C0%AE%C0%AE/secret',
    '/public/%ff',
    '/public/%0d%0aX:y',
    '/public/%09',
    '/public/%7f',
    '/public/%EF%BC%8E%EF%BC%8E/secret',
    '/public/%EF%BC%8Fsecret',
    '/public/..%20/secret',
    '/public/.%E2%80%8B./secret',
    '/public/..%3Fx/secret',
    '/public/..%23',
    '/public/#/x',
    '/public#',
    'public',
    'https://wiki.example/public',
    'http://user:pass@wiki.example/public',
    '?x=/public',
    '*',
    './public',
  ])('%s opens nothing', async (uri) => {
    expect(await told(lenient.origin, uri)).toBe(signIn)
    expect(await told(site.origin, uri)).toBe(refused)
  })

  it('refuses very long addresses', async () => {
    expect(await told(site.origin, `/public/${'x'.repeat(8192)}`)).toBe(refused)
    expect(await told(site.origin, `/public/${'x'.repeat(8100)}`)).toBe(open)
  })
})

describe('O05, K28: the origin of a site', () => {
  let host: string
  beforeAll(async () => {
    const rules = [{ path: '/', access: 'open' }]
    const origins = [
      'https://wiki.example.org',
      'https://xn--kche-0ra.example',
      'http://wiki.localhost:8080',
    ]
    await addSite(root, { details: { origins, rules } })
    host = 'wiki.example.org'
  })
  const at = (proto: string, where: string) =>
    told('https://wiki.example.org', '/', 'GET', {
      'x-forwarded-proto': proto,
      'x-forwarded-host': where,
    })

  it.each([
    'wiki.example.org',
    'WIKI.Example.ORG',
    'wiki.example.org.',
    'wiki.example.org:443',
    'wiki.example.org.:443',
    'WIKI.EXAMPLE.ORG.:443',
  ])('is %s in one spelling', async (where) => {
    expect(await at('https', where)).toBe(open)
  })

  it('is an internationalized name in its one spelling, and a port', async () => {
    expect(await at('https', 'xn--kche-0ra.example')).toBe(open)
    expect(await at('https', 'XN--KCHE-0RA.example.')).toBe(open)
    expect(await at('http', 'wiki.localhost:8080')).toBe(open)
    expect(await at('http', 'wiki.localhost')).toBe(refused)
    expect(await at('https', 'wiki.localhost:8080')).toBe(refused)
  })

  it('is nothing else', async () => {
    const others = [
      `${host}:80`,
      `${host}:8443`,
      `${host}:99999`,
      `${host}..`,
      `.${host}`,
      `evil.example@${host}`,
      `${host}@evil.example`,
      `${host}/`,
      `${host}/x`,
      `${host}\\x`,
      `${host}#`,
      `${host}?`,
      `${host}, ${host}`,
      `${host},evil.example`,
      `${host}%00`,
      `wiki%2eexample.org`,
      `wiki.example.org.evil.example`,
      `evilwiki.example.org`,
      'example.org',
      '*.example.org',
      '[::1]',
      '127.0.0.1',
      'localhost',
    ]
    for (const where of others) expect([where, await at('https', where)]).toEqual([where, refused])
    for (const proto of ['http', 'HTTPS', 'wss', 'https,https', 'https://', 'javascript'])
      expect([proto, await at(proto, host)]).toEqual([proto, refused])
  })
})

describe('what rules ask beside the application', () => {
  const addGroup = async (name: string): Promise<string> =>
    (await root.post('/api/admin/groups', { name })).body.id

  it('is one of their groups each, whatever the proof', async () => {
    const [staff, a, b] = [await addGroup('Staff'), await addGroup('A'), await addGroup('B')]
    const rules = [
      { path: '/a', access: 'policy', groups: [a] },
      { path: '/b', access: 'policy', groups: [b] },
    ]
    const site = await addSite(root, { audience: 'groups', groups: [staff], details: { rules } })
    const { browser } = await visitSite(worker, root, site, { groups: [staff, a] })
    const ask = async (uri: string) => (await browser.ask(uri)).status
    expect(await ask('/')).toBe(open)
    expect(await ask('/a/x')).toBe(open)
    expect(await ask('/B')).toBe(refused)
    // Both at once.
    expect(await ask('/a/../b')).toBe(refused)
    const everywhere = await visitSite(worker, root, site, { groups: [staff, a, b] })
    expect((await everywhere.browser.ask('/a/../b')).status).toBe(open)
  })

  it('is a factor, and a fresh one', async () => {
    const rules = [
      { path: '/fresh', access: 'policy', maxAge: 120 },
      { path: '/strong', access: 'policy', factor: 'second-factor' },
    ]
    const site = await addSite(root, { maxAge: 600, details: { rules } })
    const { browser } = await visitSite(worker, root, site)
    const ask = async (uri: string) => (await browser.ask(uri)).status
    expect([await ask('/'), await ask('/fresh'), await ask('/strong')]).toEqual([
      open,
      open,
      signIn,
    ])
    pass(120)
    expect([await ask('/'), await ask('/fresh')]).toEqual([open, signIn])
    pass(480)
    expect(await ask('/')).toBe(signIn)
  })
})
