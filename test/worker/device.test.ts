/** Our authenticator as a person's device: registered, used, retired. */
import { beforeEach, describe, expect, it } from 'vitest'
import { pass } from '../support/clock.ts'
import { auditOf, change, dump, factorFailures } from '../support/database.ts'
import {
  addOwner,
  answerWith,
  challenged,
  confirmDevice,
  devicesOf,
  install,
  registerDevice,
  startDevice,
} from '../support/device.ts'
import { heldToEnroll } from '../support/enrollment.ts'
import {
  addHolder,
  addPerson,
  between,
  enrollHere as addTotp,
  hold,
  house,
  sessionStatus,
  signedIn,
  signIn,
  trustCookie,
  visitor,
} from '../support/people.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()
const register = '/api/authenticator/register'

const setMost = async (most: number) => {
  await change(`DELETE FROM setting WHERE name = 'app.max_devices'`)
  await change(
    `INSERT INTO setting (name, value, updated_at) VALUES ('app.max_devices', ?, 0)`,
    String(most),
  )
}
beforeEach(() => change('DELETE FROM setting'))

describe('registering a device', () => {
  it('gives the seed to that installation alone, and counts from its first code', async () => {
    const { person, browser } = await heldToEnroll(worker, root)
    const offer = (await browser.get(register)).body
    expect(offer).toEqual({
      issuer: 'Latchkey',
      needsSms: false,
      phone: null,
      devices: [],
      maxDevices: 1,
    })
    const device = await startDevice(browser)
    expect(device.given).toMatchObject({ account: person.username, digits: 6, period: 30 })
    expect(await devicesOf(person)).toEqual([])
    const confirmed = await confirmDevice(browser, device)
    expect(confirmed.body).toEqual({ status: 'authenticated', retired: 0 })
    expect((await browser.get('/api/session')).body.amr).toEqual(['pwd', 'otp', 'swk', 'mfa'])
    expect((await browser.get(register)).body.devices).toMatchObject([
      { id: device.id, name: 'Phone' },
    ])
    const { factors } = (await browser.get('/api/factors')).body
    expect(factors).toMatchObject([{ method: 'device', name: 'Phone', state: 'confirmed' }])
    // Not a second time, and E07: the seed is in no answer and no row.
    expect((await confirmDevice(browser, device, device.code())).status).toBe(404)
    expect(await dump()).not.toContain(device.given['sealed'])
  })

  it('refuses what is no point, no name, or signed by another key, and counts wrong first codes', async () => {
    const { browser } = await heldToEnroll(worker, root)
    const { request } = await install()
    const off = `B${'A'.repeat(86)}`
    for (const wrong of [
      { signingKey: off },
      { exchangeKey: off },
      { exchangeKey: request.exchangeKey.slice(1) },
      { name: ' ' },
      { smsCode: 123_456 },
      { extra: 1 },
    ]) {
      const answer = await browser.post(register, { ...request, ...wrong })
      expect([answer.status, answer.body.code]).toEqual([400, 'malformed_request'])
    }
    const device = await startDevice(browser)
    const other = await install()
    const code = device.code(-1)
    const forged = await other.sign('latchkey/device-confirm', device.id, code)
    const unlike = await device.sign('latchkey/device-login', device.id, code)
    for (const signature of [forged, unlike])
      expect((await confirmDevice(browser, device, code, signature)).body.code).toBe('invalid_code')
    expect((await confirmDevice(browser, device)).status).toBe(200)
  })

  it('E01 E05 is refused on the password alone where there is a factor', async () => {
    const holder = await addHolder(worker, root)
    const held = await hold(worker, holder)
    const { request } = await install()
    for (const answer of [
      await held.get(register),
      await held.post(register, request),
      await held.post(`${register}/sms`, {}),
      await held.post(`${register}/${crypto.randomUUID()}/confirm`, {
        code: '000000',
        signature: 'A'.repeat(86),
      }),
    ])
      expect([answer.status, answer.body.code]).toEqual([403, 'forbidden'])
    // In a session that is not fresh: nothing either, though it may look.
    const browser = visitor(worker)
    await signIn(browser, holder, { code: codeAt(holder.uri) })
    pass(16 * 60)
    expect((await browser.get(register)).status).toBe(200)
    expect((await browser.post(register, request)).body.code).toBe('step_up_required')
  })

  it('is for who began it: neither the pending login of one nor the session of another confirms', async () => {
    const mine = await heldToEnroll(worker, root)
    const device = await startDevice(mine.browser)
    const other = await signedIn(worker, await addPerson(root))
    expect((await confirmDevice(other, device)).status).toBe(404)
    const theirs = await heldToEnroll(worker, root)
    expect((await confirmDevice(theirs.browser, device)).status).toBe(404)
    pass(901)
    await signIn(mine.browser, mine.person)
    expect((await confirmDevice(mine.browser, device)).status).toBe(404)
  })

  it('ends where groups take the kind away between the trips, or before', async () => {
    const { person, browser } = await heldToEnroll(worker, root)
    const device = await startDevice(browser)
    const forbid = () => change(`UPDATE user_group SET allow_totp_2fa = 0 WHERE everyone = 1`)
    const late = await between(worker, 2, () => confirmDevice(browser, device), forbid)
    expect(late.body.code).toBe('expired')
    expect(await devicesOf(person)).toEqual([])
    expect((await browser.get(register)).body.code).toBe('factor_not_allowed')
    await change(`UPDATE user_group SET allow_totp_2fa = NULL WHERE everyone = 1`)
  })
})

describe('one device more than one may have', () => {
  it('retires the first at once: its code, its signature, its sessions, its trust', async () => {
    const owner = await addOwner(worker, root)
    const trusting = await challenged(worker, owner)
    const signature = await owner.device.sign(
      'latchkey/device-login',
      trusting.challenge,
      owner.device.id,
      owner.device.code(),
    )
    const trusted = await trusting.browser.post('/api/login/device', {
      id: owner.device.id,
      code: owner.device.code(),
      signature,
      trust: true,
    })
    expect(trusted.status).toBe(200)
    expect(trusting.browser.cookies.has(trustCookie)).toBe(true)
    const held = await challenged(worker, owner)
    const next = await startDevice(owner.browser)
    expect((await confirmDevice(owner.browser, next)).body).toEqual({
      status: 'enrolled',
      retired: 1,
    })
    expect(await devicesOf(owner)).toEqual([next.id])
    expect(await sessionStatus(owner.browser)).toBe(200)
    expect(await sessionStatus(trusting.browser)).toBe(401)
    pass(30)
    expect((await answerWith(held.browser, held.challenge, owner.device)).status).toBe(401)
    const again = await challenged(worker, owner, trusting.browser)
    const old = await answerWith(again.browser, again.challenge, owner.device)
    expect(old.body.code).toBe('invalid_code')
    const typed = await again.browser.post('/api/login/factor', {
      method: 'device',
      code: owner.device.code(),
    })
    expect(typed.body.code).toBe('invalid_code')
    expect((await answerWith(again.browser, again.challenge, next)).status).toBe(200)
    expect(await auditOf(owner.id)).toContain('factor-removed retired')
  })

  it.each([1, 2])('leaves never more than %i, also where several come at once', async (most) => {
    await setMost(most)
    const owner = await addOwner(worker, root)
    const browsers = [owner.browser]
    for (let more = 0; more < 2; more++) {
      pass(30)
      const { browser, challenge } = await challenged(worker, owner)
      await answerWith(browser, challenge, owner.device)
      browsers.push(browser)
    }
    // One enrollment waits at a time: each begins, and is put beside the others again.
    const devices = []
    for (const browser of browsers) {
      devices.push(await startDevice(browser))
      await change(`UPDATE factor SET handed_over = 1 WHERE confirmed_at IS NULL`)
    }
    await change(`UPDATE factor SET handed_over = 0 WHERE confirmed_at IS NULL`)
    worker.d1.reset({ latencyMs: 5, together: browsers.length })
    const answers = await Promise.all(
      devices.map((device, n) => confirmDevice(browsers[n] ?? owner.browser, device)),
    )
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0)
    expect((await devicesOf(owner)).length).toBeLessThanOrEqual(most)
  })

  it('keeps the newest where more are allowed, and says how many give way', async () => {
    await setMost(2)
    const owner = await addOwner(worker, root)
    pass(60)
    const second = await registerDevice(owner.browser)
    expect(await devicesOf(owner)).toEqual([owner.device.id, second.id])
    await setMost(1)
    pass(60)
    const third = await startDevice(owner.browser)
    expect((await confirmDevice(owner.browser, third)).body.retired).toBe(2)
    expect(await devicesOf(owner)).toEqual([third.id])
  })
})

describe('signing in by a registered device', () => {
  it('takes the code and its signature, without typing, once', async () => {
    const owner = await addOwner(worker, root)
    const { browser, challenge } = await challenged(worker, owner)
    expect((await browser.get('/api/login')).body).toMatchObject({ challenge, methods: ['device'] })
    const code = owner.device.code()
    const answer = await answerWith(browser, challenge, owner.device)
    expect(answer.body).toMatchObject({ status: 'authenticated' })
    expect((await browser.get('/api/session')).body.amr).toEqual(['pwd', 'otp', 'swk', 'mfa'])
    // T01 T02 The same code signed for another sign-in, and typed.
    const next = await challenged(worker, owner)
    const replayed = await answerWith(next.browser, next.challenge, owner.device)
    expect(replayed.body.code).toBe('invalid_code')
    const typed = await next.browser.post('/api/login/factor', { method: 'device', code })
    expect(typed.body.code).toBe('invalid_code')
    expect(await auditOf(owner.id)).toContain('sign-in device')
  })

  it('also takes a code that was typed: then nothing was signed', async () => {
    const owner = await addOwner(worker, root)
    const browser = visitor(worker)
    await signIn(browser, owner, { code: owner.device.code() })
    expect((await browser.get('/api/session')).body.amr).toEqual(['pwd', 'otp', 'mfa'])
  })

  it('counts a wrong signature as a wrong code, whoever signed and whatever for', async () => {
    const owner = await addOwner(worker, root)
    const stranger = await addOwner(worker, root)
    const { browser, challenge } = await challenged(worker, owner)
    const elsewhere = await challenged(worker, owner)
    const { device } = owner
    const code = device.code()
    const forged = [
      await stranger.device.sign('latchkey/device-login', challenge, device.id, code),
      await device.sign('latchkey/device-login', elsewhere.challenge, device.id, code),
      await device.sign('latchkey/device-confirm', device.id, code),
      await device.sign('latchkey/device-login', challenge, device.id, '000000'),
      'A'.repeat(86),
    ]
    for (const signature of forged) {
      const answer = await answerWith(browser, challenge, device, { signature })
      expect([answer.status, answer.body.code]).toEqual([401, 'invalid_code'])
    }
    // T11 A device of somebody else, with all that it can sign.
    const foreign = await answerWith(browser, challenge, stranger.device)
    expect(foreign.body.code).toBe('invalid_code')
    expect(await factorFailures(owner.id, 'device')).toBe(forged.length + 1)
    expect((await answerWith(browser, challenge, device)).status).toBe(200)
    expect(await auditOf(owner.id)).toContain('sign-in device:bad-signature')
  })

  it('is won by one of many at once', async () => {
    const owner = await addOwner(worker, root)
    const held: Awaited<ReturnType<typeof challenged>>[] = []
    for (let n = 0; n < 5; n++) held.push(await challenged(worker, owner))
    worker.d1.reset({ latencyMs: 5, together: 5 })
    const answers = await Promise.all(
      held.map(({ browser, challenge }) => answerWith(browser, challenge, owner.device)),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('needs a pending login of a person who has one', async () => {
    const owner = await addOwner(worker, root)
    const { challenge } = await challenged(worker, owner)
    const nobody = await answerWith(visitor(worker), challenge, owner.device)
    expect(nobody.body.code).toBe('expired')
    const { browser } = await heldToEnroll(worker, root)
    const enrolling = await answerWith(browser, challenge, owner.device)
    expect(enrolling.body.code).toBe('enrollment_required')
  })
})

describe('the status of a device', () => {
  const ask = async (
    device: { id: string; sign: (...texts: string[]) => Promise<string> },
    at = Math.floor(Date.now() / 1000),
    id = device.id,
  ) =>
    visitor(worker).post('/api/authenticator/status', {
      id,
      at,
      signature: await device.sign('latchkey/device-status', id, String(at)),
    })

  it('says whether it counts to whom it is, and to nobody else', async () => {
    const owner = await addOwner(worker, root)
    const now = Math.floor(Date.now() / 1000)
    expect((await ask(owner.device)).body).toEqual({ state: 'registered', now })
    const stranger = await install()
    expect((await ask({ id: owner.device.id, sign: stranger.sign })).body.state).toBe('retired')
    expect((await ask(owner.device, now, crypto.randomUUID())).body.state).toBe('retired')
    expect((await ask(owner.device, now - 301)).body.code).toBe('malformed_request')
    const next = await startDevice(owner.browser)
    expect((await ask(next)).body.state).toBe('retired')
    await confirmDevice(owner.browser, next)
    expect((await ask(owner.device)).body.state).toBe('retired')
    expect((await ask(next)).body.state).toBe('registered')
  })

  it('ends with a reset by an administrator, and with its owner’s own removal', async () => {
    const owner = await addOwner(worker, root)
    const reset = await root.post(`/api/admin/users/${owner.id}/reset`, { targets: ['device'] })
    expect(reset.status).toBe(204)
    expect((await ask(owner.device)).body.state).toBe('retired')
    const other = await addOwner(worker, root)
    await addTotp(other.browser)
    expect((await other.browser.delete(`/api/factors/${other.device.id}`)).status).toBe(204)
    expect((await ask(other.device)).body.state).toBe('retired')
  })
})
