import { env } from 'cloudflare:workers'
import Papa from 'papaparse'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { exportLog, verdictOn, writeLines } from '../support/audit-log.ts'
import { auditOf, change, rows } from '../support/database.ts'
import { addByForm, addHolder, addPerson, house, signIn, visitor } from '../support/people.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()
const quiet = () => vi.spyOn(console, 'info').mockImplementation(() => {})
beforeEach(() => void quiet())

const asCsv = async (query = ''): Promise<string[][]> =>
  Papa.parse<string[]>(await exportLog(worker, root, `format=csv${query}`), {
    skipEmptyLines: true,
  }).data
const recordsOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

/** As if a name had come in that nobody let in. */
const writeHostile = (browser: string) =>
  change(
    `INSERT INTO audit (at, event_id, action, outcome, network, browser)
     VALUES (1700000000, 'hostile', 'sign-out', 'done', 'unknown', ?)`,
    browser,
  )

const hostile = [
  '=HYPERLINK("http://evil.example","x")',
  '+1+1',
  '-1+1',
  '@SUM(1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '\u0000=1',
  '"quoted", and = inside',
  'two\r\nlines',
  '{"type":"line"}\n{"type":"trailer"}',
  '\u202Egnp.exe',
  '\u2028=1',
]

describe('A08 R47 K38 a file for spreadsheets', () => {
  it('holds no formula and no row that was not logged', async () => {
    for (const text of hostile) await writeHostile(text)
    const [head = [], ...cells] = await asCsv()
    const total = (await rows('SELECT 1 FROM audit')).length
    expect(cells).toHaveLength(total)
    expect(cells.flat().filter((cell) => /^[=+\-@\t\r\n\0]/.test(cell))).toEqual([])
    const told = cells.filter((row) => row[head.indexOf('event_id')] === 'hostile')
    const browsers = told.map((row) => row[head.indexOf('browser')]?.replace(/^'/, ''))
    expect(browsers.toReversed()).toEqual(hostile)
  })

  it('is RFC 4180: quoted, CRLF, every row of one length', async () => {
    const text = await exportLog(worker, root, 'format=csv&action=setup')
    expect(text).toMatch(/^("[a-z_]+",){12}"application_id"\r\n("[^"]*",){12}"[^"]*"\r\n$/)
  })

  it('holds what was asked for, names and UTC', async () => {
    const person = await addByForm(root)
    const [, line = [], ...more] = await asCsv(`&person=${person.id}`)
    expect(more).toEqual([])
    expect(line.slice(1, 6)).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
      'user-added',
      'user',
      'root',
      expect.stringMatching(/^[0-9a-f-]{36}$/),
    ])
  })
})

describe('R54 A10 a file that can be verified', () => {
  it('says so of the whole log, whatever was written into it', async () => {
    for (const text of hostile) await writeHostile(text)
    const text = await exportLog(worker, root)
    expect(await verdictOn(text)).toBe('whole')
    const kinds = recordsOf(text).map(({ type }) => type)
    expect(kinds.filter((kind) => kind === 'line')).toHaveLength(
      (await rows('SELECT 1 FROM audit')).length,
    )
    expect([kinds[0], kinds.at(-2), kinds.at(-1)]).toEqual(['header', 'checkpoint', 'trailer'])
  })

  it('and not of a part of it', async () => {
    const text = await exportLog(worker, root, 'format=ndjson&action=setup')
    const [header, ...lines] = recordsOf(text)
    expect(header.verifiable).toBe(false)
    expect(lines).toMatchObject([{ action: 'setup', outcome: expect.any(String) }])
    expect(await verdictOn(text)).toBe('unverifiable')
  })
})

describe('A08 exporting', () => {
  it('is on record itself, in the very file', async () => {
    const exporter = await addPerson(root, { role: 'super_admin' })
    const browser = visitor(worker)
    await signIn(browser, exporter)
    const text = await exportLog(worker, browser)
    await exportLog(worker, browser, 'format=csv&action=setup')
    expect((await auditOf(exporter.id)).slice(-2)).toEqual([
      'audit-exported ndjson',
      'audit-exported csv:filtered',
    ])
    expect(
      recordsOf(text)
        .filter(({ type }) => type === 'line')
        .at(-1),
    ).toMatchObject({
      action: 'audit-exported',
      actorId: exporter.id,
    })
  })

  it('names the file by its day, and is kept by nobody', async () => {
    const { headers } = await root.get('/api/admin/audit/export?format=csv')
    const day = new Date().toISOString().slice(0, 10)
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="latchkey-audit-${day}.csv"`,
    )
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('streams: what is not fetched is not read', async () => {
    await writeLines(20_000, 1_700_000_000, ['somebody'])
    await exportLog(worker, root)
    const cookie = [...root.cookies.values()].map(({ name, value }) => `${name}=${value}`)
    for (const format of ['ndjson', 'csv']) {
      const address = `${env.ORIGIN}/api/admin/audit/export?format=${format}`
      const request = new Request(address, { headers: { cookie: cookie.join('; ') } })
      worker.d1.reset()
      const reader = (await worker.send(request)).body?.getReader()
      await reader?.read()
      const second = (await reader?.read())?.value as Uint8Array
      expect(second.length).toBeGreaterThan(10_000)
      expect(second.length).toBeLessThan(1_000_000)
      expect(worker.d1.trips()).toBeLessThanOrEqual(8)
      await reader?.cancel()
    }
  })

  it('A03 breaks off where the exporter is no super admin any more', async () => {
    const exporter = await addPerson(root, { role: 'super_admin' })
    const browser = visitor(worker)
    await signIn(browser, exporter)
    const cookie = [...browser.cookies.values()].map(({ name, value }) => `${name}=${value}`)
    const address = `${env.ORIGIN}/api/admin/audit/export?format=csv`
    const request = new Request(address, { headers: { cookie: cookie.join('; ') } })
    const reader = (await worker.send(request)).body?.getReader()
    await reader?.read()
    await change(`UPDATE user SET role = 'admin' WHERE id = ?`, exporter.id)
    await expect(reader?.read()).rejects.toThrow('actor_may')
  })

  it('R54 tells no secret: no password, seed, code or token', async () => {
    const holder = await addHolder(worker, root)
    const browser = visitor(worker)
    const code = codeAt(holder.uri)
    await signIn(browser, holder, { code, trust: true })
    await signIn(visitor(worker), { ...holder, username: 'typed-instead-of-a-name' })
    const seed = new URL(holder.uri).searchParams.get('secret') ?? ''
    const tokens = [...browser.cookies.values()].map(({ value }) => value)
    const text = (await exportLog(worker, root)) + (await exportLog(worker, root, 'format=csv'))
    const secrets = [holder.password, seed, 'typed-instead', ...tokens]
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
    expect(text).not.toMatch(new RegExp(`\\b${code}\\b`))
  })

  it('R54 a browser cannot write itself into the log: only known names enter', async () => {
    const forged = 'Mozilla/5.0 =cmd|calc "},{"action":"setup" Latchkey/1.0'
    const person = await addPerson(root)
    await signIn(worker.browser({ headers: { 'user-agent': forged } }), person)
    const [line] = await rows(
      `SELECT browser FROM audit WHERE subject_id = ? AND action = 'sign-in'`,
      person.id,
    )
    expect(line).toEqual({ browser: 'Unknown browser' })
  })
})

it('is not begun by a link on another site, nor noted', async () => {
  const before = (await rows(`SELECT id FROM audit WHERE action LIKE '%-exported'`)).length
  for (const path of ['/api/admin/audit/export?format=csv', '/api/admin/user-export']) {
    const answer = await root.get(path, { 'sec-fetch-site': 'cross-site' })
    expect([path, answer.body.code]).toEqual([path, 'bad_origin'])
  }
  expect(await rows(`SELECT id FROM audit WHERE action LIKE '%-exported'`)).toHaveLength(before)
})
