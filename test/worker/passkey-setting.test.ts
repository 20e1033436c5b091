import { afterEach, describe, expect, it } from 'vitest'
import { flag } from '../support/authenticator-model.ts'
import { addPerson, expectStatus, hold, house, signedIn, visitor } from '../support/people.ts'
import {
  addKeeper,
  addPasskey,
  enrollment,
  login,
  optionsOf,
  usePasskey,
} from '../support/passkey.ts'
import { forgetPolicy, setSettings } from '../support/policy.ts'
import { newAuthenticator } from '../support/software-authenticator.ts'

const { worker, root } = house()
afterEach(forgetPolicy)

const listed = '11111111-2222-4333-8444-555555555555'

describe('settings webauthn.*', () => {
  it.each([
    ['webauthn.user_verification', ['sometimes', '', true]],
    ['webauthn.attestation', ['direct', [], ['x'], [listed.slice(1)], Array(101).fill(listed)]],
    [
      'webauthn.rp_id',
      ['http://x', 'UPPER.example', 'a b', 'x.', '.x', '-x', 'a/b', 'x'.repeat(254)],
    ],
    [
      'webauthn.origins',
      [
        ['http://other.example'],
        ['https://other.example/path'],
        ['https://me@other.example'],
        ['https://*.example'],
        ['other.example'],
        'https://other.example',
        Array(21).fill('https://other.example'),
      ],
    ],
  ])('%s has bounds', async (name, values) => {
    for (const value of values) {
      const { status } = await root.patch('/api/admin/settings', { [name]: value })
      expect([value, status]).toEqual([value, 400])
    }
  })

  it('rp_id and origins say whose passkeys are, and where they are used', async () => {
    const former = await addKeeper(worker, root)
    const other = 'https://other.example'
    await setSettings(root, { 'webauthn.rp_id': 'other.example', 'webauthn.origins': [other] })
    const browser = await signedIn(worker, await addPerson(root))
    const key = newAuthenticator({}, other)
    expect(await optionsOf(browser, enrollment)).toMatchObject({ rp: { id: 'other.example' } })
    expect((await addPasskey(browser, key)).status).toBe(201)
    const nobody = visitor(worker)
    expect((await optionsOf(nobody, login)).rpId).toBe('other.example')
    expect((await usePasskey(nobody, key)).status).toBe(200)
    for (const origin of [
      'https://other.example:444',
      'https://x.other.example',
      'http://other.example',
    ]) {
      const forged = { clientData: { origin } }
      expect((await usePasskey(visitor(worker), key, forged)).status).toBe(401)
      expect((await addPasskey(browser, newAuthenticator(), forged)).status).toBe(401)
    }
    expect((await usePasskey(visitor(worker), former.key)).status).toBe(401)
    const answer = await visitor(worker).get('/.well-known/webauthn')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json'])
    expect(answer.body).toEqual({ origins: ['http://localhost:8787', other] })
  })

  it.each(['required', 'preferred', 'discouraged'])(
    'user_verification %s is asked for beside a password, and always alone',
    async (asked) => {
      const keeper = await addKeeper(worker, root)
      await setSettings(root, { 'webauthn.user_verification': asked as 'required' })
      const held = await hold(worker, keeper)
      expect((await optionsOf(held, login)).userVerification).toBe(asked)
      expect((await optionsOf(visitor(worker), login)).userVerification).toBe('required')
      await usePasskey(held, keeper.key)
      const { authenticatorSelection } = await optionsOf(held, enrollment)
      expect(authenticatorSelection.userVerification).toBe(asked)
      const unverified = { flags: (flags: number) => flags & ~flag.UV }
      const alone = await usePasskey(visitor(worker), keeper.key, unverified)
      expect(alone.body.code).toBe(
        asked === 'required' ? 'invalid_passkey' : 'user_verification_required',
      )
    },
  )

  it('attestation lets in nobody whom no maker vouches for', async () => {
    const former = await addKeeper(worker, root, { aaguid: listed })
    await setSettings(root, { 'webauthn.attestation': [listed] })
    const browser = visitor(worker)
    expectStatus(await usePasskey(browser, former.key), 200)
    expect((await optionsOf(browser, enrollment)).attestation).toBe('direct')
    for (const attestation of ['none', 'self'] as const)
      for (const algorithm of ['EdDSA', 'ES256'] as const) {
        const key = newAuthenticator({ attestation, algorithm, aaguid: listed })
        const { status, body } = await addPasskey(browser, key)
        expect([attestation, status, body.code]).toEqual([attestation, 403, 'factor_not_allowed'])
      }
    expect((await browser.get('/api/factors')).body.factors).toHaveLength(1)
  })
})
