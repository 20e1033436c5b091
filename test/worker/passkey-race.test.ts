import { afterEach, describe, expect, it } from 'vitest'
import type { Client } from '../support/client.ts'
import { days, pass } from '../support/clock.ts'
import { auditOf, change, rows } from '../support/database.ts'
import { heldToEnroll } from '../support/enrollment.ts'
import {
  addPerson,
  between,
  expectStatus,
  hold,
  house,
  rootPassword,
  sessionStatus,
  signedIn,
  signIn,
  thiefOf,
  visitor,
} from '../support/people.ts'
import {
  addKeeper,
  enrollment,
  type Keeper,
  login,
  optionsOf,
  passkeysOf,
  stepUpBy,
  usePasskey,
} from '../support/passkey.ts'
import { addGroup, forgetPolicy, setSettings } from '../support/policy.ts'
import { newAuthenticator } from '../support/software-authenticator.ts'

const { worker, root } = house()
afterEach(forgetPolicy)

const sessionsOf = async ({ id }: { id: string }): Promise<number> =>
  (await rows('SELECT id FROM session WHERE user_id = ?', id)).length

/** A browser that has signed and not yet sent: what sends it. */
const ready = async (keeper: Keeper, browser: Client, count?: number) => {
  const options = await optionsOf(browser, login)
  const response = await keeper.key.get(options, count === undefined ? {} : { count })
  return () => browser.post(login, { response })
}

describe('P09 a signature count', () => {
  it.each([
    [5, 4, 401],
    [5, 5, 401],
    [5, 6, 200],
    [5, 0, 401],
    [0, 1, 200],
    [0, 0, 200],
    [4_294_967_294, 4_294_967_295, 200],
  ])('of %d followed by %d answers %d', async (before, now, status) => {
    const keeper = await addKeeper(worker, root, { counts: false })
    await change('UPDATE passkey SET sign_count = ? WHERE factor_id = ?', before, keeper.factorId)
    const answer = await usePasskey(visitor(worker), keeper.key, { count: now })
    expect(answer.status).toBe(status)
    const [kept] = await passkeysOf(keeper.id)
    expect(kept?.['sign_count']).toBe(status === 200 ? now : before)
    const last = (await auditOf(keeper.id)).at(-1)
    expect(last).toBe(status === 200 ? 'sign-in passkey-alone' : 'sign-in passkey:cloned')
  })

  it('is judged as a second factor and at step-up as well, and each copy alerts administrators', async () => {
    const keeper = await addKeeper(worker, root)
    const alerted = async () =>
      (await root.get('/api/admin/dashboard')).body.alerts.cloned.find(
        ({ id }: { id: string }) => id === keeper.id,
      )
    expect(await alerted()).toBeUndefined()
    const browser = await hold(worker, keeper)
    expect((await usePasskey(browser, keeper.key, { count: 1 })).status).toBe(401)
    const { id, username } = keeper
    expect(await alerted()).toEqual({ id, username, at: Math.floor(Date.now() / 1000) })
    expect((await usePasskey(browser, keeper.key, { count: 7 })).status).toBe(200)
    pass(60)
    expect((await stepUpBy(browser, keeper.key, { count: 7 })).status).toBe(401)
    expect(await alerted()).toEqual({ id, username, at: Math.floor(Date.now() / 1000) })
    expect((await stepUpBy(browser, keeper.key, { count: 8 })).status).toBe(200)
    expect(await auditOf(id)).toEqual(
      expect.arrayContaining(['sign-in passkey:cloned', 'step-up passkey:cloned']),
    )
    pass(days(7))
    const admin = await signedIn(worker, { id: '', username: 'root', password: rootPassword })
    const { alerts } = (await admin.get('/api/admin/dashboard')).body
    expect(alerts.cloned).toEqual([])
  })

  it.each([
    [8, 9, 401],
    [9, 9, 401],
    [9, 8, 200],
  ])('of %d, overtaken by %d on its way, answers %d', async (slow, quick, status) => {
    const keeper = await addKeeper(worker, root)
    const late = await ready(keeper, visitor(worker), slow)
    const early = await ready(keeper, visitor(worker), quick)
    const before = await sessionsOf(keeper)
    const answer = await between(worker, 2, late, async () => expectStatus(await early(), 200))
    expect(answer.status).toBe(status)
    expect(await sessionsOf(keeper)).toBe(before + (status === 200 ? 2 : 1))
    expect((await passkeysOf(keeper.id))[0]?.['sign_count']).toBe(9)
    const copies = (await auditOf(keeper.id)).filter((line) => line === 'sign-in passkey:cloned')
    expect(copies).toHaveLength(status === 200 ? 0 : 1)
  })

  it('that comes twice at once, with 200 ms to the database, lets one in', async () => {
    const keeper = await addKeeper(worker, root)
    const sends = [await ready(keeper, visitor(worker), 9), await ready(keeper, visitor(worker), 9)]
    worker.d1.reset({ latencyMs: 200 })
    const answers = await Promise.all(sends.map((send) => send()))
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '401'])
  })

  it('of one answer that comes twice, or of a passkey that is gone by then, is no sign of a copy', async () => {
    const keeper = await addKeeper(worker, root)
    const send = await ready(keeper, visitor(worker))
    const again = await between(worker, 2, send, async () => expectStatus(await send(), 200))
    const late = await ready(keeper, visitor(worker))
    const removed = await between(worker, 2, late, () =>
      change('DELETE FROM factor WHERE id = ?', keeper.factorId),
    )
    for (const { status, body, setCookies } of [again, removed])
      expect([status, body.code, setCookies]).toEqual([401, 'invalid_passkey', []])
    expect((await auditOf(keeper.id)).slice(-3)).toEqual([
      'sign-in passkey-alone',
      'sign-in passkey-alone:lost-race',
      'sign-in passkey-alone:lost-race',
    ])
    const { alerts } = (await root.get('/api/admin/dashboard')).body
    expect(alerts.cloned.map(({ id }: { id: string }) => id)).not.toContain(keeper.id)
  })
})

describe('one assertion, twenty times at once', () => {
  it.each(['alone', 'as the second factor'])('begins one session: %s', async (way) => {
    // Without counts: only the challenge stands in the way.
    const keeper = await addKeeper(worker, root, { counts: false })
    const browser = way === 'alone' ? visitor(worker) : await hold(worker, keeper)
    const response = await keeper.key.get(await optionsOf(browser, login))
    const thieves = Array.from({ length: 20 }, () => thiefOf(worker, browser))
    const before = await sessionsOf(keeper)
    worker.d1.reset({ latencyMs: 200 })
    const answers = await Promise.all(thieves.map((thief) => thief.post(login, { response })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => ![200, 401, 429].includes(status))).toEqual([])
    expect(await sessionsOf(keeper)).toBe(before + 1)
  })

  it('and one new credential becomes one factor', async () => {
    const { person, browser } = await heldToEnroll(worker, root)
    const response = await newAuthenticator().create(await optionsOf(browser, enrollment))
    const thieves = Array.from({ length: 5 }, () => thiefOf(worker, browser))
    worker.d1.reset({ latencyMs: 200 })
    const answers = await Promise.all(thieves.map((thief) => thief.post(enrollment, { response })))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(await passkeysOf(person.id)).toHaveLength(1)
    expect(await sessionsOf(person)).toBe(1)
  })
})

describe('allow_webauthn_2fa', () => {
  it('false: none is enrolled, and one that there is opens nothing', async () => {
    const keeper = await addKeeper(worker, root)
    const account = visitor(worker)
    await usePasskey(account, keeper.key)
    const held = await hold(worker, keeper)
    const open = await ready(keeper, held)
    const made = await newAuthenticator().create(await optionsOf(account, enrollment))
    await addGroup(root, { allow_webauthn_2fa: false }, { members: [keeper] })
    const answers = [
      await open(),
      await usePasskey(visitor(worker), keeper.key),
      await stepUpBy(account, keeper.key),
      await account.post(`${enrollment}/options`),
      await account.post(enrollment, { response: made }),
    ]
    expect(answers.map(({ body }) => body.code)).toEqual(
      Array<string>(5).fill('factor_not_allowed'),
    )
    expect(await sessionStatus(held)).toBe(401)
    expect((await account.get('/api/factors')).body.enrollable).toEqual(['totp', 'device'])
    expect(await passkeysOf(keeper.id)).toHaveLength(1)
    const { status, body } = await signIn(visitor(worker), keeper)
    expect([status, body.status]).not.toContain('authenticated')
  })

  it('false still lets a super admin in who has nothing else', async () => {
    const keeper = await addKeeper(worker, root, {}, { role: 'super_admin' })
    await addGroup(root, { allow_webauthn_2fa: false }, { members: [keeper] })
    expect((await usePasskey(visitor(worker), keeper.key)).status).toBe(200)
  })

  it('nothing of a passkey is written where somebody’s factors are managed for them', async () => {
    const person = await addPerson(root)
    await addGroup(root, { allow_2fa_self_enrollment: false }, { members: [person] })
    const browser = await signedIn(worker, person)
    expect((await browser.post(`${enrollment}/options`)).status).toBe(403)
    await setSettings(root, { 'enrollment.at_login': 'ticket' })
    const { status } = await browser.post(enrollment, {
      response: await newAuthenticator().create({ challenge: 'x', rp: {}, user: { id: 'x' } }),
    })
    expect(status).toBe(403)
  })
})
