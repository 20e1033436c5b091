import { describe, expect, it } from 'vitest'
import type { Client } from '../support/client.ts'
import { minutes, pass } from '../support/clock.ts'
import { auditOf, change, rows } from '../support/database.ts'
import { addToken, giveToken } from '../support/hardware.ts'
import {
  addHolder,
  addPerson,
  between,
  enroll,
  hold,
  house,
  signedIn,
  signIn,
  visitor,
} from '../support/people.ts'
import {
  bring,
  commit,
  entraOf,
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

  it.each(['in one step', 'after the password'])(
    'T11 is in time for a sign-in that is under way: %s',
    async (way) => {
      const person = await addPerson(root, { mfaRequired: true })
      const token = await giveToken(person)
      const browser = way === 'in one step' ? visitor(worker) : await hold(worker, person)
      const code = token.code()
      const type = () =>
        way === 'in one step'
          ? signIn(browser, person, { code })
          : browser.post('/api/login/factor', { method: 'hardware', code })
      const gone = () => root.delete(`${series}/${token.seriesId}`)
      const answer = await between(worker, 2, type, gone)
      expect(answer.status).toBe(401)
      expect((await browser.get('/api/session')).status).toBe(401)
      expect(await rows('SELECT 1 FROM session WHERE user_id = ?', person.id)).toEqual([])
      // Policy asks for a factor: they set one up, and not with that token.
      const again = visitor(worker)
      expect((await signIn(again, person)).body.status).toBe('enrollment_required')
      const { serial } = token
      expect(
        (await again.post('/api/factors/hardware', { serial, code: token.code(1) })).status,
      ).toBe(401)
    },
  )

  it('T11 is in time for a registration that is under way', async () => {
    const person = await addPerson(root, { mfaRequired: true })
    const { serial, seriesId, code } = await addToken()
    const browser = visitor(worker)
    await signIn(browser, person)
    const register = () => browser.post('/api/factors/hardware', { serial, code: code() })
    const answer = await between(worker, 2, register, () => root.delete(`${series}/${seriesId}`))
    expect(answer.status).toBe(401)
    expect(await rows('SELECT 1 FROM factor WHERE user_id = ?', person.id)).toEqual([])
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
