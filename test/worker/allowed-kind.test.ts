import { afterEach, describe, expect, it } from 'vitest'
import { everyoneGroupId } from '../../schema/policy.ts'
import { pass } from '../support/clock.ts'
import type { Client } from '../support/client.ts'
import { rows } from '../support/database.ts'
import {
  addHolder,
  addPerson,
  askedOf,
  between,
  enrollHere,
  expectStatus,
  hold,
  type Holder,
  house,
  newNetwork,
  sessionStatus,
  signedIn,
  signIn,
  trustedBrowserOf,
  typeCode,
  visitor,
} from '../support/people.ts'
import { addGroup, forgetPolicy, handOver } from '../support/policy.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()
afterEach(forgetPolicy)

const everyone = `/api/admin/groups/${everyoneGroupId}`
const allow = async (settings: object) =>
  expectStatus(await root.patch(everyone, { settings }), 200)
const allowTotp = (allowed: boolean | null) => allow({ allow_totp_2fa: allowed })
const nothing = { allow_totp_2fa: false, allow_webauthn_2fa: false }

/** All that a person with an authenticator app can come to the door with. */
const ways = ['totp', 'recovery', 'pass'] as const
type Codes = Record<(typeof ways)[number], string>

const codesOf = async (holder: Holder): Promise<Codes> => {
  const browser = visitor(worker)
  expectStatus(await signIn(browser, holder, { code: codeAt(holder.uri) }), 200)
  const { codes } = expectStatus(await browser.post('/api/factors/recovery', {}), 201).body
  const handed = await handOver(root, 'pass', holder)
  return { totp: codeAt(holder.uri, Date.now(), 1), recovery: codes[0], pass: handed.code }
}

const answer = (browser: Client, method: keyof Codes, codes: Codes) =>
  browser.post('/api/login/factor', { method, code: codes[method] })

describe('a kind of factor that a group has taken away', () => {
  it('is not enrolled: not by themselves, not at the door, not by an administrator', async () => {
    const inside = await signedIn(worker, await addPerson(root))
    const must = await addPerson(root, { mfaRequired: true })
    const [waiting, begun] = [visitor(worker), visitor(worker)]
    await signIn(waiting, must)
    await signIn(begun, must)
    const { id, uri } = (await begun.post('/api/factors/totp', {})).body
    await allow(nothing)
    const answers = [
      await inside.post('/api/factors/totp', {}),
      await inside.post('/api/provisioning'),
      await waiting.post('/api/factors/totp', {}),
      await root.post(`/api/admin/users/${must.id}/key`),
      await signIn(visitor(worker), must),
    ]
    expect(answers.map(({ body }) => body.code)).toEqual(Array(5).fill('factor_not_allowed'))
    expect((await inside.get('/api/factors')).body.enrollable).toEqual([])
    expect(
      (await begun.post(`/api/factors/totp/${id}/confirm`, { code: codeAt(uri) })).status,
    ).not.toBe(200)
    expect(await sessionStatus(begun)).toBe(401)
  })

  it('is refused with a message in one step, whatever stands in for it, and nothing is spent', async () => {
    const holder = await addHolder(worker, root)
    const codes = await codesOf(holder)
    await allowTotp(false)
    for (const code of [undefined, ...Object.values(codes)]) {
      const refused = await signIn(visitor(worker), holder, code === undefined ? {} : { code })
      expect([refused.status, refused.body.code]).toEqual([403, 'factor_not_allowed'])
      expect(refused.body.detail).toContain('administrator')
      expect(refused.setCookies).toEqual([])
    }
    await allowTotp(null)
    for (const code of Object.values(codes))
      expect((await signIn(visitor(worker), holder, { code })).status).toBe(200)
  })

  it('is refused in a login that was held before, and nothing is spent', async () => {
    const holder = await addHolder(worker, root)
    const codes = await codesOf(holder)
    const browsers = await Promise.all(ways.map(() => hold(worker, holder)))
    await allowTotp(false)
    for (const [n, method] of ways.entries())
      expect((await answer(browsers[n]!, method, codes)).body.code).toBe('factor_not_allowed')
    await allowTotp(null)
    for (const [n, method] of ways.entries())
      expect([method, (await answer(browsers[n]!, method, codes)).status]).toEqual([method, 200])
  })

  it.each(ways)('taken away between reading and writing, lets nobody in by %s', async (method) => {
    const holder = await addHolder(worker, root)
    const codes = await codesOf(holder)
    const browser = await hold(worker, holder)
    const raced = await between(
      worker,
      2,
      () => answer(browser, method, codes),
      () => allowTotp(false),
    )
    expect([raced.status, raced.setCookies.length]).toEqual([401, 0])
    expect(await sessionStatus(browser)).toBe(401)
  })

  it('is not got around by a browser that is trusted, be it between reading and writing', async () => {
    const holder = await addHolder(worker, root)
    const browser = await trustedBrowserOf(worker, holder, newNetwork())
    await browser.post('/api/logout')
    const raced = await between(
      worker,
      2,
      () => signIn(browser, holder),
      () => allowTotp(false),
    )
    expect(raced.body.status).not.toBe('authenticated')
    expect(await sessionStatus(browser)).toBe(401)
    expect((await signIn(browser, holder)).body.code).toBe('factor_not_allowed')
    await allowTotp(null)
    expect(await askedOf(browser, holder)).toBe('authenticated')
  })

  it('proves nobody anew either, and nothing is spent', async () => {
    const holder = await addHolder(worker, root)
    const codes = await codesOf(holder)
    const browser = visitor(worker)
    await signIn(browser, holder, { code: codes.totp })
    pass(30)
    const next: Codes = { ...codes, totp: codeAt(holder.uri, Date.now(), 1) }
    const prove = (method: keyof Codes) =>
      browser.post('/api/session/step-up', { method, code: next[method] })
    await allowTotp(false)
    for (const method of ways)
      expect([method, (await prove(method)).body.code]).toEqual([method, 'factor_not_allowed'])
    expect(await sessionStatus(browser)).toBe(200)
    await allowTotp(null)
    for (const method of ways) expect([method, (await prove(method)).status]).toEqual([method, 200])
  })

  it('is taken from its members only, and only while the strongest group says so', async () => {
    const [member, other] = [await addHolder(worker, root), await addHolder(worker, root)]
    await addGroup(root, { allow_totp_2fa: false }, { members: [member], priority: 5 })
    expect((await signIn(visitor(worker), member)).body.code).toBe('factor_not_allowed')
    expect(await askedOf(visitor(worker), other)).toBe('factor_required')
    await addGroup(root, { allow_totp_2fa: true }, { members: [member], priority: 1 })
    expect((await signIn(visitor(worker), member, { code: codeAt(member.uri) })).status).toBe(200)
  })

  it('says so in the log, which the answer does not reveal without the password', async () => {
    const holder = await addHolder(worker, root)
    await allowTotp(false)
    await signIn(visitor(worker), holder)
    const wrong = await signIn(visitor(worker), { ...holder, password: 'not the password' })
    expect(wrong.body.code).toBe('invalid_credentials')
    const lines = await rows(
      `SELECT outcome FROM audit WHERE subject_id = ? AND action = 'sign-in' ORDER BY id DESC LIMIT 2`,
      holder.id,
    )
    expect(lines.map(({ outcome }) => outcome)).toEqual([
      'password:wrong-password',
      'password:blocked',
    ])
  })
})

describe('the last way in of a super admin', () => {
  it('stays, for what they have and for what they enroll: somebody must be able to undo it', async () => {
    const holder = await addHolder(worker, root, { role: 'super_admin' })
    const must = await addPerson(root, { role: 'super_admin', mfaRequired: true })
    await allow(nothing)
    const browser = visitor(worker)
    expect((await signIn(browser, holder, { code: codeAt(holder.uri) })).status).toBe(200)
    const held = await hold(worker, holder)
    expect((await typeCode(held, codeAt(holder.uri, Date.now(), 1))).status).toBe(200)
    const newcomer = visitor(worker)
    expect(await askedOf(newcomer, must)).toBe('enrollment_required')
    await enrollHere(newcomer)
    expect((await newcomer.patch(everyone, { settings: { allow_totp_2fa: null } })).status).toBe(
      200,
    )
    for (const one of [holder, must])
      expectStatus(await root.delete(`/api/admin/users/${one.id}`), 204)
  })

  it('is nobody else’s: an admin is refused', async () => {
    const holder = await addHolder(worker, root, { role: 'admin' })
    await allowTotp(false)
    const code = codeAt(holder.uri)
    expect((await signIn(visitor(worker), holder, { code })).body.code).toBe('factor_not_allowed')
  })
})
