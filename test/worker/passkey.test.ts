import { describe, expect, it } from 'vitest'
import type { Client } from '../support/client.ts'
import { heldToEnroll } from '../support/enrollment.ts'
import {
  addHolder,
  addPerson,
  enroll,
  expectStatus,
  hold,
  house,
  sessionStatus,
  signedIn,
  signIn,
  visitor,
} from '../support/people.ts'
import {
  addKeeper,
  addPasskey,
  enrollment,
  login,
  type Options,
  optionsOf,
  passkeysOf,
  stepUp,
  stepUpBy,
  usePasskey,
} from '../support/passkey.ts'
import { minutes, pass } from '../support/clock.ts'
import { auditOf, change } from '../support/database.ts'
import { newAuthenticator } from '../support/software-authenticator.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()

const amrOf = async (browser: Parameters<typeof sessionStatus>[0]): Promise<string[]> =>
  (await browser.get('/api/session')).body.amr

describe('a passkey, enrolled', () => {
  it.each(['EdDSA', 'ES256', 'RS256'] as const)(
    'at a required first sign-in opens the door, then and later: %s',
    async (algorithm) => {
      const { person, browser } = await heldToEnroll(worker, root)
      const key = newAuthenticator({ algorithm, attestation: 'self' })
      const enrolled = expectStatus(await addPasskey(browser, key), 201)
      expect(enrolled.body).toMatchObject({ status: 'authenticated', name: 'Passkey' })
      expect(await amrOf(browser)).toEqual(['pwd', 'hwk', 'mfa'])
      const later = await hold(worker, person)
      expect((await usePasskey(later, key)).body.status).toBe('authenticated')
      expect((await usePasskey(visitor(worker), key)).body.status).toBe('authenticated')
      expect(await auditOf(person.id)).toEqual(
        expect.arrayContaining([
          'factor-enrolled passkey',
          'sign-in passkey',
          'sign-in passkey-alone',
        ]),
      )
    },
  )

  it('in my account is listed with its provider, is renamed and removed', async () => {
    const person = await addPerson(root)
    const browser = await signedIn(worker, person)
    const apple = newAuthenticator({ synced: true, aaguid: 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd' })
    const { id, name, status } = expectStatus(await addPasskey(browser, apple), 201).body
    expect([status, name]).toEqual(['enrolled', 'Apple Passwords'])
    const other = newAuthenticator()
    await addPasskey(browser, other, {}, { name: 'The blue one' })
    const { factors } = (await browser.get('/api/factors')).body
    expect(factors).toMatchObject([
      { id, method: 'passkey', passkey: { synced: true, provider: 'Apple Passwords' } },
      { name: 'The blue one', passkey: { synced: false, provider: null } },
    ])
    expect((await browser.patch(`/api/factors/${id}`, { name: 'Phone' })).body.name).toBe('Phone')
    expect((await browser.delete(`/api/factors/${id}`)).status).toBe(204)
    expect(await passkeysOf(person.id)).toMatchObject([{ name: 'The blue one' }])
    expect((await usePasskey(visitor(worker), apple)).body.code).toBe('invalid_passkey')
    expect((await usePasskey(visitor(worker), other)).status).toBe(200)
  })

  it('is asked not to be made twice, and whose it is is no name', async () => {
    const { key, ...person } = await addKeeper(worker, root)
    const browser = visitor(worker)
    expect((await usePasskey(browser, key)).status).toBe(200)
    const options = await optionsOf(browser, enrollment)
    expect(options.excludeCredentials).toHaveLength(1)
    await expect(key.create(options)).rejects.toThrow('registered')
    expect(atob(options.user.id)).not.toContain(person.username)
    expect(options.pubKeyCredParams.map(({ alg }: { alg: number }) => alg)).toEqual([-8, -7, -257])
    expect(options).toMatchObject({
      attestation: 'none',
      rp: { id: 'localhost' },
      timeout: 300_000,
    })
  })

  it('is no stand-in: who has one is asked for it, also where nothing is required', async () => {
    const keeper = await addKeeper(worker, root)
    const answer = await signIn(visitor(worker), keeper)
    expect(answer.body).toMatchObject({ status: 'factor_required', methods: ['passkey'] })
  })
})

describe('a passkey as the second factor', () => {
  it('needs no user verification and need not be discoverable', async () => {
    const keeper = await addKeeper(worker, root, { resident: false, verifies: false })
    const browser = await hold(worker, keeper)
    const options = await optionsOf(browser, login)
    expect(options.allowCredentials).toHaveLength(1)
    expect(options.allowCredentials[0].transports).toEqual(['internal', 'hybrid'])
    expect((await usePasskey(browser, keeper.key)).body.status).toBe('authenticated')
    expect(await amrOf(browser)).toEqual(['pwd', 'hwk', 'mfa'])
  })

  it('that is synced is software, and may be trusted like any other', async () => {
    const keeper = await addKeeper(worker, root, { synced: true })
    const browser = await hold(worker, keeper)
    await usePasskey(browser, keeper.key, {}, { trust: true })
    expect(await amrOf(browser)).toEqual(['pwd', 'swk', 'mfa'])
    await browser.post('/api/logout')
    expect((await signIn(browser, keeper)).body.status).toBe('authenticated')
  })

  it('stands beside an authenticator app: either one does', async () => {
    const person = await addPerson(root)
    const browser = visitor(worker)
    const uri = await enroll(browser, person)
    const key = newAuthenticator()
    expectStatus(await addPasskey(browser, key), 201)
    const held = await hold(worker, person)
    expect((await held.get('/api/login')).body.methods).toEqual(['totp', 'passkey'])
    expect((await usePasskey(held, key)).status).toBe(200)
    expect((await signIn(visitor(worker), person, { code: codeAt(uri) })).status).toBe(200)
  })
})

describe('a passkey alone', () => {
  it.each([
    [false, 'hwk'],
    [true, 'swk'],
  ])('that checked who is there proves both factors: synced %s', async (synced, amr) => {
    const { key } = await addKeeper(worker, root, { synced })
    const browser = visitor(worker)
    const options = await optionsOf(browser, login)
    expect(options).toMatchObject({ userVerification: 'required', allowCredentials: [] })
    expect((await usePasskey(browser, key)).body.status).toBe('authenticated')
    expect(await amrOf(browser)).toEqual([amr, 'user', 'mfa'])
  })

  it('says nothing of who has what: a username changes no answer', async () => {
    const keeper = await addKeeper(worker, root)
    const shown = async (username: string) => {
      const answer = await visitor(worker).post(`${login}/options`, { username })
      return { ...answer.body, challenge: answer.body.challenge.length }
    }
    expect(await shown(keeper.username)).toEqual(await shown('nobody'))
  })

  it('without a password later goes on, and steps up by itself; it never claims the password', async () => {
    const { key } = await addKeeper(worker, root)
    const browser = visitor(worker)
    await usePasskey(browser, key)
    pass(minutes(16))
    expect((await browser.post(`${enrollment}/options`)).body.code).toBe('step_up_required')
    expect((await stepUpBy(browser, key)).body.amr).toEqual(['hwk', 'user', 'mfa'])
    expect((await browser.post(`${enrollment}/options`)).status).toBe(200)
    const other = newAuthenticator({ synced: true })
    expect((await addPasskey(browser, other)).body.status).toBe('enrolled')
    expect(await amrOf(browser)).toEqual(['hwk', 'user', 'mfa', 'swk'])
  })
})

describe('D1 trips', () => {
  const tripsOf = async (act: () => Promise<unknown>): Promise<number> => {
    worker.d1.reset()
    await act()
    return worker.d1.trips()
  }

  /** Options ask for a challenge, and what the key makes of them goes back. */
  const expectTrips = async (
    browser: Client,
    path: string,
    make: (options: Options) => Promise<object>,
  ) => {
    expect(await tripsOf(() => browser.post(`${path}/options`, {}))).toBe(1)
    const body = await make(await optionsOf(browser, path))
    const answered = await tripsOf(async () =>
      expect((await browser.post(path, body)).status).toBeOneOf([200, 201]),
    )
    expect(answered).toBe(2)
    return body
  }

  it('are one for options and two for what answers them', async () => {
    const { person, browser } = await heldToEnroll(worker, root)
    const key = newAuthenticator()
    const create = async (options: Options) => ({ response: await key.create(options) })
    const get = async (options: Options) => ({ response: await key.get(options) })
    const made = await expectTrips(browser, enrollment, create)
    await expectTrips(await hold(worker, person), login, get)
    const alone = visitor(worker)
    await expectTrips(alone, login, get)
    await expectTrips(alone, stepUp, async (options) => ({
      method: 'passkey',
      ...(await get(options)),
    }))
    await expectTrips(alone, enrollment, async ({ excludeCredentials: _, ...options }) =>
      create(options),
    )
    expect(await tripsOf(() => alone.post(enrollment, made))).toBe(2)
  })

  it('are no more for options where the pending login is gone, nor for an answer that comes too late', async () => {
    const keeper = await addKeeper(worker, root)
    const held = await hold(worker, keeper)
    const response = await keeper.key.get(await optionsOf(held, login))
    await change('DELETE FROM pending_login WHERE user_id = ?', keeper.id)
    expect(await tripsOf(() => held.post(`${login}/options`, {}))).toBe(1)
    expect((await optionsOf(held, login)).allowCredentials).toEqual([])
    expect(await tripsOf(() => held.post(login, { response }))).toBe(1)
    const alone = await keeper.key.get(await optionsOf(held, login))
    expect(await tripsOf(() => held.post(login, { response: alone }))).toBe(2)
    expect(await sessionStatus(held)).toBe(200)
  })
})

describe('P12 the last way in', () => {
  it('is not removed by its owner where one is required, nor by two requests at once', async () => {
    const { person, browser } = await heldToEnroll(worker, root)
    await addPasskey(browser, newAuthenticator())
    const [only] = (await browser.get('/api/factors')).body.factors
    expect((await browser.delete(`/api/factors/${only.id}`)).status).toBe(409)
    await addPasskey(browser, newAuthenticator())
    const { factors } = (await browser.get('/api/factors')).body
    const both = await Promise.all(
      factors.map(({ id }: { id: string }) => browser.delete(`/api/factors/${id}`)),
    )
    expect(both.filter(({ status }) => status === 204)).toHaveLength(1)
    expect(await passkeysOf(person.id)).toHaveLength(1)
  })

  it('is reset by an administrator: the passkey is dead everywhere, the rest is not', async () => {
    const holder = await addHolder(worker, root)
    const owner = visitor(worker)
    await signIn(owner, holder, { code: codeAt(holder.uri) })
    const key = newAuthenticator()
    expectStatus(await addPasskey(owner, key), 201)
    const path = `/api/admin/users/${holder.id}/reset`
    expect((await root.post(path, { targets: ['passkey'] })).status).toBeLessThan(300)
    expect(await passkeysOf(holder.id)).toEqual([])
    expect((await usePasskey(visitor(worker), key)).body.code).toBe('invalid_passkey')
    expect(await sessionStatus(owner)).toBe(401)
    const held = await hold(worker, holder)
    expect((await held.get('/api/login')).body.methods).toEqual(['totp'])
  })

  it('of somebody whose passkey was reset is the door, where they enroll anew', async () => {
    const keeper = await addKeeper(worker, root, {}, { mfaRequired: true })
    await root.post(`/api/admin/users/${keeper.id}/reset`, { targets: ['passkey'] })
    const browser = visitor(worker)
    expect((await signIn(browser, keeper)).body.status).toBe('enrollment_required')
    expect((await addPasskey(browser, newAuthenticator())).body.status).toBe('authenticated')
  })
})
