/** `totp.external_apps` off: a code of another app opens registering ours, and nothing else. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '../support/client.ts'
import { pass } from '../support/clock.ts'
import { auditOf, change, factorFailures } from '../support/database.ts'
import {
  addOwner,
  confirmDevice,
  devicesOf,
  install,
  registerDevice,
  startDevice,
} from '../support/device.ts'
import { anyAttestation } from '../support/passkey.ts'
import {
  addHolder,
  addPerson,
  askedOf,
  between,
  expectStatus,
  hold,
  type Holder,
  house,
  sessionCookie,
  sessionStatus,
  signIn,
  trustedBrowserOf,
  typeCode,
  visitor,
} from '../support/people.ts'
import { codeAt, wrongCodeAt } from '../support/totp.ts'

const { worker, root } = house()
const register = '/api/authenticator/register'

const setExternal = async (value: boolean) => {
  await change(`DELETE FROM setting WHERE name = 'totp.external_apps'`)
  await change(
    `INSERT INTO setting (name, value, updated_at) VALUES ('totp.external_apps', ?, 0)`,
    String(value),
  )
}
beforeEach(() => change('DELETE FROM setting'))

/** Somebody with another app, in a house where these count no more. */
const addLed = async (fields: Record<string, unknown> = {}): Promise<Holder> => {
  await setExternal(true)
  const holder = await addHolder(worker, root, fields)
  await setExternal(false)
  return holder
}

const led = async (holder: Holder, away = 0): Promise<Client> => {
  const browser = await hold(worker, holder)
  expectStatus(await typeCode(browser, codeAt(holder.uri, Date.now(), away)), 200)
  return browser
}

describe('a code of another app', () => {
  it('leads to registering our authenticator, after which only that counts', async () => {
    const holder = await addLed()
    const browser = await hold(worker, holder)
    expect((await browser.get('/api/login')).body.methods).toEqual(['totp'])
    const answer = await typeCode(browser, codeAt(holder.uri))
    expect(answer.body).toMatchObject({ status: 'enrollment_required', methods: ['device'] })
    expect(answer.body).not.toHaveProperty('ticketRequired')
    expect(browser.cookies.has(sessionCookie)).toBe(false)
    expect((await browser.get('/api/login')).body).toMatchObject({ methods: ['device'] })
    expect((await browser.get('/api/factors')).body.enrollable).toEqual(['device'])
    await registerDevice(browser)
    expect((await browser.get('/api/session')).body.amr).toEqual(['pwd', 'otp', 'swk', 'mfa'])
    pass(30)
    const again = await hold(worker, holder)
    expect((await again.get('/api/login')).body.methods).toEqual(['device'])
    expect((await typeCode(again, codeAt(holder.uri))).body.code).toBe('factor_not_allowed')
    expect(await auditOf(holder.id)).toContain('sign-in totp:registration-required')
  })

  it('does so in one step as well, and is spent by it', async () => {
    const holder = await addLed()
    const browser = visitor(worker)
    const code = codeAt(holder.uri)
    const answer = await signIn(browser, holder, { code })
    expect(answer.body).toMatchObject({ status: 'enrollment_required', methods: ['device'] })
    expect(browser.cookies.has(sessionCookie)).toBe(false)
    const replayed = await signIn(visitor(worker), holder, { code })
    expect(replayed.body.code).toBe('invalid_code')
    expect((await typeCode(await hold(worker, holder), code)).body.code).toBe('invalid_code')
    await registerDevice(browser)
    expect(await sessionStatus(browser)).toBe(200)
  })

  it('opens nothing else: no other factor, no account, no step up', async () => {
    const holder = await addLed()
    const browser = await led(holder)
    const refused = [
      [await browser.post('/api/factors/totp', {}), 'factor_not_allowed'],
      [await browser.post('/api/factors/passkey/options'), 'factor_not_allowed'],
      [
        await browser.post('/api/factors/passkey', { response: anyAttestation }),
        'factor_not_allowed',
      ],
      [
        await browser.post('/api/factors/hardware', { serial: 'x', code: '000000' }),
        'factor_not_allowed',
      ],
      [await browser.post('/api/factors/recovery'), 'unauthenticated'],
      [await browser.get('/api/session'), 'unauthenticated'],
      [await browser.get('/api/profile'), 'unauthenticated'],
      [await typeCode(browser, codeAt(holder.uri, Date.now(), 1)), 'enrollment_required'],
    ] as const
    for (const [{ body }, code] of refused) expect(body.code).toBe(code)
  })

  it('is not skipped: without it, and with a wrong one, nothing may be registered', async () => {
    const holder = await addLed()
    const browser = await hold(worker, holder)
    const { request } = await install()
    expect((await browser.post(register, request)).body.code).toBe('forbidden')
    expect((await typeCode(browser, wrongCodeAt(holder.uri))).body.code).toBe('invalid_code')
    expect(await factorFailures(holder.id)).toBe(1)
    expect((await browser.post(register, request)).body.code).toBe('forbidden')
    const inOne = await signIn(visitor(worker), holder, { code: wrongCodeAt(holder.uri) })
    expect(inOne.body.code).toBe('invalid_code')
    // The code of one opens the door to nobody else's pending login.
    const other = await hold(worker, await addLed())
    expect((await typeCode(other, codeAt(holder.uri))).body.code).toBe('invalid_code')
    // Nor to a second one of the same person.
    const mine = await led(holder)
    expect((await browser.post(register, request)).body.code).toBe('forbidden')
    expect((await mine.post(register, request)).status).toBe(201)
  })

  it('opens one door, however many ask at once', async () => {
    const holder = await addLed()
    const browsers: Client[] = []
    for (let n = 0; n < 4; n++) browsers.push(await hold(worker, holder))
    worker.d1.reset({ latencyMs: 5, together: 4 })
    const code = codeAt(holder.uri)
    const answers = await Promise.all(browsers.map((browser) => typeCode(browser, code)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('is not spared by a trusted browser, and is no way to one', async () => {
    await setExternal(true)
    const holder = await addHolder(worker, root)
    const browser = await trustedBrowserOf(worker, holder)
    expect(await askedOf(browser, holder)).toBe('authenticated')
    await setExternal(false)
    expect(await askedOf(browser, holder)).toBe('factor_required')
    expect(browser.cookies.has(sessionCookie)).toBe(false)
    await setExternal(true)
    const late = await between(
      worker,
      2,
      () => signIn(browser, holder),
      () => setExternal(false),
    )
    expect(late.body.status).toBe('factor_required')
    expect(browser.cookies.has(sessionCookie)).toBe(false)
  })

  it('begins no session where the setting changes between the trips', async () => {
    await setExternal(true)
    const holder = await addHolder(worker, root)
    const browser = await hold(worker, holder)
    const typed = await between(
      worker,
      2,
      () => typeCode(browser, codeAt(holder.uri)),
      () => setExternal(false),
    )
    expect([typed.status, browser.cookies.has(sessionCookie)]).toEqual([401, false])
    pass(30)
    await setExternal(true)
    const inOne = visitor(worker)
    const answer = await between(
      worker,
      2,
      () => signIn(inOne, holder, { code: codeAt(holder.uri) }),
      () => setExternal(false),
    )
    expect([answer.status, inOne.cookies.has(sessionCookie)]).toEqual([401, false])
    // Nor does it step up a session that there is, or finish enrolling another app.
    await setExternal(true)
    pass(30)
    const open = visitor(worker)
    await signIn(open, holder, { code: codeAt(holder.uri) })
    const started = (await open.post('/api/factors/totp', {})).body
    await setExternal(false)
    pass(30)
    const stepped = await open.post('/api/session/step-up', {
      method: 'totp',
      code: codeAt(holder.uri),
    })
    expect(stepped.body.code).toBe('factor_not_allowed')
    const confirmed = await open.post(`/api/factors/totp/${started.id}/confirm`, {
      code: codeAt(started.uri),
    })
    expect(confirmed.status).toBe(401)
  })

  it('is asked of a super admin too', async () => {
    const holder = await addLed({ role: 'super_admin' })
    const browser = await led(holder)
    expect(browser.cookies.has(sessionCookie)).toBe(false)
    await registerDevice(browser)
    expect(await sessionStatus(browser)).toBe(200)
  })

  it('registers one device: what was begun in another door, and waits, goes no further', async () => {
    const holder = await addLed()
    const [first, second] = [await led(holder), await led(holder, 1)]
    const mine = await startDevice(first)
    expect((await confirmDevice(first, mine)).status).toBe(200)
    const { request } = await install()
    expect((await second.post(register, request)).status).toBe(401)
    expect(await devicesOf(holder)).toEqual([mine.id])
  })
})

describe('a code of another app beside a factor that counts', () => {
  /** Two doors of one person; the owner's is through before the other one's code is written. */
  const beaten = async (
    holder: Holder,
    type: (code: string) => ReturnType<typeof typeCode>,
  ): Promise<string> => {
    const owner = await hold(worker, holder)
    let id = ''
    await between(
      worker,
      2,
      () => type(codeAt(holder.uri, Date.now(), 1)),
      async () => {
        expectStatus(await typeCode(owner, codeAt(holder.uri)), 200)
        id = (await registerDevice(owner)).id
      },
    )
    return id
  }

  it('adds no device where the owner’s came to count between the trips', async () => {
    const { request } = await install()
    const inTwo = await addLed()
    const second = await hold(worker, inTwo)
    const mine = await beaten(inTwo, (code) => typeCode(second, code))
    expect((await second.post(register, request)).body.code).toBe('forbidden')
    expect(await devicesOf(inTwo)).toEqual([mine])
    const inOne = await addLed()
    const other = visitor(worker)
    const theirs = await beaten(inOne, (code) => signIn(other, inOne, { code }))
    expect((await other.post(register, request)).body.code).toBe('forbidden')
    expect(await devicesOf(inOne)).toEqual([theirs])
  })

  it('finishes none that was begun before', async () => {
    const holder = await addLed()
    const browser = await led(holder)
    const device = await startDevice(browser)
    const handToken = () =>
      change(
        `INSERT INTO factor (id, user_id, method, name, created_at, confirmed_at)
         VALUES (?1, ?2, 'hardware', 'Token', 0, 0)`,
        crypto.randomUUID(),
        holder.id,
      )
    const late = await between(worker, 2, () => confirmDevice(browser, device), handToken)
    expect([late.status, browser.cookies.has(sessionCookie)]).toEqual([401, false])
    expect((await browser.get(register)).body.code).toBe('forbidden')
    expect(await devicesOf(holder)).toEqual([])
  })
})

describe('the setting', () => {
  it('keeps other apps from being set up, and handed out', async () => {
    await setExternal(false)
    const person = await addPerson(root, { mfaRequired: true })
    const browser = visitor(worker)
    expect((await signIn(browser, person)).body.methods).toEqual(['device', 'passkey'])
    expect((await browser.post('/api/factors/totp', {})).body.code).toBe('factor_not_allowed')
    const owner = await addOwner(worker, root)
    expect((await owner.browser.post('/api/provisioning')).body.code).toBe('factor_not_allowed')
    const handed = await root.post(`/api/admin/users/${person.id}/key`)
    expect(handed.body.code).toBe('factor_not_allowed')
  })

  it('says beforehand whom it hits, and locks no super admin out', async () => {
    await setExternal(true)
    const holder = await addHolder(worker, root, { role: 'super_admin' })
    const preview = { settings: { 'totp.external_apps': false } }
    const { body } = await root.post('/api/admin/policy/preview', preview)
    expect(body.mustRegister.people).toBeGreaterThan(0)
    expect([body.lockedOut.people, body.refused]).toEqual([0, null])
    const saved = await root.patch('/api/admin/settings', { 'totp.external_apps': false })
    expect(saved.status).toBe(200)
    const trace = (await root.get(`/api/admin/users/${holder.id}/policy`)).body
    expect(trace.signIn).toMatchObject({
      step: 'registration',
      because: [
        { kind: 'factors', methods: ['totp'] },
        { kind: 'setting', name: 'totp.external_apps', value: false },
      ],
    })
  })
})
