import { afterEach, describe, expect, it } from 'vitest'
import { defaultSettings, type Role, settingNames } from '../../schema/policy.ts'
import { auditOf, rows } from '../support/database.ts'
import {
  addHolder,
  addPerson,
  askedOf,
  between,
  expectStatus,
  house,
  newNetwork,
  sessionStatus,
  signIn,
  trustCookie,
  trustedBrowserOf,
  visitor,
} from '../support/people.ts'
import { forgetPolicy, setSettings } from '../support/policy.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()
afterEach(forgetPolicy)

const path = '/api/admin/settings'
const json = { 'content-type': 'application/json' }

const yesOrNo = { fits: [true, false], not: [1, 'true', 'yes', {}] }
const whole = (min: number, max: number) => ({
  fits: [min, max],
  not: [min - 1, max + 1, min + 0.5, String(max), true],
})
/** What fits each setting, out to its bounds, and what does not. */
const bounds: Record<string, { fits: unknown[]; not: unknown[] }> = {
  'totp.issuer': {
    fits: ['x', 'Ä & Co', 'x'.repeat(64)],
    not: ['', 'x'.repeat(65), 'a:b', 'a\nb', 7],
  },
  'totp.digits': { fits: [6, 8], not: [5, 7, 9, '6'] },
  'totp.period': { fits: [30, 60], not: [0, 29, 31, 15] },
  'totp.algorithm': { fits: ['SHA1', 'SHA256', 'SHA512'], not: ['MD5', 'sha1', 1] },
  'totp.drift_steps': whole(0, 2),
  'totp.key_length': { fits: [16, 26, 32], not: [8, 20, 33] },
  'totp.external_apps': yesOrNo,
  'hardware.drift_steps': whole(0, 10),
  'trust.days': whole(1, 365),
  'trust.user': yesOrNo,
  'trust.admin': yesOrNo,
  'trust.super_admin': yesOrNo,
  'mfa.required.user': yesOrNo,
  'mfa.required.admin': yesOrNo,
  'mfa.required.super_admin': yesOrNo,
  'mfa.default.user': yesOrNo,
  'mfa.default.admin': yesOrNo,
  'mfa.default.super_admin': yesOrNo,
  'app.mfa_enabled': yesOrNo,
  'app.max_devices': whole(1, 10),
  'provisioning.minutes': whole(1, 1440),
  'session.idle_minutes': whole(1, 1440),
  'session.max_hours': whole(1, 168),
  'admin.step_up_minutes': whole(1, 720),
  'webauthn.user_verification': { fits: ['required', 'preferred'], not: ['sometimes', true] },
  'webauthn.attestation': {
    fits: ['none', ['11111111-2222-4333-8444-555555555555']],
    not: ['direct', [], ['x']],
  },
  'webauthn.rp_id': { fits: ['', 'example.org'], not: ['http://x', 'a b', 'X.org', 1] },
  'webauthn.origins': {
    fits: [[], ['https://other.example']],
    not: [['http://other.example'], 'https://other.example', ['https://other.example/x']],
  },
  'enrollment.at_login': { fits: ['open', 'ticket'], not: ['closed', '', true] },
}

describe('settings in the console', () => {
  it('are all in this table', () => {
    expect(Object.keys(bounds).toSorted()).toEqual(settingNames.toSorted())
  })

  it.each(Object.entries(bounds))(
    '%s takes what fits, up to its bounds, and nothing else',
    async (name, { fits, not }) => {
      for (const value of not) {
        const answer = await root.patch(path, { [name]: value })
        expect([value, answer.status]).toEqual([value, 400])
        expect(answer.body.field ?? answer.body.detail).toContain(name.split('.')[0])
      }
      expect(await rows('SELECT name FROM setting')).toEqual([])
      for (const value of fits) {
        const { settings } = expectStatus(await root.patch(path, { [name]: value }), 200).body
        expect(settings[name]).toEqual(value)
      }
    },
  )

  it('go back to their default by null, which is not kept', async () => {
    await setSettings(root, { 'trust.days': 7, 'totp.issuer': 'Example' })
    await setSettings(root, { 'trust.days': null })
    const { settings, defaults, changed } = (await root.get(path)).body
    expect([settings['trust.days'], settings['totp.issuer']]).toEqual([30, 'Example'])
    expect(defaults).toEqual(defaultSettings)
    expect(Object.keys(changed)).toEqual(['totp.issuer'])
    expect(await rows('SELECT name FROM setting')).toEqual([{ name: 'totp.issuer' }])
  })

  it.each([
    ['nothing', '{}'],
    ['a list', '[]'],
    ['an unknown name', '{"trust.dayz":3}'],
    ['__proto__', '{"__proto__":{"trust.days":3}}'],
    ['constructor', '{"constructor":3}'],
    ['toString', '{"toString":null}'],
    ['hasOwnProperty', '{"hasOwnProperty":true}'],
    ['one of two out of bounds', '{"trust.days":3,"session.max_hours":0}'],
  ])('refuse %s, and keep nothing of it', async (_, body) => {
    expect((await root.patch(path, body, json)).status).toBe(400)
    expect(await rows('SELECT name FROM setting')).toEqual([])
    expect(({} as Record<string, unknown>)['trust.days']).toBe(undefined)
  })

  it('keep who changed what, when, from what to what', async () => {
    const other = await addPerson(root, { role: 'super_admin' })
    const colleague = visitor(worker)
    await signIn(colleague, other)
    await setSettings(root, { 'trust.days': 7 })
    await setSettings(colleague, { 'trust.days': 9, 'totp.issuer': 'Example' })
    await setSettings(root, { 'trust.days': null })
    const { items } = (await root.get(`${path}/history?name=trust.days`)).body
    const now = Math.floor(Date.now() / 1000)
    expect(items.slice(0, 3)).toMatchObject([
      { by: { username: 'root' }, former: 9, value: null, scope: 'system', at: now },
      { by: { username: other.username }, former: 7, value: 9, at: now },
      { by: { username: 'root' }, former: 30, value: 7, at: now },
    ])
    const { changed } = (await root.get(path)).body
    expect(changed['totp.issuer']).toMatchObject({ at: now, by: { username: other.username } })
    // The history outlives whoever made it.
    expectStatus(await root.delete(`/api/admin/users/${other.id}`), 204)
    const later = (await root.get(`${path}/history?name=trust.days`)).body.items
    expect(later[1]).toMatchObject({ by: null, former: 7, value: 9 })
  })

  it('note nothing where nothing changes', async () => {
    const count = async () => (await rows('SELECT id FROM setting_change')).length
    await setSettings(root, { 'trust.days': 7 })
    const before = await count()
    await setSettings(root, { 'trust.days': 7 })
    expect(await count()).toBe(before)
  })
})

describe('a second factor that is required of a role', () => {
  it.each(['user', 'admin', 'super_admin'] as Role[])(
    'asks no %s who is not saved',
    async (role) => {
      const person = await addPerson(root, { role })
      const holder = await addHolder(worker, root, { role })
      await setSettings(root, { [`mfa.required.${role}`]: true })
      expect(await askedOf(visitor(worker), person)).toBe('authenticated')
      expect(await askedOf(visitor(worker), holder)).toBe('factor_required')
      const { body } = await root.get('/api/admin/user-form')
      expect(body[role].mfaRequired).toBe(true)
      // Saved without the flag by a super admin: allowed, and on record.
      expectStatus(
        await root.patch(`/api/admin/users/${person.id}`, { displayName: 'New Name' }),
        200,
      )
      expect(await auditOf(person.id)).toContain(`mfa-requirement-overridden ${role}`)
      expect(await askedOf(visitor(worker), person)).toBe('authenticated')
      expectStatus(await root.patch(`/api/admin/users/${person.id}`, { mfaRequired: true }), 200)
      expect(await askedOf(visitor(worker), person)).toBe('enrollment_required')
    },
  )

  it('is on from the start on the form of a role whose default says so', async () => {
    const form = async () => (await root.get('/api/admin/user-form')).body
    expect(await form()).toMatchObject({ user: { mfaDefault: false }, admin: { mfaDefault: true } })
    await setSettings(root, { 'mfa.default.user': true, 'mfa.default.admin': false })
    expect(await form()).toMatchObject({ user: { mfaDefault: true }, admin: { mfaDefault: false } })
  })
})

describe('who may trust a browser', () => {
  it('is decided by the role’s setting and the person’s flag, both', async () => {
    const holder = await addHolder(worker, root)
    const browser = await trustedBrowserOf(worker, holder, newNetwork())
    await setSettings(root, { 'trust.user': false })
    expect((await signIn(browser, holder)).body).toMatchObject({
      status: 'factor_required',
      canTrust: false,
    })
    await setSettings(root, { 'trust.user': true })
    expect(await askedOf(browser, holder)).toBe('authenticated')
    expectStatus(await root.patch(`/api/admin/users/${holder.id}`, { mayTrust: false }), 200)
    expect(await askedOf(browser, holder)).toBe('factor_required')
  })

  it('a super admin may allow to one person against the setting, not against their flag', async () => {
    await setSettings(root, { 'trust.user': false })
    const holder = await addHolder(worker, root)
    const user = `/api/admin/users/${holder.id}`
    expectStatus(await root.patch(user, { trustOverride: true }), 200)
    expect(await auditOf(holder.id)).toContain('trust-overridden allowed')
    const browser = await trustedBrowserOf(worker, holder, newNetwork())
    expect(await askedOf(browser, holder)).toBe('authenticated')
    expectStatus(await root.patch(user, { mayTrust: false }), 200)
    const code = codeAt(holder.uri, Date.now(), 1)
    const answer = await signIn(visitor(worker), holder, { code, trust: true })
    expect(answer.body).toMatchObject({ status: 'authenticated', canTrust: false })
    expect(answer.setCookies.some(({ name }) => name === trustCookie)).toBe(false)
  })

  it('no longer trusts where the override is withdrawn between reading and writing', async () => {
    await setSettings(root, { 'trust.user': false })
    const holder = await addHolder(worker, root)
    const user = `/api/admin/users/${holder.id}`
    expectStatus(await root.patch(user, { trustOverride: true }), 200)
    const browser = await trustedBrowserOf(worker, holder, newNetwork())
    await browser.post('/api/logout')
    const raced = await between(
      worker,
      2,
      () => signIn(browser, holder),
      () => root.patch(user, { trustOverride: false }),
    )
    expect(raced.body.status).toBe('factor_required')
    expect(await sessionStatus(browser)).toBe(401)
    expect(await auditOf(holder.id)).toContain('trust-overridden withdrawn')
  })
})
