import { beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Client, Cookie } from '../support/client.ts'
import { pass } from '../support/clock.ts'
import { change } from '../support/database.ts'
import {
  addHolder,
  addPerson,
  expectStatus,
  hold,
  house,
  sessionStatus,
  signedIn,
  signIn,
  visitor,
} from '../support/people.ts'
import { type Forgery, flag } from '../support/authenticator-model.ts'
import { newKeyPair, textOf } from '../support/cose.ts'
import {
  addKeeper,
  addPasskey,
  challengeCookie,
  enrollment,
  type Keeper,
  login,
  optionsOf,
  passkeysOf,
  stepUp,
  usePasskey,
} from '../support/passkey.ts'
import { setSettings } from '../support/policy.ts'
import { type Authenticator, newAuthenticator } from '../support/software-authenticator.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()
let alice: Keeper
let bob: Keeper
/** Signed in by passkey alone, which costs no password hash. */
let account: Client

beforeAll(async () => {
  alice = await addKeeper(worker, root)
  bob = await addKeeper(worker, root)
  account = visitor(worker)
  expectStatus(await usePasskey(account, alice.key), 200)
})

const expectRefused = (answer: Answer): void => {
  expect([answer.status, answer.body.code]).toEqual([401, 'invalid_passkey'])
  expect(answer.setCookies.map(({ name }) => name)).not.toContain('__Host-latchkey-session')
}

/** Each of these lies is refused where a passkey signs in, and where one is made. */
const expectRefusedEverywhere = async (forged: Forgery): Promise<void> => {
  const browser = visitor(worker)
  expectRefused(await usePasskey(browser, alice.key, forged))
  expect(await sessionStatus(browser)).toBe(401)
  expectRefused(await addPasskey(account, newAuthenticator(), forged))
  expect(await passkeysOf(alice.id)).toHaveLength(1)
}

const carry = (browser: Client, cookie: Cookie | undefined): void => {
  if (!cookie) throw new Error('there is no challenge to carry')
  browser.cookies.set(cookie.name, cookie)
}

describe('P01 a challenge', () => {
  it('signs in once', async () => {
    const browser = visitor(worker)
    const response = await alice.key.get(await optionsOf(browser, login))
    const cookie = browser.cookies.get(challengeCookie)
    expect((await browser.post(login, { response })).status).toBe(200)
    const again = visitor(worker)
    carry(again, cookie)
    expectRefused(await again.post(login, { response }))
    expect(await sessionStatus(again)).toBe(401)
    carry(again, cookie)
    // With a higher count, too: it is the challenge that was spent.
    expectRefused(
      await again.post(login, {
        response: await alice.key.get({ challenge: challengeOf(response) }),
      }),
    )
  })

  it('enrolls one credential', async () => {
    const keeper = await addKeeper(worker, root)
    const browser = visitor(worker)
    expectStatus(await usePasskey(browser, keeper.key), 200)
    const options = await optionsOf(browser, enrollment)
    const [one, other] = [
      await newAuthenticator().create(options),
      await newAuthenticator().create(options),
    ]
    expectStatus(await browser.post(enrollment, { response: one }), 201)
    expectRefused(await browser.post(enrollment, { response: other }))
    expect(await passkeysOf(keeper.id)).toHaveLength(2)
  })

  it('is of the browser that asked, and of nobody without its cookie', async () => {
    const [one, other] = [visitor(worker), visitor(worker)]
    const response = await alice.key.get(await optionsOf(one, login))
    expectRefused(await other.post(login, { response }))
    await optionsOf(other, login)
    expectRefused(await other.post(login, { response }))
    expect((await one.post(login, { response })).status).toBe(200)
  })

  it('is good for five minutes', async () => {
    const browser = visitor(worker)
    const [early, late] = [visitor(worker), browser]
    const [first, second] = [await optionsOf(early, login), await optionsOf(late, login)]
    const [{ challenge: a }, { challenge: b }] = [first, second]
    pass(299)
    const cookies = [early, late].map(({ cookies: jar }) => jar.get(challengeCookie))
    expect(
      (await early.post(login, { response: await alice.key.get({ challenge: a }) })).status,
    ).toBe(200)
    pass(2)
    carry(late, cookies[1])
    expectRefused(await late.post(login, { response: await alice.key.get({ challenge: b }) }))
  })

  it('that was asked for one purpose serves no other', async () => {
    const doors: Record<string, (response: unknown) => Promise<Answer>> = {
      [login]: (response) => account.post(login, { response }),
      [stepUp]: (response) => account.post(stepUp, { method: 'passkey', response }),
    }
    const pairs = [
      [enrollment, login],
      [enrollment, stepUp],
      [login, stepUp],
      [stepUp, login],
    ]
    for (const [asked = '', used = ''] of pairs) {
      const { challenge } = await optionsOf(account, asked)
      const response = await alice.key.get({ challenge })
      expectRefused(await (doors[used] as (typeof doors)[string])(response))
    }
    for (const asked of [login, stepUp]) {
      const { challenge } = await optionsOf(account, asked)
      const user = { id: alice.key.held[0]?.userHandle ?? '' }
      const response = await newAuthenticator().create({ challenge, rp: {}, user })
      expectRefused(await account.post(enrollment, { response }))
    }
    const held = await hold(worker, alice)
    const { challenge } = await optionsOf(held, login)
    held.cookies.delete('__Host-latchkey-login')
    const answer = await held.post(login, { response: await alice.key.get({ challenge }) })
    expect([answer.status, await sessionStatus(held)]).toEqual([401, 401])
    expect(await passkeysOf(alice.id)).toHaveLength(1)
  })

  it('that was asked for one person serves no other', async () => {
    const theirs = visitor(worker)
    await usePasskey(theirs, bob.key)
    const made = await optionsOf(account, enrollment)
    carry(theirs, account.cookies.get(challengeCookie))
    expectRefused(
      await theirs.post(enrollment, { response: await newAuthenticator().create(made) }),
    )
    const asked = await optionsOf(account, stepUp)
    carry(theirs, account.cookies.get(challengeCookie))
    const response = await bob.key.get({ challenge: asked.challenge })
    expectRefused(await theirs.post(stepUp, { method: 'passkey', response }))
    const [mine, hers] = [await hold(worker, bob), await hold(worker, alice)]
    const { challenge } = await optionsOf(hers, login)
    carry(mine, hers.cookies.get(challengeCookie))
    expectRefused(await mine.post(login, { response: await bob.key.get({ challenge }) }))
    expect(await passkeysOf(bob.id)).toHaveLength(1)
  })

  it('is what was signed, and so is the ceremony', async () => {
    for (const challenge of ['', 'AAAA', null, undefined])
      await expectRefusedEverywhere({ clientData: { challenge } })
    for (const type of ['webauthn', 'payment.get', '', undefined])
      await expectRefusedEverywhere({ clientData: { type } })
    expectRefused(
      await usePasskey(visitor(worker), alice.key, { clientData: { type: 'webauthn.create' } }),
    )
    const other = { clientData: { type: 'webauthn.get' } }
    expectRefused(await addPasskey(account, newAuthenticator(), other))
    for (const clientDataJSON of ['null', '1', '"x"', '[]', '{', '{}'])
      await expectRefusedEverywhere({ clientDataJSON })
  })
})

const challengeOf = ({ response }: { response: { clientDataJSON: string } }): string =>
  (
    JSON.parse(atob(response.clientDataJSON.replaceAll('-', '+').replaceAll('_', '/'))) as {
      challenge: string
    }
  ).challenge

describe('P02 an origin that is not ours', () => {
  it.each([
    'https://evil.example',
    'http://localhost:8787.evil.example',
    'http://evil-localhost:8787',
    'https://localhost:8787',
    'http://localhost',
    'http://localhost:8788',
    'http://sub.localhost:8787',
    'http://xn--loclhost-3wa:8787',
    'http://locаlhost:8787',
    'http://localhost:8787/',
    'HTTP://LOCALHOST:8787',
    'null',
    '',
    null,
    undefined,
    ['http://localhost:8787'],
  ])('%s', async (origin) => {
    await expectRefusedEverywhere({ clientData: { origin } })
  })
})

describe('P03 somebody’s frame', () => {
  it.each([
    [{ crossOrigin: true }],
    [{ crossOrigin: 'false' }],
    [{ crossOrigin: 1 }],
    [{ crossOrigin: null }],
    [{ crossOrigin: true, topOrigin: 'https://evil.example' }],
    [{ crossOrigin: false, topOrigin: 'http://localhost:8787' }],
    [{ topOrigin: '' }],
    [{ topOrigin: null }],
  ])('%o', async (clientData) => {
    await expectRefusedEverywhere({ clientData })
  })

  it('is not where a browser says nothing of frames', async () => {
    const forged = { clientData: { crossOrigin: undefined } }
    expect((await usePasskey(visitor(worker), alice.key, forged)).status).toBe(200)
  })
})

describe('P04 flags', () => {
  it('without presence, of another site, or backed up without being able to be', async () => {
    await expectRefusedEverywhere({ flags: (flags) => flags & ~flag.UP })
    await expectRefusedEverywhere({ flags: (flags) => flags | flag.BS })
    for (const rpId of ['evil.example', 'localhost.evil.example', ''])
      await expectRefusedEverywhere({ rpId })
  })

  it('of a key that may be backed up, where it could not before, and the other way round', async () => {
    expectRefused(
      await usePasskey(visitor(worker), alice.key, { flags: (flags) => flags | flag.BE }),
    )
    const { key } = await addKeeper(worker, root, { synced: true })
    const bound = (flags: number) => flags & ~flag.BE & ~flag.BS
    expectRefused(await usePasskey(visitor(worker), key, { flags: bound }))
    // Whether it has left its device may change.
    const kept = { flags: (flags: number) => flags & ~flag.BS }
    const browser = visitor(worker)
    expect((await usePasskey(browser, key, kept)).status).toBe(200)
    const { factors } = (await browser.get('/api/factors')).body
    expect(factors[0].passkey.synced).toBe(false)
  })

  it('without verification are refused where it is required', async () => {
    await setSettings(root, { 'webauthn.user_verification': 'required' })
    const unverified = { flags: (flags: number) => flags & ~flag.UV }
    await expectRefusedEverywhere(unverified)
    expectRefused(await usePasskey(await hold(worker, alice), alice.key, unverified))
    await setSettings(root, { 'webauthn.user_verification': 'preferred' })
  })

  it('without verification are one factor: alone they open nothing', async () => {
    const browser = visitor(worker)
    const unverified = { flags: (flags: number) => flags & ~flag.UV }
    const answer = await usePasskey(browser, alice.key, unverified)
    expect([answer.status, answer.body.code]).toEqual([403, 'user_verification_required'])
    expect(await sessionStatus(browser)).toBe(401)
    expect((await usePasskey(await hold(worker, alice), alice.key, unverified)).status).toBe(200)
  })

  it('of a credential that the browser made by itself need no presence, but only for who is in', async () => {
    const absent = { flags: (flags: number) => flags & ~flag.UP }
    const door = await signedIn(worker, await addPerson(root, { mfaRequired: true }))
    const held = await signedIn(worker, await addPerson(root))
    for (const browser of [door, held])
      expectRefused(await addPasskey(browser, newAuthenticator(), absent, { automatic: true }))
    expectRefused(await addPasskey(account, newAuthenticator(), absent))
    expect((await addPasskey(held, newAuthenticator())).status).toBe(201)
    const made = await addPasskey(held, newAuthenticator(), absent, { automatic: true })
    expect(made.body.status).toBe('enrolled')
  })

  it('are needed of a first factor, also of who has removed the one that they proved', async () => {
    const holder = await addHolder(worker, root)
    const browser = visitor(worker)
    expectStatus(await signIn(browser, holder, { code: codeAt(holder.uri) }), 200)
    const [app] = (await browser.get('/api/factors')).body.factors
    expectStatus(await browser.delete(`/api/factors/${app.id}`), 204)
    const absent = { flags: (flags: number) => flags & ~flag.UP }
    expectRefused(await addPasskey(browser, newAuthenticator(), absent, { automatic: true }))
    expect(await passkeysOf(holder.id)).toEqual([])
  })
})

describe('P05 a signature', () => {
  const garbage: [string, Forgery['signature']][] = [
    [
      'with a bit flipped',
      (signature) => signature.map((byte, at) => (at === 40 ? byte ^ 1 : byte)),
    ],
    ['cut short', (signature) => signature.slice(0, -1)],
    ['of nothing', () => new Uint8Array(64)],
    ['of r = s = 1', () => new Uint8Array([0x30, 6, 2, 1, 1, 2, 1, 1])],
    ['that is no DER', () => new Uint8Array([0x30, 0x82, 0xff, 0xff, 2])],
    ['as long as may be', () => new Uint8Array(3000).fill(0x30)],
    ['of one byte', () => new Uint8Array(1)],
  ]

  it.each(['EdDSA', 'ES256', 'RS256'] as const)(
    'that is wrong is refused: %s',
    async (algorithm) => {
      const key = newAuthenticator({ algorithm })
      expectStatus(await addPasskey(account, key), 201)
      const other = await newKeyPair(algorithm)
      expectRefused(await usePasskey(visitor(worker), key, { signWith: other }))
      for (const [what, signature] of garbage) {
        const answer = await usePasskey(visitor(worker), key, signature ? { signature } : {})
        expect([what, answer.status, answer.body.code]).toEqual([what, 401, 'invalid_passkey'])
      }
      const nothing = await usePasskey(visitor(worker), key, { signature: () => new Uint8Array() })
      expect(nothing.status).toBe(400)
      expect((await usePasskey(visitor(worker), key)).status).toBe(200)
      await change(
        'DELETE FROM factor WHERE user_id = ? AND id NOT IN (?)',
        alice.id,
        alice.factorId,
      )
    },
  )

  it('of another key under a new credential is refused: self attestation', async () => {
    const key = newAuthenticator({ attestation: 'self' })
    expectRefused(await addPasskey(account, key, { signWith: await newKeyPair('ES256') }))
    for (const [, signature] of garbage)
      expectRefused(await addPasskey(account, key, signature ? { signature } : {}))
    expect(await passkeysOf(alice.id)).toHaveLength(1)
  })
})

const idOf = ({ held }: Authenticator): string => textOf(held[0]?.id ?? new Uint8Array())

describe('P06 whose it is', () => {
  it('another person’s right assertion finishes nobody else’s sign-in or step-up', async () => {
    const held = await hold(worker, alice)
    const { challenge } = await optionsOf(held, login)
    const theirs = await bob.key.get({ challenge })
    expectRefused(await held.post(login, { response: theirs }))
    const asked = await optionsOf(account, stepUp)
    const response = await bob.key.get({ challenge: asked.challenge })
    expectRefused(await account.post(stepUp, { method: 'passkey', response }))
    const claimed = { userHandle: alice.key.held[0]?.userHandle ?? null }
    const again = await optionsOf(held, login)
    const lied = await bob.key.get({ challenge: again.challenge }, claimed)
    expectRefused(await held.post(login, { response: lied }))
    expect(await sessionStatus(held)).toBe(401)
  })

  it('the user handle says so, alone; beside a password it may be missing, not wrong', async () => {
    const [mine, theirs] = [alice, bob].map(({ key }) => key.held[0]?.userHandle ?? '')
    for (const userHandle of [theirs, mine?.slice(0, -1), `${mine}A`, 'eA', null])
      expectRefused(
        await usePasskey(visitor(worker), alice.key, { userHandle: userHandle ?? null }),
      )
    const held = await hold(worker, alice)
    expectRefused(await usePasskey(held, alice.key, { userHandle: theirs ?? '' }))
    expect((await usePasskey(held, alice.key, { userHandle: null })).status).toBe(200)
  })

  it('the id says so, twice, in both ceremonies', async () => {
    const [mine = '', theirs = ''] = [alice, bob].map(({ key }) => idOf(key))
    const unknown = textOf(crypto.getRandomValues(new Uint8Array(32)))
    const pairs = [
      [mine, theirs],
      [theirs, mine],
      [theirs, theirs],
      [unknown, unknown],
      [mine, unknown],
    ]
    for (const [id = '', rawId = ''] of pairs) {
      expectRefused(await usePasskey(visitor(worker), alice.key, { id, rawId }))
      const made = await addPasskey(account, newAuthenticator(), { id, rawId })
      expect([401, 409]).toContain(made.status)
    }
    expect(await passkeysOf(alice.id)).toHaveLength(1)
  })
})
