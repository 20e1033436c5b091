import { beforeEach, describe, expect, it, vi } from 'vitest'
import { minutes, pass } from '../support/clock.ts'
import type { Answer, Client } from '../support/client.ts'
import { auditOf, change, factorFailures, rows } from '../support/database.ts'
import {
  addHolder,
  addPerson,
  between,
  exhaust,
  guessCodes,
  hold,
  type Holder,
  house,
  knownCookie,
  newNetwork,
  signIn,
  typeCode,
  visitor,
} from '../support/people.ts'
import { codeAt, wrongCodeAt } from '../support/totp.ts'
import { testedWorker } from '../support/worker.ts'

const { worker, root } = house()

const codeOf = (holder: Holder, stepsAway = 0) => codeAt(holder.uri, Date.now(), stepsAway)
const inOneStep = (holder: Holder, code: unknown) => signIn(visitor(worker), holder, { code })

describe('T05 R07 K02 whoever knows the password and guesses codes', () => {
  it('waits longer from the tenth on, and after fifty the factor is suspended for good', async () => {
    const holder = await addHolder(worker, root)
    const first = await guessCodes(worker, holder, 10)
    expect(first.map(({ status }) => status)).toEqual(Array<number>(10).fill(401))
    const delays: unknown[] = []
    const guessUntil = async (failures: number) => {
      while ((await factorFailures(holder.id)) < failures) {
        const [refused] = await guessCodes(worker, holder, 1)
        const delay = Number(refused?.headers.get('retry-after'))
        delays.push(refused?.status === 429 ? delay : refused?.status)
        pass(delay)
        expect((await guessCodes(worker, holder, 1))[0]?.status).toBe(401)
      }
    }
    await guessUntil(19)
    // An hour each, all the way: somebody has been at it for another day.
    await change('UPDATE attempt SET failures = 48 WHERE subject = ?', `factor:totp:${holder.id}`)
    await guessUntil(50)
    expect(delays).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600])
    expect(await factorFailures(holder.id)).toBe(50)
    pass(minutes(60 * 24 * 365))
    const right = await inOneStep(holder, codeOf(holder))
    expect(right).toMatchObject({ status: 429, body: { code: 'factor_suspended' } })
    expect(await auditOf(holder.id)).toContain('sign-in totp:throttled')
  })

  it('finds a right code refused during the delay, and not spent by that', async () => {
    const holder = await addHolder(worker, root)
    await guessCodes(worker, holder, 10)
    pass(5)
    expect((await inOneStep(holder, codeOf(holder, 1))).status).toBe(429)
    expect(await factorFailures(holder.id)).toBe(10)
    pass(25)
    expect((await inOneStep(holder, codeOf(holder))).status).toBe(200)
    expect(await factorFailures(holder.id)).toBe(0)
  })
})

describe('K03 a factor that is shut while a right code is on its way', () => {
  it('refuses the code, and does not spend it', async () => {
    const holder = await addHolder(worker, root)
    const browser = await hold(worker, holder)
    const code = codeOf(holder)
    worker.d1.reset({ latencyMs: 200 })
    const answer = typeCode(browser, code)
    // Judged and found right; the trip that spends it has not arrived.
    await vi.waitUntil(() => worker.d1.trips() === 2, { interval: 5 })
    await change(
      'INSERT INTO attempt (subject, failures, not_before, since) VALUES (?, 10, ?, 0)',
      `factor:totp:${holder.id}`,
      Math.floor(Date.now() / 1000) + 30,
    )
    expect((await answer).status).toBe(429)
    worker.d1.reset()
    expect((await browser.get('/api/session')).status).toBe(401)
    pass(30)
    expect((await typeCode(browser, code)).status).toBe(200)
  })
})

describe('L14 a network that others have exhausted', () => {
  const address = newNetwork()
  const failuresThere = async () =>
    (await rows('SELECT failures FROM attempt WHERE subject = ?', `network:${address}`))[0]
  beforeEach(async () => {
    await change('DELETE FROM attempt')
  })

  it('guesses no code to sign in with, and does not spend a right one', async () => {
    const holder = await addHolder(worker, root)
    const browser = visitor(worker, address)
    await signIn(browser, holder)
    await exhaust(address)
    const code = codeOf(holder)
    for (const typed of [wrongCodeAt(holder.uri), code])
      expect((await typeCode(browser, typed)).body.code).toBe('too_many_attempts')
    expect(await factorFailures(holder.id)).toBe(0)
    expect(await failuresThere()).toEqual({ failures: 100 })
    await change('DELETE FROM attempt')
    expect((await typeCode(browser, code)).status).toBe(200)
  })

  it('guesses no code to step up with, and does not spend a right one', async () => {
    const holder = await addHolder(worker, root)
    const browser = visitor(worker, address)
    await signIn(browser, holder, { code: codeOf(holder) })
    browser.cookies.delete(knownCookie)
    await exhaust(address)
    const stepUp = (code: string) => browser.post('/api/session/step-up', { method: 'totp', code })
    const code = codeOf(holder, 1)
    for (const typed of [wrongCodeAt(holder.uri), code])
      expect((await stepUp(typed)).body.code).toBe('too_many_attempts')
    expect(await factorFailures(holder.id)).toBe(0)
    await change('DELETE FROM attempt')
    expect((await stepUp(code)).status).toBe(200)
  })

  it('guesses no first code of a new key, and does not spend a right one', async () => {
    const person = await addPerson(root, { mfaRequired: true })
    const browser = visitor(worker, address)
    await signIn(browser, person)
    const { id, uri } = (await browser.post('/api/factors/totp', {})).body
    const confirm = (code: string) => browser.post(`/api/factors/totp/${id}/confirm`, { code })
    await exhaust(address)
    for (const typed of [wrongCodeAt(uri), codeAt(uri)])
      expect((await confirm(typed)).body.code).toBe('too_many_attempts')
    await change('DELETE FROM attempt')
    expect((await confirm(codeAt(uri))).status).toBe(200)
  })

  it('that is exhausted while a right code is on its way does not spend it', async () => {
    const holder = await addHolder(worker, root)
    const browser = visitor(worker, address)
    await signIn(browser, holder)
    const code = codeOf(holder)
    const answer = await between(
      worker,
      2,
      () => typeCode(browser, code),
      () => exhaust(address),
    )
    expect(answer.body.code).toBe('too_many_attempts')
    await change('DELETE FROM attempt')
    expect((await typeCode(browser, code)).status).toBe(200)
  })

  it('is not exhausted at ninety-nine: password and code in one step are looked at', async () => {
    const holder = await addHolder(worker, root)
    await exhaust(address, 99)
    const right = await signIn(visitor(worker, address), holder, { code: codeOf(holder) })
    expect(right.status).toBe(200)
    expect(await failuresThere()).toEqual({ failures: 99 })
  })
})

describe('K01 K03 many pending logins at a time', () => {
  it('share one count: of thirty guesses in parallel ten are looked at', async () => {
    const holder = await addHolder(worker, root)
    const browsers: Client[] = []
    for (let n = 0; n < 30; n++) browsers.push(await hold(worker, holder))
    worker.d1.reset({ latencyMs: 200 })
    const wrong = wrongCodeAt(holder.uri)
    const answers = await Promise.all(browsers.map((browser) => typeCode(browser, wrong)))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(20)
  })
})

describe('K05 the count of failures', () => {
  it('is on record after each wrong code, and a restarted worker goes on from there', async () => {
    const holder = await addHolder(worker, root)
    for (let n = 1; n <= 3; n++) {
      const restarted = testedWorker()
      await guessCodes(restarted, holder, 1)
      expect(await factorFailures(holder.id)).toBe(n)
    }
    await hold(worker, holder)
    expect(await factorFailures(holder.id)).toBe(3)
  })
})

describe('a master key that is lost for a while', () => {
  it('wears no factor down: sixty right codes later, with the key back, the next one opens', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
    const holder = await addHolder(worker, root)
    const keyless = testedWorker({}, { MASTER_KEYS: `other:${'B'.repeat(42)}A` })
    const browser = visitor(keyless)
    await signIn(browser, holder)
    for (let n = 0; n < 60; n++)
      expect((await typeCode(browser, codeOf(holder))).body.code).toBe('invalid_code')
    expect(logged).toHaveBeenCalledTimes(60)
    logged.mockRestore()
    expect(await factorFailures(holder.id)).toBe(0)
    expect((await inOneStep(holder, codeOf(holder))).status).toBe(200)
  })
})

describe('T07 what a code looks like', () => {
  const forms = [
    '123456 ',
    ' 123456',
    '１２３４５６',
    '+12345',
    '-12345',
    '1e5',
    '0x1E240',
    '12345',
    '١٢٣٤٥٦',
  ]
  it.each([...forms, '12 34 56', '123456\n', '1234567890', '0000000000000000', 'abcdef'])(
    '%j is refused and counted once',
    async (code) => {
      const holder = await addHolder(worker, root)
      const answer = await inOneStep(holder, code)
      expect(answer).toMatchObject({
        status: 400,
        body: { code: 'malformed_request', field: 'code' },
      })
      expect(await factorFailures(holder.id)).toBe(1)
    },
  )

  it('a right code is right in its one form only: no space, number, list or fullwidth digit', async () => {
    const holder = await addHolder(worker, root)
    const code = codeOf(holder)
    const fullwidth = [...code]
      .map((digit) => String.fromCodePoint(0xff10 + Number(digit)))
      .join('')
    const browser = await hold(worker, holder)
    const answers: Answer[] = []
    for (const form of [
      `${code} `,
      ` ${code}`,
      `${code}\0`,
      fullwidth,
      Number(code),
      [code],
      { code },
      null,
      true,
      '',
    ])
      answers.push(await browser.post('/api/login/factor', { method: 'totp', code: form }))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 400))
    expect((await typeCode(browser, `${code}0`)).status).toBe(401)
    expect((await typeCode(browser, code)).status).toBe(200)
  })
})
