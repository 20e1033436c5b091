import { afterEach, describe, expect, it } from 'vitest'
import { env } from 'cloudflare:workers'
import { mostTokens } from '../../schema/api/hardware-token.ts'
import type { Client } from '../support/client.ts'
import { auditOf, change, rows } from '../support/database.ts'
import { factorsOf, heldToEnroll } from '../support/enrollment.ts'
import { addSeries, addToken, giveToken, type Token } from '../support/hardware.ts'
import {
  addHolder,
  addPerson,
  askedOf,
  between,
  expectStatus,
  hold,
  house,
  type Person,
  sessionStatus,
  signedIn,
  signIn,
  visitor,
} from '../support/people.ts'
import { addGroup, forgetPolicy, handOver } from '../support/policy.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()
afterEach(forgetPolicy)

const at = ({ id }: { id: string }, action = '') =>
  `/api/admin/hardware-tokens/${id}${action && `/${action}`}`
const assign = (token: Token, { id: userId }: { id: string }, by: Client = root) =>
  by.post(at(token, 'assign'), { userId })
const type = (browser: Client, code: string, nextCode?: string) =>
  browser.post('/api/login/factor', { method: 'hardware', code, nextCode })
const detailsOf = async (token: Token, by: Client = root) =>
  expectStatus(await by.get(at(token)), 200).body

describe('R22 a token that an administrator assigns', () => {
  it('counts from its first code, which is asked for at once of who must have a factor', async () => {
    const [person, token] = [await addPerson(root, { mfaRequired: true }), await addToken()]
    const assigned = await assign(token, person)
    expect(assigned.body).toMatchObject({
      state: 'waiting',
      owner: { id: person.id, username: person.username },
      may: ['unassign', 'resync', 'delete'],
    })
    expect(JSON.stringify(assigned.body)).not.toMatch(/secret|sealed/)
    expect(await factorsOf(person.id)).toEqual([])
    const browser = await hold(worker, person)
    expect((await browser.get('/api/login')).body.methods).toEqual(['hardware'])
    expect((await type(browser, token.code())).body.status).toBe('authenticated')
    expect(await detailsOf(token)).toMatchObject({ state: 'assigned', drift: 0 })
    expect(await auditOf(person.id)).toContain(`token-assigned ${token.serial}`)
    const page = (await root.get(`/api/admin/users/${person.id}`)).body
    expect(page.factorList).toMatchObject([{ token: { id: token.id, serial: token.serial } }])
  })

  it('is not asked of who need not have a factor, and is known by two codes as well', async () => {
    const [person, token] = [await addPerson(root), await addToken()]
    await assign(token, person)
    expect(await askedOf(visitor(worker), person)).toBe('authenticated')
    await root.patch(`/api/admin/users/${person.id}`, { mfaRequired: true })
    const browser = await hold(worker, person)
    expect((await type(browser, token.code(15), token.code(16))).status).toBe(200)
    expect(await factorsOf(person.id)).toHaveLength(1)
  })

  it('ends what the password alone had begun to enroll, and stays when a key is handed over', async () => {
    const { person, browser } = await heldToEnroll(worker, root)
    const token = await addToken()
    await assign(token, person)
    expect((await browser.post('/api/factors/totp', {})).status).toBe(401)
    await handOver(root, 'key', person)
    expect((await detailsOf(token)).state).toBe('waiting')
    expect((await (await hold(worker, person)).get('/api/login')).body.methods).toEqual([
      'totp',
      'hardware',
    ])
  })

  it('goes to nobody whose groups do not allow it, and to nobody while somebody holds it', async () => {
    const [person, other, token] = [await addPerson(root), await addPerson(root), await addToken()]
    await addGroup(root, { allow_hardware_2fa: false }, { members: [person] })
    expect((await assign(token, person)).body.code).toBe('factor_not_allowed')
    expectStatus(await assign(token, other), 200)
    expect((await assign(token, other)).body.code).toBe('conflict')
    const nobody = { id: crypto.randomUUID() }
    expect((await assign(token, nobody)).status).toBe(404)
    expect((await root.post(at(nobody, 'assign'), { userId: other.id })).status).toBe(404)
  })

  it('goes to nobody who holds ten, nor do they add one by themselves', async () => {
    const [person, token] = [await addPerson(root), await addToken()]
    for (let n = 1; n < mostTokens; n++) await giveToken(person)
    const own = await giveToken(person)
    expect((await assign(token, person)).body.code).toBe('conflict')
    const browser = visitor(worker)
    expectStatus(await signIn(browser, person, { code: own.code() }), 200)
    const typed = { serial: token.serial, code: token.code() }
    expect((await browser.post('/api/factors/hardware', typed)).body.code).toBe('conflict')
    expectStatus(await browser.delete(`/api/factors/${own.factorId}`), 204)
    expectStatus(await browser.post('/api/factors/hardware', typed), 200)
  })

  it('S08 goes to one of two who are named at once', async () => {
    const [a, b, token] = [await addPerson(root), await addPerson(root), await addToken()]
    worker.d1.reset({ latencyMs: 100 })
    const answers = await Promise.all([assign(token, a), assign(token, b)])
    worker.d1.reset()
    expect(answers.map(({ status }) => status).toSorted((x, y) => x - y)).toEqual([200, 409])
    const [{ owner }] = [await detailsOf(token)]
    expect(owner.id).toBe(answers[0].status === 200 ? a.id : b.id)
    expect(await rows('SELECT id FROM factor WHERE user_id IN (?, ?)', a.id, b.id)).toHaveLength(1)
  })
})

/** Somebody with a token alone, signed in by it, and a browser that is asked for it. */
const inUse = async () => {
  const person = await addPerson(root)
  const token = await giveToken(person)
  const inside = visitor(worker)
  expectStatus(await signIn(inside, person, { code: token.code(), trust: true }), 200)
  await inside.post('/api/factors/recovery', {})
  return { person, token, inside }
}
type InUse = Awaited<ReturnType<typeof inUse>>

const takings: Record<string, (one: InUse) => Promise<unknown>> = {
  unassigned: ({ token }) => root.post(at(token, 'unassign')),
  deleted: ({ token }) => root.delete(at(token)),
  reset: ({ person }) =>
    root.post(`/api/admin/users/${person.id}/reset`, { targets: ['hardware'] }),
}

describe('R24 a token that is taken', () => {
  it.each(Object.keys(takings))(
    '%s, is no factor from then on, nor is what rested on it',
    async (how) => {
      const one = await inUse()
      const { person, token, inside } = one
      await takings[how]?.(one)
      expect(await sessionStatus(inside)).toBe(401)
      expect(await askedOf(inside, person)).toBe('authenticated')
      expect(await rows('SELECT id FROM factor WHERE user_id = ?', person.id)).toEqual([])
      const left = (await root.get(at(token))).body
      expect(left.state ?? left.code).toBe(how === 'deleted' ? 'not_found' : 'unassigned')
      const lines = await auditOf(person.id)
      expect(lines.at(-2)).toBe(
        how === 'reset' ? 'user-reset hardware' : `token-${how} ${token.serial}`,
      )
    },
  )

  it.each(Object.keys(takings))('%s in the middle of a sign-in, opens nothing', async (how) => {
    const one = await inUse()
    const { person, token } = one
    const browser = await hold(worker, person)
    worker.d1.reset({ latencyMs: 200 })
    const answer = await between(
      worker,
      2,
      () => type(browser, token.code(1)),
      async () => {
        worker.d1.reset()
        await takings[how]?.(one)
      },
    )
    expect(answer.status).toBe(401)
    expect(answer.setCookies).toEqual([])
    expect(await sessionStatus(browser)).toBe(401)
    expect((await type(browser, token.code(2))).status).toBe(401)
  })

  it('is back in the pool too when its owner removes it or is deleted', async () => {
    const { person, token, inside } = await inUse()
    const other = await giveToken(person)
    const { id } = (await inside.get('/api/factors')).body.factors.find(
      ({ serial }: { serial: string }) => serial === token.serial,
    )
    expectStatus(await inside.delete(`/api/factors/${id}`), 204)
    expect((await detailsOf(token)).state).toBe('unassigned')
    expectStatus(await root.delete(`/api/admin/users/${person.id}`), 204)
    expect((await detailsOf(other)).state).toBe('unassigned')
    const [series] = await rows(
      'SELECT tokens, assigned FROM token_series WHERE id = ?',
      other.seriesId,
    )
    expect(series).toEqual({ tokens: 1, assigned: 0 })
  })

  it('is taken once, though two take it at once', async () => {
    const { token } = await inUse()
    worker.d1.reset({ latencyMs: 100 })
    const answers = await Promise.all([
      root.post(at(token, 'unassign')),
      root.post(at(token, 'unassign')),
    ])
    worker.d1.reset()
    expect(answers.map(({ status }) => status).toSorted((x, y) => x - y)).toEqual([200, 409])
    expect((await root.post(at(token, 'unassign'))).body.code).toBe('conflict')
  })
})

describe('the token by which the last super admin gets in', () => {
  it('is neither taken nor deleted', async () => {
    const other = await signedIn(worker, await addPerson(root, { role: 'super_admin' }))
    const [{ id = '' } = {}] = (await rows(`SELECT id FROM user WHERE username = 'root'`)) as {
      id: string
    }[]
    const token = await giveToken({ id })
    await change('UPDATE user_group SET require_2fa = 1 WHERE everyone = 1')
    await change(
      `INSERT INTO setting (name, value, updated_at) VALUES ('enrollment.at_login', '"ticket"', 0)`,
    )
    const answers = [
      await other.post(at(token, 'unassign')),
      await other.delete(at(token)),
      await other.post(`/api/admin/users/${id}/reset`, { targets: ['hardware'] }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 409])
    expect((await detailsOf(token, other)).owner.id).toBe(id)
    await change('DELETE FROM factor WHERE id = ?', token.factorId)
  })
})

describe('who may do what with a token', () => {
  it('follows from whose it is', async () => {
    const admin = await signedIn(worker, await addPerson(root, { role: 'admin' }))
    const owners = [await addPerson(root), await addPerson(root, { role: 'admin' })]
    const [users, admins] = [await giveToken(owners[0]!), await giveToken(owners[1]!)]
    const free = await addToken()
    const may = async (token: Token) => (await detailsOf(token, admin)).may
    expect(await may(users)).toEqual(['unassign', 'resync', 'delete'])
    expect(await may(admins)).toEqual([])
    expect(await may(free)).toEqual(['assign', 'delete'])
    const answers = [
      await admin.post(at(admins, 'unassign')),
      await admin.post(at(admins, 'resync'), { code: admins.code(), nextCode: admins.code(1) }),
      await admin.delete(at(admins)),
      await assign(free, owners[1]!, admin),
    ]
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403])
    expect(await factorsOf(owners[1]!.id)).toHaveLength(1)
    expectStatus(await admin.delete(at(free)), 204)
  })

  it('setting a clock right by two codes spends them, and guesses count against the owner', async () => {
    const { person, token } = await inUse()
    const resync = (a: number, b: number) =>
      root.post(at(token, 'resync'), { code: token.code(a), nextCode: token.code(b) })
    expect((await resync(-9, -8)).body.code).toBe('invalid_code')
    expect((await resync(12, 13)).body).toEqual({ drift: 13 })
    expect((await detailsOf(token)).drift).toBe(13)
    expect((await signIn(visitor(worker), person, { code: token.code(13) })).status).toBe(401)
    expect((await signIn(visitor(worker), person, { code: token.code(14) })).status).toBe(200)
    for (let n = 0; n < 10; n++) await resync(3, 3)
    expect((await resync(15, 16)).status).toBe(429)
    expect(await auditOf(person.id)).toContain(`token-resynced ${token.serial}`)
    expect(
      (await root.post(at(await addToken(), 'resync'), { code: '123456', nextCode: '654321' })).body
        .code,
    ).toBe('conflict')
  })

  it('a code of it can be tried out', async () => {
    const holder = await addHolder(worker, root)
    const token = await giveToken(holder)
    const tried = async (code: string) =>
      (await root.post('/api/admin/test-code', { username: holder.username, code })).body
    expect(await tried(token.code(2))).toMatchObject({
      result: 'matched',
      steps: 2,
      window: 2,
      key: { name: `Hardware token ${token.serial}` },
    })
    expect((await tried(token.code(3))).result).toBe('outside-window')
    expect((await tried(codeAt(holder.uri))).key.name).toBe('Authenticator app')
    await signIn(visitor(worker), holder, { code: token.code() })
    expect((await tried(token.code())).result).toBe('spent')
  })
})

describe('the list of tokens', () => {
  const shown = async (query: string) =>
    (await root.get(`/api/admin/hardware-tokens?${query}`)).body.items.map(
      ({ serial }: { serial: string }) => serial,
    )
  it('is searched by the beginning of a serial or of an owner’s name, each token once', async () => {
    const seriesId = await addSeries('Searched')
    const [zoe] = [await addPerson(root, { username: 'zz8zoe' })] as Person[]
    await addToken({ serial: 'ZZ-80 001', seriesId })
    await giveToken(zoe!, { serial: 'ZZ8-0002', seriesId })
    await giveToken(zoe!, { serial: 'QQ77', seriesId })
    await giveToken(zoe!, { serial: 'QQ78' })
    expect(await shown('search=zz8')).toEqual(['ZZ-80 001', 'ZZ8-0002', 'QQ77', 'QQ78'])
    expect(await shown('search=ZZ80%20002')).toEqual(['ZZ8-0002'])
    expect(await shown('search=zz8zo')).toEqual(['QQ77', 'QQ78', 'ZZ8-0002'])
    expect(await shown('search=zz8&state=unassigned')).toEqual(['ZZ-80 001'])
    expect(await shown(`search=zz8zoe&series=${seriesId}`)).toEqual(['QQ77', 'ZZ8-0002'])
    expect(await shown('search=%25')).toEqual([])
    expect(await shown(`series=${seriesId}`)).toEqual(['QQ77', 'ZZ-80 001', 'ZZ8-0002'])
    expect(await shown(`series=${seriesId}&state=assigned`)).toEqual(['QQ77', 'ZZ8-0002'])
  })

  it('leaves as a file without secrets, in which nothing is a formula', async () => {
    const seriesId = await addSeries('=HYPERLINK("x")')
    const token = await giveToken(await addPerson(root), { seriesId })
    // As if it had been used each week for seven weeks, and was slower each time.
    await change(
      `UPDATE hardware_token SET uses = 8, first_used_at = 0, last_used_at = 49 * 86400, drift = -5,
         sum_day = 196, sum_drift = -19.6, sum_day_day = 6860, sum_day_drift = -686 WHERE id = ?`,
      token.id,
    )
    const cookie = [...root.cookies.values()]
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
    const address = new URL('/api/admin/hardware-tokens/export', env.ORIGIN)
    const file = await (await worker.send(new Request(address, { headers: { cookie } }))).text()
    const line = file.split('\r\n').find((one) => one.includes(token.serial))
    expect(line).toMatch(
      new RegExp(`^"${token.serial}","'=HYPERLINK\\(""x""\\)","C200","assigned","person`),
    )
    expect(line).toContain('"-5","-0.1"')
    const [{ sealed } = {}] = await rows(
      'SELECT hex(sealed) AS sealed FROM hardware_token WHERE id = ?',
      token.id,
    )
    expect(file.toUpperCase()).not.toContain(String(sealed))
    expect(await rows(`SELECT id FROM audit WHERE action = 'tokens-exported'`)).toHaveLength(1)
  })
})

describe('the fleet', () => {
  it('shows how far and how fast clocks go wrong, and whose codes will be lost', async () => {
    const person = await addPerson(root)
    const [slow, fast] = [await giveToken(person), await giveToken(person)]
    const fleet = async () => (await root.get('/api/admin/hardware-tokens/fleet')).body
    const count = async (drift: number) =>
      (await fleet()).drifts.find((one: { drift: number }) => one.drift === drift)?.tokens ?? 0
    const before = [await count(-1), await count(2)]
    expectStatus(await signIn(visitor(worker), person, { code: slow.code(-1) }), 200)
    expectStatus(await signIn(visitor(worker), person, { code: fast.code(2) }), 200)
    expect([await count(-1), await count(2)]).toEqual([before[0] + 1, before[1] + 1])
    const now = Math.floor(Date.now() / 1000)
    // As if it had been used each week for half a year, a step faster each month.
    await change(
      `UPDATE hardware_token SET uses = 26, first_used_at = ?2, last_used_at = ?3, sum_day = 2275,
         sum_drift = 75.8, sum_day_day = 270725, sum_day_drift = 9024, drift = 6, speed = 3,
         leaves_at = ?3 + 2000000 WHERE id = ?1`,
      fast.id,
      now - 175 * 86_400,
      now,
    )
    const { speeds, leaving } = await fleet()
    expect(speeds[3]).toEqual({ upTo: 2, tokens: 1 })
    expect(leaving.map(({ id }: { id: string }) => id)).toEqual([fast.id])
    expect(leaving[0].driftPerDay).toBeCloseTo(1 / 30, 3)
    expect(leaving[0].owner.id).toBe(person.id)
    expect((await root.get('/api/admin/dashboard')).body.alerts.drifting.examples).toContainEqual({
      id: person.id,
      username: person.username,
    })
    await change('DELETE FROM token_series')
    expect(await fleet()).toMatchObject({ drifts: [], leaving: [] })
  })
})
