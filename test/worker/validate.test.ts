import { beforeAll, describe, expect, it } from 'vitest'
import { pass } from '../support/clock.ts'
import { change, factorFailures, rows } from '../support/database.ts'
import {
  addHolder,
  addPerson,
  exhaust,
  type Holder,
  house,
  newNetwork,
  signIn,
  visitor,
} from '../support/people.ts'
import { addKeeper } from '../support/passkey.ts'
import { addGroup, handOver, setSettings } from '../support/policy.ts'
import { addProgram, outcomesOf, type Program } from '../support/program.ts'
import { codeAt, wrongCodeAt } from '../support/totp.ts'

const { worker, root } = house()
let program: Program
let there: Program
let holder: Holder

beforeAll(async () => {
  program = await addProgram(worker, root)
  there = await addProgram(worker, root, { details: { passwords: 'there' } })
})

const credentials = { status: 'reject', reason: 'credentials' }
const named = ({ username }: { username: string }) => ({ username })
const proved = ({ username, password }: { username: string; password: string }) => ({
  username,
  password,
})
/** As nobody was asked for anything yet; a person for each test that spends codes. */
const newHolder = async (fields = {}): Promise<Holder> =>
  (holder = await addHolder(worker, root, fields))

describe('a program that sends a password', () => {
  it('lets in who needs no factor, in three trips, and learns who it is', async () => {
    const person = await addPerson(root)
    const group = await addGroup(root, {}, { members: [person], name: 'Printers' })
    worker.d1.reset()
    const answer = await program.ask(proved(person))
    expect(answer.body).toEqual({
      status: 'accept',
      user: {
        id: person.id,
        username: person.username,
        displayName: person.username,
        email: '',
        role: 'user',
        groups: ['Printers'],
      },
      amr: ['pwd'],
    })
    expect(worker.d1.trips()).toBe(3)
    expect(answer.setCookies).toEqual([])
    expect(await outcomesOf(program, person.id)).toEqual(['accept'])
    expect(await rows('SELECT id FROM session WHERE user_id = ?', person.id)).toEqual([])
    expect(await rows('SELECT id FROM pending_login WHERE user_id = ?', person.id)).toEqual([])
    await root.delete(`/api/admin/groups/${group}`)
  })

  it('is asked for a code where there is a factor, and lets in with it, once', async () => {
    const { uri, id } = await newHolder()
    const first = (await program.ask(proved(holder))).body
    expect(first).toEqual({
      status: 'challenge',
      methods: ['totp'],
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      canTrust: false,
    })
    const wrong = { ...named(holder), challenge: first.challenge, code: wrongCodeAt(uri) }
    expect((await program.ask(wrong)).body).toEqual(credentials)
    expect(await factorFailures(id)).toBe(1)
    const right = { ...wrong, code: codeAt(uri) }
    expect((await program.ask(right)).body).toMatchObject({
      status: 'accept',
      amr: ['pwd', 'otp', 'mfa'],
    })
    expect(await factorFailures(id)).toBe(0)
    // Success used the challenge up.
    expect((await program.ask({ ...wrong, code: codeAt(uri, Date.now(), 1) })).body).toEqual(
      credentials,
    )
    expect(await outcomesOf(program, id)).toEqual(['challenge', 'totp:no-match', 'accept'])
  })

  it('lets in with password and code at once, in three trips', async () => {
    const { uri } = await newHolder()
    worker.d1.reset()
    const answer = await program.ask({ ...proved(holder), code: codeAt(uri) })
    expect(answer.body.status).toBe('accept')
    expect(worker.d1.trips()).toBe(3)
  })

  it('takes a recovery code and a temporary pass as our own door does, each once', async () => {
    await newHolder()
    const browser = visitor(worker)
    await signIn(browser, holder, { code: codeAt(holder.uri) })
    const { codes } = (await browser.post('/api/factors/recovery', {})).body
    const byCode = { ...proved(holder), code: codes[0] }
    expect((await program.ask(byCode)).body.status).toBe('accept')
    expect((await program.ask(byCode)).body).toEqual(credentials)
    const given = await handOver(root, 'pass', holder)
    const byPass = { ...proved(holder), code: given.code }
    expect((await program.ask(byPass)).body.status).toBe('accept')
    expect((await program.ask(byPass)).body).toEqual(credentials)
  })

  it('takes the first code of a key that was handed over, which counts from then on', async () => {
    const person = await addPerson(root, { mfaRequired: true })
    const { uri } = await handOver(root, 'key', person)
    expect((await program.ask(proved(person))).body).toMatchObject({ status: 'challenge' })
    const code = codeAt(uri)
    expect((await program.ask({ ...proved(person), code })).body.status).toBe('accept')
    const [factor] = await rows('SELECT confirmed_at FROM factor WHERE user_id = ?', person.id)
    expect(factor?.['confirmed_at']).not.toBeNull()
  })

  it('is led to the portal for what can be done there only', async () => {
    const must = await addPerson(root, { mfaRequired: true })
    const portal = {
      status: 'reject',
      reason: 'portal',
      url: expect.stringMatching(/^http.*\/account$/),
    }
    expect((await program.ask(proved(must))).body).toEqual(portal)
    const old = await addPerson(root)
    await change('UPDATE user SET must_change_password = 1 WHERE id = ?', old.id)
    expect((await program.ask(proved(old))).body).toEqual(portal)
    await setSettings(root, { 'enrollment.at_login': 'ticket' })
    expect((await program.ask(proved(must))).body).toEqual(portal)
    await setSettings(root, { 'enrollment.at_login': 'open' })
    expect(await outcomesOf(program, must.id)).toEqual(['portal', 'portal'])
    // The code is not spent on who must choose a new password first.
    await newHolder()
    await change('UPDATE user SET must_change_password = 1 WHERE id = ?', holder.id)
    const code = codeAt(holder.uri)
    expect((await program.ask({ ...proved(holder), code })).body).toEqual(portal)
    await change('UPDATE user SET must_change_password = 0 WHERE id = ?', holder.id)
    expect((await program.ask({ ...proved(holder), code })).body.status).toBe('accept')
  })

  it('is led to the portal by who has nothing but passkeys: a program brings codes alone', async () => {
    const person = await addKeeper(worker, root)
    expect((await program.ask(proved(person))).body).toMatchObject({ reason: 'portal' })
    expect((await there.ask(named(person))).body).toMatchObject({ reason: 'portal' })
    expect((await program.ask({ ...proved(person), code: '000000' })).body.reason).toBe('portal')
  })

  it('is told that somebody is denied whose factors are all of kinds that count no more', async () => {
    await newHolder()
    await addGroup(root, { allow_totp_2fa: false }, { members: [holder] })
    const answer = await program.ask({ ...proved(holder), code: codeAt(holder.uri) })
    expect(answer.body).toEqual({ status: 'reject', reason: 'denied' })
    expect(await outcomesOf(program, holder.id)).toEqual(['blocked'])
  })
})

describe('the application’s own policy', () => {
  it('for groups lets in their members only, and says so after the proof alone', async () => {
    const member = await addPerson(root)
    await newHolder()
    const group = await addGroup(root, {}, { members: [member] })
    const closed = await addProgram(worker, root, { audience: 'groups', groups: [group] })
    expect((await closed.ask(proved(member))).body.status).toBe('accept')
    expect((await closed.ask(proved(holder))).body.status).toBe('challenge')
    const code = wrongCodeAt(holder.uri)
    expect((await closed.ask({ ...proved(holder), code })).body).toEqual(credentials)
    const right = await closed.ask({ ...proved(holder), code: codeAt(holder.uri) })
    expect(right.body).toEqual({ status: 'reject', reason: 'denied' })
    expect((await outcomesOf(closed, holder.id)).at(-1)).toBe('refused-group')
  })

  it('that wants a factor leads who has none to the portal, and asks who has one', async () => {
    const person = await addPerson(root)
    await newHolder()
    const strict = await addProgram(worker, root, { factor: 'second-factor' })
    expect((await strict.ask(proved(person))).body).toMatchObject({ reason: 'portal' })
    const code = codeAt(holder.uri)
    expect((await strict.ask({ ...proved(holder), code })).body.status).toBe('accept')
  })

  it('that wants a passkey lets nobody in: that cannot be proved here', async () => {
    await newHolder()
    const strictest = await addProgram(worker, root)
    // The console does not offer it.
    await change(`UPDATE application SET factor = 'phishing-resistant' WHERE id = ?`, strictest.id)
    const code = codeAt(holder.uri)
    const asked = { ...proved(holder), code }
    expect((await strictest.ask(asked)).body).toMatchObject({ reason: 'portal' })
    expect((await strictest.ask({ ...asked, password: 'not this one' })).body).toEqual(credentials)
    expect((await program.ask(asked)).body.status).toBe('accept')
  })
})

describe('a program that checks passwords itself', () => {
  it('asks for the code alone', async () => {
    await newHolder()
    expect((await there.ask(named(holder))).body).toEqual({
      status: 'challenge',
      methods: ['totp'],
      canTrust: false,
    })
    const code = codeAt(holder.uri)
    expect((await there.ask({ ...named(holder), code: wrongCodeAt(holder.uri) })).body).toEqual(
      credentials,
    )
    expect((await there.ask({ ...named(holder), code })).body).toMatchObject({
      status: 'accept',
      amr: ['otp'],
    })
    expect((await there.ask({ ...named(holder), code })).body).toEqual(credentials)
  })

  it('is told to let in who needs none, and gets no password past us', async () => {
    const person = await addPerson(root)
    expect((await there.ask(named(person))).body).toMatchObject({ status: 'accept', amr: [] })
    const refused = await there.ask(proved(person))
    expect(refused).toMatchObject({ status: 400, body: { field: 'password' } })
    expect((await there.ask({ ...named(person), challenge: 'x' })).status).toBe(400)
  })

  it('R09 does not learn from it who exists: unknown and disabled are asked and throttled alike', async () => {
    const [known, disabled] = [await newHolder(), await newHolder()]
    await change('UPDATE user SET disabled_at = 1 WHERE id = ?', disabled.id)
    const told = async (username: string) => {
      const answers = []
      worker.d1.reset()
      answers.push((await there.ask({ username })).body)
      const code = wrongCodeAt(known.uri)
      for (let n = 0; n < 11; n++) answers.push((await there.ask({ username, code })).body)
      return { answers, trips: worker.d1.trips() }
    }
    const ofKnown = await told(known.username)
    expect(ofKnown.answers.at(-1)).toEqual({
      status: 'reject',
      reason: 'throttled',
      retryAfter: 30,
    })
    expect(await told('nobody-at-all')).toEqual(ofKnown)
    expect(await told(disabled.username)).toEqual(ofKnown)
    pass(31)
    const right = { username: disabled.username, code: codeAt(disabled.uri) }
    expect((await there.ask(right)).body).toEqual(credentials)
  })
})

describe('throttles', () => {
  it('are the person’s own, wherever they are guessed at: the door and programs count together', async () => {
    await newHolder()
    for (let n = 0; n < 10; n++)
      await there.ask({ ...named(holder), code: wrongCodeAt(holder.uri) })
    const code = codeAt(holder.uri)
    const shut = { status: 'reject', reason: 'throttled', retryAfter: 30 }
    expect((await program.ask({ ...proved(holder), code })).body).toEqual(shut)
    expect((await signIn(visitor(worker), holder, { code })).status).toBe(429)
    pass(31)
    // A right code was not spent while it was shut.
    const later = codeAt(holder.uri)
    expect((await program.ask({ ...proved(holder), code: later })).body.status).toBe('accept')
  })

  it('L06 refuse the right password too, and forgive what it counted', async () => {
    const person = await addPerson(root)
    const failures = `SELECT failures FROM attempt JOIN user ON attempt_subject = subject WHERE id = ?`
    await program.ask({ ...proved(person), password: 'not this one' })
    expect(await rows(failures, person.id)).toEqual([{ failures: 1 }])
    await program.ask(proved(person))
    expect(await rows(failures, person.id)).toEqual([])
    await change(
      `INSERT INTO attempt (subject, failures, not_before, since)
       SELECT attempt_subject, 10, ?2, ?2 - 30 FROM user WHERE id = ?1`,
      person.id,
      Math.floor(Date.now() / 1000) + 30,
    )
    expect((await program.ask(proved(person))).body).toEqual({
      status: 'reject',
      reason: 'throttled',
      retryAfter: 30,
    })
    expect((await outcomesOf(program, person.id)).at(-1)).toBe('password:throttled')
  })

  it('R52 know the network that the program names, and none where it names none', async () => {
    const person = await addPerson(root)
    const address = newNetwork()
    await exhaust(address)
    const from = (client: object) => program.ask({ ...proved(person), client })
    expect((await from({ address })).body).toMatchObject({ reason: 'throttled' })
    const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
    const hex = [a * 256 + b, c * 256 + d].map((group) => group.toString(16)).join(':')
    for (const mapped of [`::ffff:${address}`, `::ffff:${hex}`, `0:0:0:0:0:ffff:${hex}`])
      expect((await from({ address: mapped })).body.reason).toBe('throttled')
    expect((await from({ address: newNetwork() })).body.status).toBe('accept')
    const header = { 'cf-connecting-ip': address, 'x-forwarded-for': address }
    expect((await program.ask(proved(person), header)).body.status).toBe('accept')
    const wrong = { ...proved(person), password: 'not this one' }
    await program.ask(wrong, header)
    const [before] = await rows(
      `SELECT failures FROM attempt WHERE subject = ?`,
      `network:${address}`,
    )
    expect(before).toEqual({ failures: 100 })
    const another = newNetwork()
    await program.ask({ ...wrong, client: { address: another, userAgent: 'Mozilla/5.0' } })
    expect(
      await rows('SELECT failures FROM attempt WHERE subject = ?', `network:${another}`),
    ).toEqual([{ failures: 1 }])
    const [line] = await rows('SELECT network FROM audit ORDER BY id DESC LIMIT 1')
    expect(line).toEqual({ network: another })
  })
})
