/** Design rule 4: sessions, trust and half-finished sign-ins die with what they rest on. */
import { describe, expect, it } from 'vitest'
import type { Answer } from '../support/client.ts'
import {
  addHolder,
  askedOf,
  between,
  expectStatus,
  type Holder,
  hold,
  house,
  sessionStatus,
  signIn,
  trustedBrowserOf,
  typeCode,
  visitor,
} from '../support/people.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()

type Deed = (holder: Holder) => Promise<Answer>
const at = ({ id }: Holder) => `/api/admin/users/${id}`
const reset =
  (...targets: string[]): Deed =>
  (holder) =>
    root.post(`${at(holder)}/reset`, { targets })

/** What takes it away, and what the trusted browser is asked once that is undone. */
const deeds: [string, Deed, string | number][] = [
  ['another role', (holder) => root.patch(at(holder), { role: 'admin' }), 'factor_required'],
  ['disablement', (holder) => root.patch(at(holder), { disabled: true }), 'factor_required'],
  ['withdrawn trust', (holder) => root.patch(at(holder), { mayTrust: false }), 'factor_required'],
  ['deletion', (holder) => root.delete(at(holder)), 401],
  ['a reset of recovery codes', reset('recovery'), 'factor_required'],
  ['a reset of authenticators', reset('totp'), 'authenticated'],
  ['a reset of everything', reset('totp', 'recovery', 'trust', 'sessions'), 'authenticated'],
]

describe('R21 R24 R27 at once, in the very same millisecond', () => {
  it.each(deeds)('%s ends sessions, trust and what waits at the door', async (_, does, asked) => {
    const holder = await addHolder(worker, root)
    const trusting = await trustedBrowserOf(worker, holder)
    expect(await askedOf(trusting, holder)).toBe('authenticated')
    const waiting = await hold(worker, holder)
    expect((await does(holder)).status).toBeOneOf([200, 204])
    expect(await sessionStatus(trusting)).toBe(401)
    expect((await waiting.get('/api/login')).status).toBe(401)
    expect((await typeCode(waiting, codeAt(holder.uri, Date.now(), 1))).status).toBe(401)
    await root.patch(at(holder), { role: 'user', disabled: false, mayTrust: true })
    expect(await sessionStatus(trusting)).toBe(401)
    expect(await askedOf(trusting, holder)).toBe(asked)
    expect((await root.get(at(holder))).body.trustedBrowsers ?? 0).toBe(0)
  })

  it('a reset of trust alone leaves who is signed in where they are', async () => {
    const holder = await addHolder(worker, root)
    const trusting = await trustedBrowserOf(worker, holder)
    expectStatus(await reset('trust')(holder), 204)
    expect(await sessionStatus(trusting)).toBe(200)
    expect(await askedOf(trusting, holder)).toBe('factor_required')
  })

  it('a reset of sessions alone leaves trust where it is', async () => {
    const holder = await addHolder(worker, root)
    const trusting = await trustedBrowserOf(worker, holder)
    const waiting = await hold(worker, holder)
    expectStatus(await reset('sessions')(holder), 204)
    expect(await sessionStatus(trusting)).toBe(401)
    expect((await waiting.get('/api/login')).status).toBe(401)
    expect(await askedOf(trusting, holder)).toBe('authenticated')
  })
})

describe('R24 R27 a sign-in that runs while it happens', () => {
  it.each(deeds)('fails by %s, although the code was right', async (_, does) => {
    const holder = await addHolder(worker, root)
    const waiting = await hold(worker, holder)
    const [code, happens] = [codeAt(holder.uri), () => does(holder)]
    const answer = await between(worker, 2, () => typeCode(waiting, code), happens)
    expect(answer.status).toBe(401)
    expect(await sessionStatus(waiting)).toBe(401)
  })

  it.each(deeds.slice(0, 2))('in one step, fails by %s', async (_, does) => {
    const holder = await addHolder(worker, root)
    const [browser, code] = [visitor(worker), codeAt(holder.uri)]
    const happens = () => does(holder)
    const answer = await between(worker, 2, () => signIn(browser, holder, { code }), happens)
    expect(answer.status).toBe(401)
    expect(await sessionStatus(browser)).toBe(401)
  })
})

describe('A03 what an admin was handed for a user', () => {
  const rise = (holder: Holder) => root.patch(at(holder), { role: 'super_admin' })
  const made = async (holder: Holder, what: string): Promise<string> =>
    expectStatus(await root.post(`${at(holder)}/${what}`), 201).body.code

  it('sets no password of theirs once they are more than that', async () => {
    const holder = await addHolder(worker, root)
    const code = await made(holder, 'password-reset')
    await rise(holder)
    const { username } = holder
    const next = 'taken-over-tonight'
    const answer = await visitor(worker).post('/api/password/reset', { username, code, next })
    expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_code' } })
    expect(await askedOf(visitor(worker), holder)).toBe('factor_required')
  })

  it('is no key of theirs once they are more than that', async () => {
    const { username, password, id } = await addHolder(worker, root, { mfaRequired: true })
    const holder = { username, password, id, uri: '' }
    expectStatus(await reset('totp')(holder), 204)
    const { uri } = expectStatus(await root.post(`${at(holder)}/key`), 201).body
    const waiting = await hold(worker, holder)
    await rise(holder)
    expect((await typeCode(waiting, codeAt(uri))).status).toBe(401)
    expect(await askedOf(visitor(worker), holder)).toBe('enrollment_required')
  })

  it('is no second factor of theirs once they are more than that', async () => {
    const holder = await addHolder(worker, root)
    const code = await made(holder, 'pass')
    await rise(holder)
    const waiting = await hold(worker, holder)
    const answer = await waiting.post('/api/login/factor', { method: 'pass', code })
    expect(answer.status).toBeOneOf([401, 403])
    expect(await sessionStatus(waiting)).toBe(401)
  })
})
