/** R19 A code to the phone: where nothing but the password was shown who registers a device. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Client } from '../support/client.ts'
import { pass } from '../support/clock.ts'
import { auditOf, change, dump, rows } from '../support/database.ts'
import {
  addOwner,
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
  expectStatus,
  house,
  type Person,
  signedIn,
  signIn,
  visitor,
} from '../support/people.ts'
import { codeAt } from '../support/totp.ts'
import { testedWorker } from '../support/worker.ts'

const { worker, root } = house()
const register = '/api/authenticator/register'
const phone = '+49 170 1234-542'

const set = async (name: string, value: string) =>
  change(`INSERT INTO setting (name, value, updated_at) VALUES (?, ?, 0)`, name, value)
beforeEach(async () => {
  await change('DELETE FROM setting')
  await change('DELETE FROM sms_send')
  await change('DELETE FROM outbox')
  await set('app.mfa_enabled', 'true')
})

const withPhone = async (person: Person) =>
  change('UPDATE user SET phone = ? WHERE id = ?', phone, person.id)

/** Somebody with a phone who must enroll, held at the door. */
const heldWithPhone = async () => {
  const held = await heldToEnroll(worker, root)
  await withPhone(held.person)
  return held
}

const send = (browser: Client) => browser.post(`${register}/sms`)

/** The code that came last; the phone is the outbox. */
const lastCode = async (): Promise<string> => {
  const { messages } = expectStatus(await root.get('/api/admin/outbox'), 200).body
  return /^\d{6}/.exec(messages[0].text)?.[0] ?? ''
}
const sentCode = async (browser: Client): Promise<string> => {
  expectStatus(await send(browser), 200)
  return lastCode()
}
const wrong = (code: string): string => (code === '000000' ? '111111' : '000000')

const tryCode = async (browser: Client, smsCode: string) => {
  const { request } = await install()
  return browser.post(register, { ...request, smsCode })
}

describe('a code to the phone', () => {
  it('registers a first device, once, and tells no more of the number than its end', async () => {
    const { person, browser } = await heldWithPhone()
    const offer = (await browser.get(register)).body
    expect(offer).toMatchObject({ needsSms: true, phone: '**42' })
    const { request } = await install()
    const without = await browser.post(register, request)
    expect(without.body).toMatchObject({ code: 'malformed_request', field: 'smsCode' })
    const sent = expectStatus(await send(browser), 200).body
    expect(sent).toEqual({ phone: '**42', expiresAt: Math.floor(Date.now() / 1000) + 600 })
    const { messages } = (await root.get('/api/admin/outbox')).body
    expect(messages[0]).toMatchObject({ to: '+491701234542' })
    const code = await lastCode()
    expect(messages[0].text).toContain(`\n@localhost #${code}`)
    const device = await startDevice(browser, { smsCode: code })
    expect((await tryCode(browser, code)).body.code).toBe('invalid_code')
    expect((await confirmDevice(browser, device)).status).toBe(200)
    expect(await devicesOf(person)).toEqual([device.id])
    expect(await auditOf(person.id)).toContain('sms-sent done')
    const log = JSON.stringify(await rows('SELECT * FROM audit'))
    expect(log).not.toMatch(new RegExp(`"[^"]*\\b${code}\\b[^"]*"`))
    await change('DELETE FROM outbox')
    expect(await dump()).not.toContain(`\n${code}\n`)
  })

  it('is not asked for beside a factor, a ticket, or a device, or where groups say so', async () => {
    const holder = await addHolder(worker, root)
    const proved = visitor(worker)
    await signIn(proved, holder, { code: codeAt(holder.uri) })
    expect((await proved.get(register)).body.needsSms).toBe(false)
    expect((await send(proved)).body.code).toBe('conflict')
    const owner = await addOwner(worker, root).catch(() => null)
    expect(owner).toBeNull()
    await set('enrollment.at_login', '"ticket"')
    const person = await addPerson(root, { mfaRequired: true })
    const { code } = (await root.post(`/api/admin/users/${person.id}/ticket`)).body
    const ticketed = visitor(worker)
    await signIn(ticketed, person)
    expectStatus(await ticketed.post('/api/login/ticket', { ticket: code }), 200)
    expect((await ticketed.get(register)).body.needsSms).toBe(false)
    await registerDevice(ticketed)
    expect((await ticketed.get(register)).body.needsSms).toBe(false)
    await change(`DELETE FROM setting WHERE name = 'enrollment.at_login'`)
    await change(`UPDATE user_group SET otp_enabled = 0 WHERE everyone = 1`)
    const { browser } = await heldToEnroll(worker, root)
    expect((await browser.get(register)).body.needsSms).toBe(false)
    await change(`UPDATE user_group SET otp_enabled = NULL WHERE everyone = 1`)
  })

  it('is asked of a session that has shown the password alone', async () => {
    const person = await addPerson(root)
    await withPhone(person)
    const browser = await signedIn(worker, person)
    const { request } = await install()
    expect((await browser.post(register, request)).status).toBe(400)
    await registerDevice(browser, { smsCode: await sentCode(browser) })
    expect(await devicesOf(person)).toHaveLength(1)
  })

  it('R19 is good for the sign-in that asked for it: not in another of the same person', async () => {
    const { person, browser } = await heldWithPhone()
    const code = await sentCode(browser)
    const other = visitor(worker)
    await signIn(other, person)
    expect((await tryCode(other, code)).body.code).toBe('invalid_code')
    const stranger = await heldWithPhone()
    expect((await tryCode(stranger.browser, code)).body.code).toBe('invalid_code')
    expect((await tryCode(browser, code)).status).toBe(201)
  })

  it('is good for the number that it was sent to, and not once that was taken away', async () => {
    const { person, browser } = await heldWithPhone()
    const code = await sentCode(browser)
    const moved = { phone: '+49 170 9999-999' }
    expectStatus(await root.patch(`/api/admin/users/${person.id}`, moved), 200)
    expect((await tryCode(browser, code)).body.code).toBe('invalid_code')
    expect((await tryCode(browser, await sentCode(browser))).status).toBe(201)
    const other = await heldWithPhone()
    const late = await between(
      worker,
      3,
      () => send(other.browser),
      () => root.patch(`/api/admin/users/${other.person.id}`, moved),
    )
    expect(late.status).toBe(200)
    expect((await tryCode(other.browser, await lastCode())).body.code).toBe('invalid_code')
  })

  it('R19 is good for ten minutes, and the door stays open as long', async () => {
    const { browser } = await heldWithPhone()
    const code = await sentCode(browser)
    pass(599)
    expect((await tryCode(browser, wrong(code))).body.code).toBe('invalid_code')
    const late = await heldWithPhone()
    const lateCode = await sentCode(late.browser)
    pass(2)
    // At 10:01 the door is shut as well.
    expect((await tryCode(browser, code)).status).toBe(401)
    pass(597)
    expect((await tryCode(late.browser, lateCode)).status).toBe(201)
  })

  it('is tried five times, one after the other or all at once', async () => {
    const first = await heldWithPhone()
    const code = await sentCode(first.browser)
    for (let n = 0; n < 5; n++)
      expect((await tryCode(first.browser, wrong(code))).body.code).toBe('invalid_code')
    expect((await tryCode(first.browser, code)).body.code).toBe('invalid_code')
    // A new one may be tried.
    expect((await tryCode(first.browser, await sentCode(first.browser))).status).toBe(201)
    const second = await heldWithPhone()
    const other = await sentCode(second.browser)
    worker.d1.reset({ latencyMs: 5 })
    const tries = Array.from({ length: 12 }, () => tryCode(second.browser, wrong(other)))
    await Promise.all(tries)
    const [row] = await rows('SELECT tries FROM sms_code WHERE user_id = ?', second.person.id)
    expect(row?.['tries']).toBe(5)
    expect((await tryCode(second.browser, other)).body.code).toBe('invalid_code')
  })

  it('begins one registration, however many come with it at once', async () => {
    const { browser } = await heldWithPhone()
    const code = await sentCode(browser)
    worker.d1.reset({ latencyMs: 5, together: 4 })
    const answers = await Promise.all(Array.from({ length: 4 }, () => tryCode(browser, code)))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.toSorted((a, b) => a - b)).toEqual([201, 401, 401, 401])
  })

  it('is sent three times in ten minutes, also all at once, and retires the one before', async () => {
    const { person, browser } = await heldWithPhone()
    const former = await sentCode(browser)
    const code = await sentCode(browser)
    const retired = former === code ? wrong(code) : former
    expect((await tryCode(browser, retired)).status).toBe(401)
    await change('DELETE FROM sms_send')
    worker.d1.reset({ latencyMs: 5, together: 6 })
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(browser)))
    worker.d1.reset()
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3)
    const refused = answers.find(({ status }) => status === 429)
    expect(refused?.body).toMatchObject({ code: 'too_many_attempts', retryAfter: 600 })
    const elsewhere = visitor(worker)
    await signIn(elsewhere, person)
    expect((await send(elsewhere)).status).toBe(429)
    pass(600)
    await signIn(elsewhere, person)
    expect((await send(elsewhere)).status).toBe(200)
  })

  it('is not sent from one network to everybody', async () => {
    const { person } = await heldWithPhone()
    const address = '198.51.100.7'
    const browser = visitor(worker, address)
    await signIn(browser, person)
    const now = Math.floor(Date.now() / 1000)
    const other = await addPerson(root)
    for (let n = 0; n < 30; n++)
      await change(
        'INSERT INTO sms_send (id, user_id, network, sent_at) VALUES (?, ?, ?, ?)',
        `${n}`,
        other.id,
        address,
        now,
      )
    expect((await send(browser)).status).toBe(429)
  })

  it('is still asked for where it was not when the registration began', async () => {
    await change('DELETE FROM setting')
    const { person, browser } = await heldWithPhone()
    const device = await startDevice(browser)
    await set('app.mfa_enabled', 'true')
    expect((await confirmDevice(browser, device)).body.code).toBe('expired')
    expect(await devicesOf(person)).toEqual([])
  })
})

describe('who carries it', () => {
  it('is nobody: then an administrator has to help', async () => {
    const { person } = await heldWithPhone()
    const silent = testedWorker({}, { SMS_GATEWAY: undefined })
    const browser = visitor(silent)
    await signIn(browser, person)
    expect((await browser.get(register)).body).toMatchObject({ needsSms: true, phone: null })
    expect((await send(browser)).body.code).toBe('conflict')
    const noPhone = await heldToEnroll(worker, root)
    expect((await noPhone.browser.get(register)).body.phone).toBeNull()
    expect((await send(noPhone.browser)).body.code).toBe('conflict')
  })

  it('shows its outbox to administrators, and to nobody where a gateway sends', async () => {
    const person = await addPerson(root)
    const user = await signedIn(worker, person)
    expect((await user.get('/api/admin/outbox')).status).toBe(403)
    const silent = testedWorker({}, { SMS_GATEWAY: 'none' })
    const admin = visitor(silent)
    for (const [name, cookie] of root.cookies) admin.cookies.set(name, cookie)
    expect((await admin.get('/api/admin/outbox')).status).toBe(404)
  })

  const outside = {
    url: 'https://gateway.test',
    account: 'AC1',
    token: 'tw-token-77',
    sender: '+1',
  }
  const twilio = (baseUrl: string) =>
    testedWorker(
      {},
      {
        SMS_GATEWAY: 'twilio',
        TWILIO_ACCOUNT: outside.account,
        TWILIO_TOKEN: outside.token,
        TWILIO_SENDER: outside.sender,
        TWILIO_BASE_URL: baseUrl,
      },
    )
  /** What arrived at the test's gateway (vitest.config.ts), the newest last. */
  const arrived = async () =>
    (await (await fetch(`${outside.url}/arrived`)).json()) as {
      path: string
      headers: Record<string, string>
      body: string
    }[]

  it('is Twilio, by its Messages resource', async () => {
    const { person } = await heldWithPhone()
    const browser = visitor(twilio(`${outside.url}/ok`))
    await signIn(browser, person)
    expect((await send(browser)).status).toBe(200)
    const message = (await arrived()).at(-1)
    expect(message?.path).toBe('/ok/2010-04-01/Accounts/AC1/Messages.json')
    expect(message?.headers['authorization']).toBe(`Basic ${btoa('AC1:tw-token-77')}`)
    const form = new URLSearchParams(message?.body)
    expect([form.get('To'), form.get('From')]).toEqual(['+491701234542', '+1'])
    const code = /^\d{6}/.exec(form.get('Body') ?? '')?.[0] ?? ''
    expect((await tryCode(browser, code)).status).toBe(201)
    expect(await rows('SELECT * FROM outbox WHERE text LIKE ?', `%${code}%`)).toEqual([])
  })

  it('is a webhook, whose messages are signed with their time', async () => {
    const { person } = await heldWithPhone()
    const key = 'k'.repeat(32)
    const hooked = testedWorker(
      {},
      { SMS_GATEWAY: 'webhook', SMS_WEBHOOK_URL: `${outside.url}/ok/hook`, SMS_WEBHOOK_KEY: key },
    )
    const browser = visitor(hooked)
    await signIn(browser, person)
    expect((await send(browser)).status).toBe(200)
    const message = (await arrived()).at(-1)
    const [, at, signature] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(message?.headers['latchkey-signature'] ?? '') ?? []
    const bytes = (text: string) => new TextEncoder().encode(text)
    const algorithm = { name: 'HMAC', hash: 'SHA-256' }
    const mac = await crypto.subtle.importKey('raw', bytes(key), algorithm, false, ['verify'])
    const claimed = Uint8Array.from(signature?.match(/../g) ?? [], (pair) => parseInt(pair, 16))
    const said = bytes(`${at}.${message?.body}`)
    expect(await crypto.subtle.verify('HMAC', mac, claimed, said)).toBe(true)
    const { to, text } = JSON.parse(message?.body ?? '{}')
    expect(to).toBe('+491701234542')
    expect((await tryCode(browser, text.slice(0, 6))).status).toBe(201)
  })

  it.each(['refused', 'redirect', 'slow', 'gone'])(
    'fails (%s): nothing is half-written, the code before it still counts, and no log tells it',
    async (how) => {
      const { person, browser } = await heldWithPhone()
      const code = await sentCode(browser)
      const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
      // A gateway that does not answer is waited for; here not for so long.
      const timeout = AbortSignal.timeout.bind(AbortSignal)
      vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms / 20))
      const failing = visitor(twilio(`${outside.url}/${how}`))
      for (const [name, cookie] of browser.cookies) failing.cookies.set(name, cookie)
      const answer = await send(failing)
      expect([answer.status, answer.body.code]).toEqual([503, 'unavailable'])
      expect(await auditOf(person.id)).toContain('sms-sent failed')
      expect(logged).toHaveBeenCalled()
      expect(JSON.stringify(logged.mock.calls.map(String))).not.toMatch(/\d{6}|tw-token|1701234/)
      expect((await tryCode(browser, code)).status).toBe(201)
    },
  )
})
