import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { ImportRow } from '../../schema/api/import.ts'
import type { Client } from '../support/client.ts'
import { change, rows } from '../support/database.ts'
import {
  addPerson,
  between,
  house,
  password,
  rootPassword,
  signedIn,
  signIn,
  visitor,
} from '../support/people.ts'
import { minutes, pass } from '../support/clock.ts'

const { worker, root } = house()

type Row = Record<string, unknown>
type Problem = { line: number; field: string; reason: string }
type Result = { new: number; known: number; bad: Problem[] }

const send = (of: Row[], mode = 'commit', browser: Client = root) =>
  browser.post('/api/admin/user-import', { mode, rows: of })

const bring = async (of: Row[], mode = 'commit'): Promise<Result> => {
  const { status, body } = await send(of, mode)
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body
}

const personOf = async (username: string) => {
  const [row] = await rows('SELECT * FROM user WHERE canonical_username = ?', username)
  return row
}

const names = async (query: string): Promise<string[]> => {
  const { body } = await root.get(`/api/admin/users?${query}`)
  return body.items.map(({ username }: { username: string }) => username)
}

const addGroup = (name: string, id = crypto.randomUUID()) =>
  change(
    `INSERT INTO user_group (id, name, canonical_name, description, priority, created_at)
     VALUES (?, ?, ?, '', 5, 0)`,
    id,
    name,
    name.toLowerCase(),
  )

const importLines = () =>
  rows(`SELECT outcome FROM audit WHERE action = 'users-imported' ORDER BY id`)

describe('a file of people', () => {
  it('of two thousand comes in chunks, each once, however often it is sent', async () => {
    const people = Array.from({ length: 2000 }, (_, i) => ({
      line: i + 2,
      username: `Crowd${i}`,
      displayName: `Crowd Member ${i}`,
      email: `crowd${i}@example.org`,
    }))
    const chunks = [0, 500, 1000, 1500].map((from) => people.slice(from, from + 500))
    for (const chunk of chunks) {
      expect(await bring(chunk, 'preview')).toEqual({ new: 500, known: 0, bad: [] })
      expect(await bring(chunk)).toEqual({ new: 500, known: 0, bad: [] })
    }
    const before = await importLines()
    expect(before.slice(-4).map(({ outcome }) => outcome)).toEqual(chunks.map(() => 'added:500'))
    expect(await bring(chunks[1] ?? [])).toEqual({ new: 0, known: 500, bad: [] })
    expect(await importLines()).toEqual(before)
    const [{ n } = {}] = await rows(`SELECT count(*) AS n FROM user WHERE username LIKE 'Crowd%'`)
    expect(n).toBe(2000)
    expect(await names('search=crowd1999@')).toEqual(['Crowd1999'])
    expect(await names('search=member%201234')).toEqual(['Crowd1234'])
  })

  it('previews without changing anything', async () => {
    const before = await rows('SELECT count(*) AS n FROM user')
    const row = { line: 2, username: 'preview', password }
    expect(await bring([row], 'preview')).toMatchObject({ new: 1 })
    expect(await rows('SELECT count(*) AS n FROM user')).toEqual(before)
  })

  it('leaves whoever is known as they are', async () => {
    const known = await addPerson(root, { displayName: 'As it was' })
    const row = { line: 2, username: known.username.toUpperCase(), role: 'super_admin', password }
    expect(await bring([row])).toEqual({ new: 0, known: 1, bad: [] })
    expect(await personOf(known.username)).toMatchObject({
      display_name: 'As it was',
      role: 'user',
      must_change_password: 0,
    })
  })

  it('whose name somebody takes meanwhile is known, and nothing of it is written', async () => {
    const row = { line: 2, username: 'raced', displayName: 'Second' }
    const answer = await between(
      worker,
      3,
      () => send([row]),
      () => bring([{ line: 2, username: 'raced', displayName: 'First' }]),
    )
    expect(answer.body).toEqual({ new: 0, known: 1, bad: [] })
    expect(await personOf('raced')).toMatchObject({ display_name: 'First' })
    expect(await names('search=second')).toEqual([])
  })

  it('puts people into groups by name, and asks of each role what the form asks', async () => {
    const id = crypto.randomUUID()
    await addGroup('Night Shift', id)
    const result = await bring([
      { line: 2, username: 'nina', groups: [' night SHIFT ', 'All users'] },
      { line: 3, username: 'adam', role: 'admin' },
      { line: 4, username: 'amy', role: 'admin', mfaRequired: false, mayTrust: false },
    ])
    expect(result).toEqual({ new: 3, known: 0, bad: [] })
    expect(await names(`group=${id}`)).toEqual(['nina'])
    expect(await personOf('nina')).toMatchObject({ role: 'user', mfa_required: 0, may_trust: 1 })
    expect(await personOf('adam')).toMatchObject({ mfa_required: 1 })
    expect(await personOf('amy')).toMatchObject({ mfa_required: 0, may_trust: 0 })
  })

  it('that sets a password asks for a new one; without one nobody signs in', async () => {
    const pair = [
      { line: 2, username: 'with', password },
      { line: 3, username: 'without' },
    ]
    expect(await bring(pair)).toMatchObject({ new: 2 })
    expect(await personOf('with')).toMatchObject({ must_change_password: 1 })
    const enter = (username: string, typed: string) =>
      signIn(visitor(worker), { id: '', username, password: typed })
    expect((await enter('with', password)).status).toBe(200)
    for (const typed of [password, ' ', rootPassword])
      expect((await enter('without', typed)).body.code).toBe('invalid_credentials')
  })

  it('says of each row what is wrong with it, and takes in its neighbors', async () => {
    await change(
      `INSERT INTO setting (name, value, updated_at) VALUES ('mfa.required.admin', 'true', 0)`,
    )
    const result = await bring([
      { line: 2, username: 'good' },
      { line: 3, username: 'not a username' },
      { line: 4, username: 'weak', password: 'password' },
      { line: 5, username: 'boss', role: 'owner' },
      { line: 6, username: 'ann', role: 'admin', mfaRequired: false },
      { line: 7, username: 'lost', groups: ['Nowhere'] },
      { line: 8, username: 'GOOD' },
      { line: 9, username: 'sneaky', isAdmin: true },
      { line: 10, username: 'mail', email: 'no address', phone: 'x' },
      { line: 11 },
      { line: 12, username: 'also-good' },
    ])
    await change(`DELETE FROM setting`)
    expect(result).toMatchObject({ new: 2, known: 0 })
    expect(result.bad.map(({ line, field }) => `${line} ${field}`)).toEqual([
      '3 username',
      '4 password',
      '5 role',
      '6 mfaRequired',
      '7 groups',
      '8 username',
      '9 isAdmin',
      '10 email',
      '10 phone',
      '11 username',
    ])
    expect(result.bad.find(({ line }) => line === 8)?.reason).toContain('line 2')
    expect(result.bad.every(({ reason }) => reason.length > 5 && reason.length < 200)).toBe(true)
  })

  it('S14 never says back what stood in a password', async () => {
    for (const secret of [12_345_678_901, ['canary-secret'], { canary: 'canary-secret' }]) {
      const { body } = await send([{ line: 2, username: 'secretive', password: secret }])
      expect(body.bad).toHaveLength(1)
      expect(JSON.stringify(body)).not.toMatch(/canary|12345678901/)
    }
  })
})

describe('A08 A09 R53 hostile rows', () => {
  const hostile = [
    '=cmd|calc!A0',
    '+1+1',
    '-2+3',
    '@SUM(A1)',
    '<img src=x onerror=alert(1)>',
    '"><svg/onload=alert(1)>',
    'a\u202eb',
    'a\u0000b',
    '\ud800',
    "Robert'); DROP TABLE user;--",
  ]

  it('make no username; as a display name they are text, or refused where they deceive', async () => {
    const asUsername = hostile.map((username, i) => ({ line: i + 2, username }))
    expect((await bring(asUsername)).bad).toHaveLength(hostile.length)
    const asName = hostile.map((displayName, i) => ({
      line: i + 2,
      username: `hostile${i}`,
      displayName,
    }))
    const { bad } = await bring(asName)
    expect(bad.map(({ line, field }) => `${line} ${field}`)).toEqual([
      '8 displayName',
      '9 displayName',
      '10 displayName',
    ])
    expect(await personOf('hostile9')).toMatchObject({ display_name: hostile[9] })
  })

  it('ten thousand of them are refused or taken, and never a fault of ours', async () => {
    const values = [null, true, -1, 1e308, '', 'x'.repeat(300), [], {}, [null], ['x'], ...hostile]
    // Without the password: a chunk may have few of them.
    const { password: _password, ...entries } = ImportRow.entries
    const fields = [...Object.keys(entries), 'constructor', '__proto__', 'id']
    let n = 0
    const mutant = (line: number): Row => {
      n += 1
      const field = fields[n % fields.length]
      const value = values[Math.floor(n / fields.length) % values.length]
      const [other, another] = [fields[(n * 7) % fields.length], values[(n * 31) % values.length]]
      const row = { line, username: `mutant${n}`, [field ?? '']: value }
      return n % 3 === 0 ? { ...row, [other ?? '']: another } : row
    }
    for (let chunk = 0; chunk < 20; chunk++) {
      const of = Array.from({ length: 500 }, (_, i) => mutant(i + 2))
      const whole = of.filter(({ line }) => typeof line === 'number' && line > 0 && line < 1e7)
      const { status, body } = await send(whole, chunk % 4 === 0 ? 'commit' : 'preview')
      expect([chunk, status]).toEqual([chunk, 200])
      const { new: added, known, bad } = body as Result
      const lines = new Set(bad.map(({ line }) => line))
      expect(added + known + lines.size).toBe(whole.length)
      const unnumbered = of.filter((row) => !whole.includes(row)).slice(0, 1)
      expect((await send(unnumbered)).status).toBe(400)
    }
  })

  const times = (n: number, row: Row) => Array.from({ length: n }, () => ({ ...row }))

  it.each([
    ['no mode', { rows: [{ line: 2, username: 'x' }] }],
    ['an unknown mode', { mode: 'force', rows: [{ line: 2, username: 'x' }] }],
    ['no rows', { mode: 'commit', rows: [] }],
    ['rows that are none', { mode: 'commit', rows: ['x'] }],
    ['too many rows', { mode: 'commit', rows: times(501, { line: 2 }) }],
    ['too many passwords', { mode: 'commit', rows: times(21, { line: 2, password }) }],
    ['more than was asked for', { mode: 'commit', rows: [{ line: 2 }], role: 'admin' }],
  ])('%s is 400', async (_, body) => {
    expect((await root.post('/api/admin/user-import', body)).status).toBe(400)
  })
})

describe('who may', () => {
  it('bring people, or take them along: super admins who have just proved who they are', async () => {
    const admin = await signedIn(worker, await addPerson(root, { role: 'admin' }))
    const chief = await addPerson(root, { role: 'super_admin' })
    const stale = await signedIn(worker, chief)
    pass(minutes(16))
    for (const [browser, code] of [
      [admin, 'forbidden'],
      [stale, 'step_up_required'],
    ] as const) {
      const row = { line: 2, username: 'unwanted' }
      expect((await send([row], 'commit', browser)).body.code).toBe(code)
      expect((await browser.get('/api/admin/user-export')).body.code).toBe(code)
    }
    expect(await personOf('unwanted')).toBeUndefined()
  })

  it('A role taken away while the request runs wins', async () => {
    const chief = await addPerson(root, { role: 'super_admin' })
    const browser = await signedIn(worker, chief)
    const demote = () => change(`UPDATE user SET role = 'admin' WHERE id = ?`, chief.id)
    const row = { line: 2, username: 'too-late' }
    const answer = await between(worker, 3, () => send([row], 'commit', browser), demote)
    expect([401, 403]).toContain(answer.status)
    expect(await personOf('too-late')).toBeUndefined()
  })
})

describe('the file that goes out', () => {
  const table = (text: string): string[][] => Papa.parse<string[]>(text.trimEnd()).data

  it('R47 A08 holds everybody once, and no cell that a spreadsheet would run', async () => {
    await change(`UPDATE user SET display_name = '=1+1' || char(10) || 'x' WHERE username = 'nina'`)
    const { status, headers, body } = await root.get('/api/admin/user-export')
    expect(status).toBe(200)
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+\.csv"$/)
    const [header, ...people] = table(body)
    expect(header?.[0]).toBe('username')
    const all = await rows('SELECT username FROM user ORDER BY canonical_username')
    expect(all.length).toBeGreaterThan(2000)
    expect(people.map(([username]) => username)).toEqual(all.map(({ username }) => username))
    const cells = people.flat()
    expect(cells.filter((cell) => /^[=+\-@\t\r\n\0]/.test(cell))).toEqual([])
    expect(cells).toEqual(expect.arrayContaining(["'=cmd|calc!A0", "'=1+1\nx", 'Night Shift']))
    expect(body).not.toMatch(/argon2/)
    const nina = people.find(([username]) => username === 'nina')
    const created = expect.stringMatching(/^\d{4}-.*Z$/) as unknown
    const told = ['user', 'no', 'yes', '', 'no', created, '', 'Night Shift']
    expect(nina?.slice(4)).toEqual(told)
    const [last] = await rows(`SELECT action, outcome FROM audit ORDER BY id DESC LIMIT 1`)
    expect(last).toEqual({ action: 'users-exported', outcome: 'done' })
  })

  it('breaks off in the middle where the actor may not have it any more', async () => {
    const chief = await addPerson(root, { role: 'super_admin' })
    const browser = await signedIn(worker, chief)
    const demote = () => change(`UPDATE user SET role = 'admin' WHERE id = ?`, chief.id)
    await expect(
      between(worker, 4, () => browser.get('/api/admin/user-export'), demote),
    ).rejects.toThrow('actor_may')
  })
})
