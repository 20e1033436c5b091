import { beforeAll, describe, expect, it, vi } from 'vitest'
import { addApplication, addKey } from '../support/application.ts'
import { days, pass } from '../support/clock.ts'
import { change, dump, rows } from '../support/database.ts'
import {
  addHolder,
  addPerson,
  type Holder,
  house,
  password,
  type Person,
  rootPassword,
} from '../support/people.ts'
import { addProgram, type Program } from '../support/program.ts'
import { codeAt, wrongCodeAt } from '../support/totp.ts'

const { worker, root } = house()
let program: Program
let person: Person
let holder: Holder

beforeAll(async () => {
  program = await addProgram(worker, root, { details: { trust: true } })
  person = await addPerson(root)
  holder = await addHolder(worker, root)
})

const proved = ({ username }: { username: string }) => ({ username, password })
const counted = async () => [
  await rows('SELECT * FROM attempt ORDER BY subject'),
  await rows('SELECT count(*) AS n FROM audit'),
]

describe('without a key that counts', () => {
  it('R09 there is one answer, whatever is wrong with it, and nobody’s count moves', async () => {
    const client = await addApplication(root, 'oidc')
    const secret = (await addKey(root, client)).secret
    const disabled = await addProgram(worker, root)
    await root.post(`${disabled.path}/disable`, {})
    const gone = await addProgram(worker, root)
    await root.delete(`${gone.path}/keys/${gone.key.id}`)
    const left = await addProgram(worker, root)
    await root.delete(left.path)
    const others = [secret, disabled.key.secret, gone.key.secret, left.key.secret]
    const { secret: right } = program.key
    const near = [
      right.slice(4),
      `lks_${right.slice(4)}`,
      right.toUpperCase(),
      right.slice(0, -1),
      `${right}A`,
      `${right}=`,
      `${right},${right}`,
      'lka_',
      `lka_${'A'.repeat(43)}`,
      'x'.repeat(5000),
      `' OR 1=1 --`,
    ]
    const headers = [
      ...[...others, ...near].map((text) => `Bearer ${text}`),
      `Basic ${btoa(`${program.id}:${right}`)}`,
      `Bearer ${right} ${right}`,
      `Bearer ${right}, Bearer ${right}`,
      right,
      'Bearer',
      '',
      null,
    ]
    const before = await counted()
    const told = new Set<string>()
    for (const authorization of headers) {
      for (const path of ['/api/validate', '/api/validate/trust']) {
        const send = worker.browser({ headers: { origin: null, authorization } })
        const answer = await send.post(path, {
          username: person.username,
          password: 'not this one',
        })
        told.add(JSON.stringify([answer.status, answer.body, [...answer.headers]]))
      }
    }
    expect([...told]).toHaveLength(1)
    expect([...told][0]).toContain('invalid_api_key')
    expect(await counted()).toEqual(before)
  })

  it('a key is none where it does not belong: address, body, cookie', async () => {
    const { secret } = program.key
    const send = worker.browser({ headers: { origin: null } })
    const query = `?key=${secret}&access_token=${secret}&authorization=Bearer%20${secret}`
    expect((await send.post(`/api/validate${query}`, proved(person))).status).toBe(401)
    const inBody = { ...proved(person), access_token: secret, key: secret }
    expect((await send.post('/api/validate', inBody)).status).toBe(401)
    const cookie = { cookie: `authorization=Bearer ${secret}; key=${secret}` }
    expect((await send.post('/api/validate', proved(person), cookie)).status).toBe(401)
  })

  it('a session is none: who is signed in to the console asks in vain', async () => {
    expect((await root.post('/api/validate', proved(person))).status).toBe(401)
  })

  it('ends with its days, and is good for what it says', async () => {
    const validateOnly = { scopes: ['validate'], expiresInDays: 1 }
    const brief = await addProgram(worker, root, {}, validateOnly)
    const trustOnly = await addProgram(worker, root, {}, { scopes: ['trust'] })
    expect((await brief.ask(proved(person))).body.status).toBe('accept')
    expect(await brief.trust({ receipt: 'x' })).toMatchObject({
      status: 403,
      body: { code: 'insufficient_scope' },
    })
    pass(days(1) - 1)
    expect((await brief.ask(proved(person))).status).toBe(200)
    pass(1)
    expect((await brief.ask(proved(person))).status).toBe(401)
    const before = await counted()
    expect((await trustOnly.ask(proved(person))).body.code).toBe('insufficient_scope')
    expect(await counted()).toEqual(before)
  })

  it('notes when it was used, once a minute at most, and not when it was refused', async () => {
    const { ask, key } = await addProgram(worker, root, {}, { scopes: ['validate'] })
    const used = async () =>
      (await rows('SELECT last_used_at FROM application_key WHERE id = ?', key.id))[0]?.[
        'last_used_at'
      ]
    expect(await used()).toBeNull()
    await ask(proved(person))
    const first = await used()
    expect(first).toBe(Math.floor(Date.now() / 1000))
    pass(59)
    await ask(proved(person))
    expect(await used()).toBe(first)
    pass(1)
    await ask(proved(person))
    expect(await used()).toBe(Number(first) + 60)
  })
})

describe('what is sent', () => {
  const scalars = ['username', 'password', 'code', 'challenge', 'trust'] as const
  const wrongTypes = [['x'], { x: 1 }, 1, true, null, '', 'x'.repeat(2000)]

  it.each(scalars)('K19 R53 %s is a text and nothing else', async (field) => {
    const before = await counted()
    for (const value of wrongTypes) {
      const answer = await program.ask({ ...proved(person), [field]: value })
      expect([value, answer.status, answer.body.code]).toEqual([value, 400, 'malformed_request'])
    }
    expect(await counted()).toEqual(before)
  })

  it('F04 is well-formed', async () => {
    for (const field of ['username', 'password'])
      expect((await program.ask({ ...proved(person), [field]: '\ud800' })).status).toBe(400)
  })

  it('K21 R53 is all there, nothing twice, and nothing unheard of', async () => {
    const { username } = person
    const there = await addProgram(worker, root, { details: { passwords: 'there' } })
    const bodies: unknown[] = [
      {},
      undefined,
      '',
      '[]',
      'null',
      '{"username"',
      { username },
      { password },
      { username, code: '123456' },
      { username, challenge: 'x'.repeat(43) },
      { username, password, challenge: 'x'.repeat(43), code: '123456' },
      { ...proved(person), role: 'admin' },
      { ...proved(person), now: 0 },
      { ...proved(person), client: 'x' },
      { ...proved(person), client: { address: ['10.0.0.1'] } },
      { ...proved(person), client: { address: '10.0.0.1, 10.0.0.2' } },
      { ...proved(person), client: { address: 'nobody’s' } },
      { ...proved(person), client: { address: '10.0.0.1', network: 'x' } },
      { ...proved(person), client: { userAgent: `x\r\ny` } },
      '{"username":"a","__proto__":{"password":"x"}}',
    ]
    for (const sent of bodies) {
      const answer = await program.ask(sent)
      expect([sent, answer.status, answer.body.code]).toEqual([sent, 400, 'malformed_request'])
    }
    for (const sent of [{}, proved(person), { username, challenge: 'x'.repeat(43) }])
      expect((await there.ask(sent)).status).toBe(400)
    for (const receipt of [undefined, '', ['x'], 1, null])
      expect((await program.trust({ receipt })).status).toBe(400)
  })

  it('is JSON of bounded size: a form of another site cannot say so', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const answer = await program.ask(JSON.stringify(proved(person)), { 'content-type': type })
      expect([type, answer.status]).toEqual([type, 415])
    }
    const large = { ...proved(person), code: 'x'.repeat(70_000) }
    expect((await program.ask(large)).status).toBe(413)
  })

  it('plays no part in cookies and origins: neither what browsers send, nor junk', async () => {
    const junk = ['=;;;', '__Host-latchkey-session=x; __Host-latchkey-session=y', '"', '%00%ff']
    for (const cookie of junk) {
      const answer = await program.ask(proved(person), { cookie, origin: 'https://evil.example' })
      expect([cookie, answer.body.status, answer.setCookies]).toEqual([cookie, 'accept', []])
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    }
    const asked = new Request('http://localhost:8787/api/validate', { method: 'OPTIONS' })
    const preflight = await worker.send(asked)
    expect([preflight.ok, preflight.headers.get('access-control-allow-origin')]).toEqual([
      false,
      null,
    ])
  })

  it('T07 is a code in a documented form, or is wrong and counted once', async () => {
    const tried = ['12345', '123456789', '+12345', '1e5', '１２３４５６', ' 123456', '0x1E24']
    const before = await rows('SELECT failures FROM attempt WHERE subject LIKE ?', `%${holder.id}`)
    expect(before).toEqual([])
    for (const code of tried) {
      const answer = await program.ask({ ...proved(holder), code })
      expect([code, answer.body]).toEqual([code, { status: 'reject', reason: 'credentials' }])
    }
    const after = await rows('SELECT failures FROM attempt WHERE subject LIKE ?', `%${holder.id}`)
    expect(after).toEqual([{ failures: tried.length }])
    await change('DELETE FROM attempt')
  })
})

describe('L01 R09 who exists', () => {
  it('is told by nothing: unknown, disabled and wrong get one answer in as many trips', async () => {
    const disabled = await addPerson(root)
    await change('UPDATE user SET disabled_at = 1 WHERE id = ?', disabled.id)
    const guesses = [
      { username: 'nobody-at-all', password: 'not this one' },
      { username: '​odd​', password: 'not this one' },
      { username: person.username, password: 'not this one' },
      { username: holder.username, password: 'not this one', code: codeAt(holder.uri) },
      { username: disabled.username, password },
      { username: disabled.username, password: 'not this one' },
    ]
    const told = []
    for (const guess of guesses) {
      worker.d1.reset()
      const { status, body, headers } = await program.ask(guess)
      told.push(JSON.stringify([status, body, [...headers], worker.d1.trips()]))
    }
    expect(new Set(told).size).toBe(1)
    expect(told[0]).toContain('"credentials"')
  })
})

describe('I6 R54 secrets', () => {
  it('are in no log line and in no table: passwords, codes, keys, tokens', async () => {
    const said: unknown[] = []
    for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
      vi.spyOn(console, level).mockImplementation((...line: unknown[]) => void said.push(...line))
    const append = await addProgram(worker, root, { details: { append: true, trust: true } })
    const mine = await addHolder(worker, root)
    const canary = 'canary-of-a-password-7'
    await program.ask({ username: canary, password: canary, code: wrongCodeAt(mine.uri) })
    const wrong = wrongCodeAt(mine.uri)
    await append.ask({ ...proved(mine), password: `${canary}${wrong}` })
    const challenged = (await program.ask(proved(mine))).body.challenge
    const code = codeAt(mine.uri)
    const { receipt } = (await append.ask({ ...proved(mine), password: password + code })).body
    const { token } = (await append.trust({ receipt })).body
    const next = (await append.ask({ ...proved(mine), trust: token })).body.trust.token
    const secrets = [
      canary,
      challenged,
      receipt,
      token,
      next,
      program.key.secret,
      append.key.secret,
    ]
    expect(secrets.every((secret) => typeof secret === 'string' && secret.length > 20)).toBe(true)
    const everything = (await dump()) + JSON.stringify(said)
    for (const secret of [...secrets, rootPassword, password, password + code])
      expect(everything).not.toContain(secret)
    const lines = await rows('SELECT outcome FROM audit WHERE subject_id = ?', mine.id)
    expect(JSON.stringify(lines)).not.toMatch(new RegExp(`${code}|${wrong}`))
  })
})
