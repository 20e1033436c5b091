import { BlobReader, configure, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fromBase32, toBase32 } from '../../schema/otp/totp.ts'
import { toHex } from '../../worker/crypto/hex.ts'
import type { Client } from '../support/client.ts'
import { minutes, pass } from '../support/clock.ts'
import { auditOf, change, dump, rows } from '../support/database.ts'
import { addHolder, addPerson, enroll, house, signedIn, visitor } from '../support/people.ts'
import {
  bring,
  commit,
  entraOf,
  formOf,
  newSeeds,
  preview,
  reportOf,
  series,
  tableOf,
} from '../support/seed-file.ts'

const { worker, root } = house()

type Listed = { id: string; label: string; tokens: number; assigned: number; createdAt: number }
const listed = async (): Promise<Listed[]> => (await root.get(series)).body.series
const tokens = async (id: string | undefined) =>
  (await rows('SELECT 1 FROM hardware_token WHERE series_id = ?', id)).length

/** A series of which each of these people holds one token, and nobody the last. */
const seriesOf = async (people: readonly { username: string }[]): Promise<string> => {
  const seeds = newSeeds(people.length + 1)
  const owned = seeds.map((seed, n) => ({ ...seed, upn: people[n]?.username ?? '' }))
  const report = reportOf(await commit(root, entraOf(owned)))
  expect(report.assigned).toBe(people.length)
  return String(report.id)
}

describe('the list', () => {
  it('has the newest first, and says of each what it holds', async () => {
    const first = await bring(root, newSeeds(2), { label: 'First' })
    pass(minutes(1))
    const second = await bring(root, newSeeds(3), { label: 'Second' })
    expect(await listed()).toMatchObject([
      { id: second.id, label: 'Second', tokens: 3, assigned: 0, format: 'serial-secret' },
      { id: first.id, label: 'First', tokens: 2, assigned: 0 },
    ])
  })

  it('follows a new name', async () => {
    const { id } = await bring(root, newSeeds(1))
    const { body } = await root.patch(`${series}/${id}`, { label: ' Spring ' })
    expect(body).toMatchObject({ id, label: 'Spring', tokens: 1, people: 0 })
    expect((await listed()).find((one) => one.id === id)?.label).toBe('Spring')
    for (const label of ['', 'x'.repeat(65), 'a\u202Eb', 7])
      expect((await root.patch(`${series}/${id}`, { label })).status).toBe(400)
    const [line] = await rows('SELECT action, outcome FROM audit ORDER BY id DESC LIMIT 1')
    expect(line).toEqual({ action: 'series-renamed', outcome: 'done' })
  })

  it('knows nothing of what is not there', async () => {
    const place = `${series}/${crypto.randomUUID()}`
    const answers = [
      await root.get(place),
      await root.patch(place, { label: 'x' }),
      await root.delete(place),
      await root.get(`${series}/imports/${crypto.randomUUID()}`),
    ]
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404])
    expect((await root.delete(`${series}/1`)).status).toBe(400)
  })
})

describe('deleting a series', () => {
  it('takes its tokens from whoever held them, and says how many', async () => {
    const [holder, other] = [await addPerson(root, { mfaRequired: true }), await addPerson(root)]
    const id = await seriesOf([holder, other])
    const { body } = await root.delete(`${series}/${id}`)
    expect(body).toEqual({ tokens: 3, people: 2 })
    expect(await tokens(id)).toBe(0)
    expect((await root.get(`${series}/${id}`)).status).toBe(404)
    expect(await rows('SELECT 1 FROM factor WHERE user_id IN (?, ?)', holder.id, other.id)).toEqual(
      [],
    )
    for (const person of [holder, other])
      expect((await auditOf(person.id)).at(-1)).toBe('series-deleted done')
    const lines = await rows(
      `SELECT outcome FROM audit WHERE action = 'series-deleted' ORDER BY id`,
    )
    expect(lines.map(({ outcome }) => outcome)).toContain('tokens:3+people:2')
    // They fall back to what policy asks.
    const browser = visitor(worker)
    const { password, username } = holder
    const answer = await browser.post('/api/login', { username, password })
    expect(answer.body.status).toBe('enrollment_required')
  })

  it('ends what rested on it: sessions, trust, handed-over codes, recovery codes without a factor', async () => {
    const [alone, rich, bystander] = [
      await addPerson(root),
      await addHolder(worker, root),
      await addHolder(worker, root),
    ]
    const id = await seriesOf([alone, rich])
    for (const { id: user } of [alone, rich, bystander])
      await change(
        `INSERT INTO factor (id, user_id, method, name, created_at, confirmed_at)
         VALUES (?, ?, 'recovery', 'Recovery codes', 0, 0)`,
        crypto.randomUUID(),
        user,
      )
    await change(
      `UPDATE factor SET confirmed_at = 1, handed_over = 0 WHERE method = 'hardware'
         AND user_id IN (?, ?)`,
      alone.id,
      rich.id,
    )
    await root.post(`/api/admin/users/${alone.id}/pass`)
    await root.post(`/api/admin/users/${bystander.id}/pass`)
    const before = await rows('SELECT security_stamp FROM user WHERE id = ?', bystander.id)
    expect((await root.delete(`${series}/${id}`)).body.people).toBe(2)
    const left = async (user: string) => ({
      factors: (
        await rows('SELECT method FROM factor WHERE user_id = ? ORDER BY method', user)
      ).map(({ method }) => method),
      codes: (await rows('SELECT 1 FROM one_time_code WHERE user_id = ?', user)).length,
    })
    expect(await left(alone.id)).toEqual({ factors: [], codes: 0 })
    expect(await left(rich.id)).toEqual({ factors: ['recovery', 'totp'], codes: 0 })
    expect(await left(bystander.id)).toEqual({ factors: ['recovery', 'totp'], codes: 1 })
    expect(await rows('SELECT security_stamp FROM user WHERE id = ?', bystander.id)).toEqual(before)
  })

  it('signs its holders out', async () => {
    const person = await addPerson(root)
    const browser = visitor(worker)
    await enroll(browser, person)
    const id = await seriesOf([person])
    expect((await browser.get('/api/session')).status).toBe(200)
    await root.delete(`${series}/${id}`)
    expect((await browser.get('/api/session')).status).toBe(401)
  })

  it('is refused where no super admin could sign in any more', async () => {
    const [me] = await rows(`SELECT id FROM user WHERE username = 'root'`)
    const id = await seriesOf([{ username: 'root' }])
    await change('UPDATE user SET mfa_required = 1 WHERE id = ?', me?.['id'])
    await change(
      `UPDATE user SET disabled_at = 1 WHERE role = 'super_admin' AND username <> 'root'`,
    )
    await change(
      `INSERT INTO setting (name, value, updated_at) VALUES ('enrollment.at_login', '"ticket"', 0)`,
    )
    const { status, body } = await root.delete(`${series}/${id}`)
    await change('DELETE FROM setting')
    await change('UPDATE user SET mfa_required = 0 WHERE id = ?', me?.['id'])
    expect([status, body.code]).toEqual([409, 'conflict'])
    expect(await tokens(id)).toBe(2)
    await change(`DELETE FROM factor WHERE method = 'hardware' AND user_id = ?`, me?.['id'])
  })

  it('takes ten thousand tokens and as many people along in one trip', async () => {
    const seeds = newSeeds(10_000)
    const { id } = await bring(root, seeds)
    await change(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
       INSERT INTO user (id, username, canonical_username, display_name, email, phone, role,
         mfa_required, may_trust, password_hash, created_at)
       SELECT 'crowd' || i, 'crowd' || i, 'crowd' || i, '', '', '', 'user', 1, 1, '', 0 FROM n`,
    )
    await change(
      `INSERT INTO factor (id, user_id, method, name, created_at, confirmed_at)
       SELECT 'factor-' || id, id, 'hardware', 'x', 0, 0 FROM user WHERE id LIKE 'crowd%'`,
    )
    await change(
      `UPDATE hardware_token SET factor_id = 'factor-crowd' || n FROM (
         SELECT id, row_number() OVER () AS n FROM hardware_token WHERE series_id = ?) AS other
       WHERE other.id = hardware_token.id`,
      id,
    )
    expect((await root.get(`${series}/${id}`)).body).toMatchObject({
      assigned: 10_000,
      people: 10_000,
    })
    worker.d1.reset()
    expect((await root.delete(`${series}/${id}`)).body).toEqual({ tokens: 10_000, people: 10_000 })
    expect(worker.d1.trips()).toBe(2)
    expect(await rows(`SELECT 1 FROM factor WHERE id LIKE 'factor-%' LIMIT 1`)).toEqual([])
    await change(`DELETE FROM user WHERE id LIKE 'crowd%'`)
  })
})

describe('who may', () => {
  const text = tableOf(newSeeds(1))
  const everything = async (browser: Client, id: string) => [
    await preview(browser, text),
    await commit(browser, text),
    await browser.patch(`${series}/${id}`, { label: 'Mine' }),
    await browser.delete(`${series}/${id}`),
  ]

  it('bring seeds, rename and delete them: super admins who have just proved who they are', async () => {
    const { id = '' } = await bring(root, newSeeds(1), { label: 'Theirs' })
    const admin = await signedIn(worker, await addPerson(root, { role: 'admin' }))
    const stale = await signedIn(worker, await addPerson(root, { role: 'super_admin' }))
    const user = await signedIn(worker, await addPerson(root))
    pass(minutes(16))
    for (const [browser, code] of [
      [visitor(worker), 'unauthenticated'],
      [user, 'forbidden'],
      [admin, 'forbidden'],
      [stale, 'step_up_required'],
    ] as const)
      for (const { body } of await everything(browser, id)) expect(body.code).toBe(code)
    expect((await admin.get(`${series}/${id}`)).body).toMatchObject({ label: 'Theirs', tokens: 1 })
    expect((await admin.get(`${series}/imports/${id}`)).status).toBe(403)
    expect((await stale.get(`${series}/imports/${id}`)).status).toBe(404)
  })
})

describe('R30 F03 what is no such form', () => {
  const file = () => tableOf(newSeeds(1))
  const sent = (form: FormData | string, headers: Record<string, string | null> = {}) =>
    root.post(series, form, headers)
  const twice = () => {
    const form = formOf(file(), { mode: 'preview' })
    form.append('mode', 'commit')
    return form
  }
  const without = () => {
    const form = formOf(file(), { mode: 'preview' })
    form.delete('file')
    return form
  }
  const typed = () => {
    const form = without()
    form.set('file', file())
    return form
  }

  it.each([
    [
      'another site’s',
      () => sent(formOf(file(), { mode: 'preview' }), { origin: 'https://evil.example' }),
      403,
      undefined,
    ],
    ['nobody’s', () => sent(formOf(file(), { mode: 'preview' }), { origin: null }), 403, undefined],
    ['JSON', () => sent('{"mode":"preview"}'), 415, undefined],
    [
      'not cut into parts',
      () => sent('x', { 'content-type': 'multipart/form-data; boundary=a' }),
      400,
      undefined,
    ],
    [
      'without a boundary',
      () => sent('x', { 'content-type': 'multipart/form-data' }),
      415,
      undefined,
    ],
    ['saying a field twice', () => sent(twice()), 400, undefined],
    [
      'with more than is asked for',
      () => sent(formOf(file(), { mode: 'preview', role: 'admin' })),
      400,
      'role',
    ],
    ['without its file', () => sent(without()), 400, 'file'],
    ['with text for its file', () => sent(typed()), 400, 'file'],
    ['of an unknown mode', () => sent(formOf(file(), { mode: 'force' })), 400, 'mode'],
    [
      'with a key that is none',
      () => sent(formOf(file(), { mode: 'preview', presharedKey: 'secret' })),
      400,
      'presharedKey',
    ],
    ['with nothing in its file', () => sent(formOf('', { mode: 'preview' })), 400, 'file'],
    [
      'with something else in its file',
      () => sent(formOf('<html></html>', { mode: 'preview' })),
      400,
      'file',
    ],
  ])('is refused: %s', async (_, send, status, field) => {
    const answer = await send()
    expect([answer.status, answer.body.field]).toEqual([status, field])
  })

  it('is too large: said beforehand, or found out as it streams in', async () => {
    const bytes = new Uint8Array(8_100_000)
    const said = await sent(formOf(bytes, { mode: 'preview' }))
    expect([said.status, said.body.field]).toEqual([413, 'file'])
    const body = new Response(formOf(bytes, { mode: 'preview' }))
    const headers = new Headers({
      'content-type': body.headers.get('content-type') ?? '',
      origin: env.ORIGIN,
    })
    headers.set(
      'cookie',
      [...root.cookies.values()].map(({ name, value }) => `${name}=${value}`).join('; '),
    )
    const url = new URL(series, env.ORIGIN)
    const streamed = new Request(url, { method: 'POST', headers, body: body.body })
    expect(streamed.headers.has('content-length')).toBe(false)
    expect((await worker.send(streamed)).status).toBe(413)
  })
})

describe('S14 what is secret', () => {
  const logged: string[] = []
  afterEach(() => vi.restoreAllMocks())

  const zipped = async (text: string, password: string) => {
    configure({ useWebWorkers: false })
    const writer = new ZipWriter(new Uint8ArrayWriter(), { password, encryptionStrength: 3 })
    await writer.add('seeds.csv', new BlobReader(new Blob([text])))
    return new Uint8Array(await writer.close())
  }

  it('stands nowhere afterwards: not in the database, an answer or the log', async () => {
    for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
      vi.spyOn(console, level).mockImplementation((...said: unknown[]) => {
        logged.push(
          said.map((one) => (one instanceof Error ? one.stack : JSON.stringify(one))).join(),
        )
      })
    const password = 'canary-of-a-password-1f77'
    const seeds = newSeeds(3)
    const canary = 'CANARYCANARYCANARYCANARYCANARY27'
    const text = `${tableOf(seeds)}C1,${canary}\r\nC2,${canary}\r\nC3,${canary.slice(0, 16)}\r\n`
    const file = await zipped(text, password)
    const answers = [
      await preview(root, file, { password }),
      await preview(root, file, { password: `${password}x` }),
      await preview(root, file, { password: password.repeat(50) }),
      await preview(root, file, { password, presharedKey: password }),
      await preview(root, text, { mode: canary }).then((answer) => ({ ...answer, body: '' })),
    ]
    for (const trip of [3, 4, 5]) {
      worker.d1.reset({ faults: { [trip]: 'before' } })
      answers.push(await commit(root, file, { password, label: 'Canaries' }))
    }
    worker.d1.reset()
    const kept = reportOf(await commit(root, file, { password, label: 'Canaries' }))
    expect(kept).toMatchObject({ encryption: 'aes-256', counts: { new: 3, bad: 3 } })
    const said = JSON.stringify([...answers.map(({ body }) => body as unknown), kept])
    const database = await dump()
    const marks = [password, canary, canary.slice(0, 16), ...seeds.flatMap(writingsOf)]
    marks.push(...writingsOf({ secret: new Uint8Array(fromBase32(canary) ?? []) }))
    expect(logged.length).toBeGreaterThan(2)
    for (const mark of marks)
      for (const [where, held] of [
        ['answers', said],
        ['database', database],
        ['log', logged.join('\n')],
      ] as const)
        if (held.toLowerCase().includes(mark.toLowerCase())) throw new Error(`${mark} in ${where}`)
  })

  const writingsOf = ({ secret }: { secret: Uint8Array }) => [
    toBase32(secret),
    toHex(secret),
    btoa(String.fromCharCode(...secret)),
  ]
})
