/** Whose a passkey is, what it has shown of them, and what ends with it. */
import { afterEach, describe, expect, it } from 'vitest'
import { change, rows } from '../support/database.ts'
import { heldToEnroll } from '../support/enrollment.ts'
import {
  addPasskey,
  addKeeper,
  enrollment,
  type Keeper,
  login,
  optionsOf,
  usePasskey,
} from '../support/passkey.ts'
import {
  addHolder,
  addPerson,
  between,
  expectStatus,
  hold,
  house,
  sessionCookie,
  signedIn,
  signIn,
  typeCode,
  visitor,
} from '../support/people.ts'
import { addGroup, forgetPolicy, handOver } from '../support/policy.ts'
import { newKeyPair } from '../support/cose.ts'
import { newAuthenticator } from '../support/software-authenticator.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()
afterEach(forgetPolicy)

const bytesOf = (hash: unknown) => Uint8Array.from(hash as number[])

describe('a credential id that its maker chose', () => {
  it.each(['pending_login', 'session'])('names nobody by a token in %s', async (table) => {
    const victim = await addHolder(worker, root, { role: 'super_admin' })
    await hold(worker, victim)
    const [row] = await rows(`SELECT token_hash FROM ${table} WHERE user_id = ?`, victim.id)
    const mallory = await addPerson(root)
    const key = newAuthenticator()
    const browser = await signedIn(worker, mallory)
    const credentialId = bytesOf(row?.['token_hash'])
    expect((await addPasskey(browser, key, { credentialId })).status).toBe(201)
    const alone = visitor(worker)
    await usePasskey(alone, key)
    const { body } = await alone.get('/api/session')
    expect(body.user?.id).toBe(mallory.id)
  })
})

describe('a key that checked nobody when it was enrolled', () => {
  it('is no whole sign-in until it has checked somebody beside a password', async () => {
    const keeper = await addKeeper(worker, root, { verifies: false })
    const finder = visitor(worker)
    const verified = { flags: (flags: number) => flags | 0x04 }
    const found = await usePasskey(finder, keeper.key, verified)
    expect(found.body.code).toBe('user_verification_required')
    expect((await finder.get('/api/session')).status).toBe(401)
    const held = await hold(worker, keeper)
    expect((await usePasskey(held, keeper.key, verified)).status).toBe(200)
    expect((await usePasskey(visitor(worker), keeper.key, verified)).status).toBe(200)
    // What it has checked once it has checked, though it need not each time.
    expect((await usePasskey(await hold(worker, keeper), keeper.key)).status).toBe(200)
    expect((await usePasskey(visitor(worker), keeper.key, verified)).status).toBe(200)
  })
})

describe('a first passkey', () => {
  it('ends the other sessions that a password alone began', async () => {
    const person = await addPerson(root)
    const [here, there] = [await signedIn(worker, person), await signedIn(worker, person)]
    expect((await addPasskey(here, newAuthenticator())).status).toBe(201)
    expect((await here.get('/api/session')).status).toBe(200)
    expect((await there.get('/api/session')).status).toBe(401)
  })

  it('is not what a sign-in is finished with that must enroll by now', async () => {
    const keeper = await addKeeper(worker, root)
    const held = await hold(worker, keeper)
    const response = await keeper.key.get(await optionsOf(held, login))
    await change(`UPDATE pending_login SET purpose = 'enrollment' WHERE user_id = ?`, keeper.id)
    expect((await held.post(login, { response })).body.code).toBe('enrollment_required')
    expect((await held.get('/api/session')).status).toBe(401)
  })
})

describe('what ends with passkeys', () => {
  it('a temporary pass does, when an administrator resets them', async () => {
    const keeper = await addKeeper(worker, root)
    await handOver(root, 'pass', keeper)
    const reset = { targets: ['passkey'] }
    expect((await root.post(`/api/admin/users/${keeper.id}/reset`, reset)).status).toBe(204)
    expect(await rows('SELECT id FROM one_time_code WHERE user_id = ?', keeper.id)).toEqual([])
  })
})

describe('P12 the last factor that is accepted', () => {
  it('stays, where another is accepted no more', async () => {
    const holder = await addHolder(worker, root)
    const browser = visitor(worker)
    await signIn(browser, holder, { code: codeAt(holder.uri) })
    expect((await addPasskey(browser, newAuthenticator())).status).toBe(201)
    await addGroup(root, { allow_webauthn_2fa: false }, { members: [holder] })
    const { factors } = (await browser.get('/api/factors')).body
    const app = factors.find(({ method }: { method: string }) => method === 'totp')
    expect((await browser.delete(`/api/factors/${app.id}`)).status).toBe(409)
  })

  it('stays, where the other is accepted no more by the time this one goes', async () => {
    const holder = await addHolder(worker, root)
    const browser = visitor(worker)
    await signIn(browser, holder, { code: codeAt(holder.uri) })
    expect((await addPasskey(browser, newAuthenticator())).status).toBe(201)
    const { factors } = (await browser.get('/api/factors')).body
    const app = factors.find(({ method }: { method: string }) => method === 'totp')
    const answer = await between(
      worker,
      2,
      () => browser.delete(`/api/factors/${app.id}`),
      () => addGroup(root, { allow_webauthn_2fa: false }, { members: [holder] }),
    )
    expect(answer.status).toBe(409)
    expect((await browser.get('/api/factors')).body.factors).toHaveLength(2)
  })
})

describe('a key that an administrator handed over', () => {
  it('lets in who has a passkey that is accepted no more', async () => {
    const keeper = await addKeeper(worker, root)
    await addGroup(root, { allow_webauthn_2fa: false }, { members: [keeper] })
    expect((await signIn(visitor(worker), keeper)).body.code).toBe('factor_not_allowed')
    const { uri } = await handOver(root, 'key', keeper)
    const held = await hold(worker, keeper)
    expect((await held.get('/api/login')).body.methods).toEqual(['totp'])
    expect((await typeCode(held, codeAt(uri))).body.status).toBe('authenticated')
  })

  it('stands in nobody’s way where codes are accepted no more: a passkey is enrolled at the door', async () => {
    const person = await addPerson(root, { mfaRequired: true })
    await handOver(root, 'key', person)
    await addGroup(root, { allow_totp_2fa: false }, { members: [person] })
    const browser = visitor(worker)
    expect((await signIn(browser, person)).body.status).toBe('enrollment_required')
    const { body } = await addPasskey(browser, newAuthenticator())
    expect(body.status).toBe('authenticated')
  })
})

describe('two tabs of one browser', () => {
  it('may each be asked, and answer in any order', async () => {
    const { key } = await addKeeper(worker, root)
    const browser = visitor(worker)
    const first = await optionsOf(browser, login)
    await optionsOf(browser, login)
    const answer = await browser.post(login, { response: await key.get(first) })
    expect(answer.status).toBe(200)
  })

  it('that each proved one person’s password: what the first was asked finishes the second’s', async () => {
    const keeper = await addKeeper(worker, root)
    const browser = await hold(worker, keeper)
    const first = await optionsOf(browser, login)
    expect((await signIn(browser, keeper)).body.status).toBe('factor_required')
    const second = await optionsOf(browser, login)
    expect((await browser.post(login, { response: await keeper.key.get(first) })).status).toBe(200)
    const late = await browser.post(login, { response: await keeper.key.get(second) })
    expect([late.status, late.setCookies]).toEqual([401, []])
    expect((await browser.get('/api/session')).body.user.id).toBe(keeper.id)
  })

  it('that proved two people’s passwords: the key of one signs in neither as the other', async () => {
    const [alice, bob] = [await addKeeper(worker, root), await addKeeper(worker, root)]
    const browser = await hold(worker, alice)
    const hers = await alice.key.get(await optionsOf(browser, login))
    expect((await signIn(browser, bob)).body.status).toBe('factor_required')
    const his = await bob.key.get(await optionsOf(browser, login))
    const refused = await browser.post(login, { response: hers })
    expect([refused.status, refused.body.code]).toEqual([401, 'invalid_passkey'])
    expect((await browser.get('/api/session')).status).toBe(401)
    expect((await browser.post(login, { response: his })).status).toBe(200)
    expect((await browser.get('/api/session')).body.user.id).toBe(bob.id)
  })
})

describe('a session that has ended, beside a pending login', () => {
  it('is in nobody’s way: a passkey is enrolled at the door', async () => {
    const former = await addPerson(root)
    const left = await signedIn(worker, former)
    await change('UPDATE user SET security_stamp = security_stamp + 1 WHERE id = ?', former.id)
    const { browser, person } = await heldToEnroll(worker, root)
    const dead = left.cookies.get(sessionCookie)
    if (dead) browser.cookies.set(sessionCookie, dead)
    expect((await addPasskey(browser, newAuthenticator())).body.status).toBe('authenticated')
    expect((await browser.get('/api/session')).body.user.id).toBe(person.id)
  })
})

describe('a change that ends passkeys', () => {
  it('is refused where every super admin comes in by one', async () => {
    expect((await addPasskey(root, newAuthenticator())).status).toBe(201)
    const others = await rows(
      `SELECT id FROM user WHERE role = 'super_admin' AND username <> 'root'`,
    )
    for (const { id } of others)
      await root.patch(`/api/admin/users/${String(id)}`, { disabled: true })
    const answer = await root.patch('/api/admin/settings', { 'webauthn.rp_id': 'other.example' })
    expect(answer.status).toBe(409)
    expect((await optionsOf(root, enrollment)).rp.id).toBe('localhost')
    const asked = async (value: string) =>
      (await root.patch('/api/admin/settings', { 'webauthn.user_verification': value })).status
    // What has checked its user can do so again, and nobody need be checked to be asked for less.
    expect([await asked('required'), await asked('discouraged')]).toEqual([200, 200])
    await change('UPDATE passkey SET uv_initialized = 0')
    expect([await asked('required'), await asked('preferred')]).toEqual([409, 200])
  })
})

describe('P12 disabled, deleted, unknown and forged', () => {
  it('get one answer, to the byte', async () => {
    const people = [
      await addKeeper(worker, root),
      await addKeeper(worker, root),
      await addKeeper(worker, root),
    ]
    const [disabled, removed, gone] = people as [Keeper, Keeper, Keeper]
    expectStatus(await root.patch(`/api/admin/users/${disabled.id}`, { disabled: true }), 200)
    await change('DELETE FROM factor WHERE id = ?', removed.factorId)
    await change('DELETE FROM user WHERE id = ?', gone.id)
    const alice = await addKeeper(worker, root)
    const stranger = newAuthenticator()
    await stranger.create({ challenge: 'x', rp: {}, user: { id: 'eA' } })
    const forged = { signWith: await newKeyPair('ES256') }
    const answers = [
      await usePasskey(visitor(worker), disabled.key),
      await usePasskey(visitor(worker), removed.key),
      await usePasskey(visitor(worker), gone.key),
      await usePasskey(visitor(worker), stranger),
      await usePasskey(visitor(worker), alice.key, forged),
    ]
    const seen = answers.map(({ status, body, headers, setCookies }) =>
      JSON.stringify([status, body, [...headers], setCookies]),
    )
    expect(new Set(seen).size).toBe(1)
    expect(answers.map(({ body }) => body.code)).toEqual(answers.map(() => 'invalid_passkey'))
  })
})
