import { describe, expect, it } from 'vitest'
import { minutes, pass } from '../support/clock.ts'
import type { Client } from '../support/client.ts'
import { change } from '../support/database.ts'
import {
  addHolder,
  addPerson,
  enroll,
  hold,
  type Holder,
  house,
  signIn,
  typeCode,
  visitor,
} from '../support/people.ts'
import { codeAt } from '../support/totp.ts'
import { testedWorker } from '../support/worker.ts'

const { worker, root } = house()

const codeOf = (holder: Holder, stepsAway = 0) => codeAt(holder.uri, Date.now(), stepsAway)
const inOneStep = (holder: Holder, code: unknown) => signIn(visitor(worker), holder, { code })

describe('T01 R12 K12 one code, one login', () => {
  it('is accepted once, one after the other', async () => {
    const holder = await addHolder(worker, root)
    const code = codeOf(holder)
    const answers = [await inOneStep(holder, code), await inOneStep(holder, code)]
    expect(answers.map(({ status }) => status)).toEqual([200, 401])
    expect(answers[1]?.body.code).toBe('invalid_code')
  })

  it('is accepted once by fifty browsers at a time, at two workers, with 200 ms to the database', async () => {
    const holder = await addHolder(worker, root)
    const second = testedWorker()
    const browsers: Client[] = []
    for (let n = 0; n < 50; n++) browsers.push(await holdAt(n % 2 ? worker : second, holder))
    for (const { d1 } of [worker, second]) d1.reset({ latencyMs: 200 })
    const code = codeOf(holder)
    const answers = await Promise.all(browsers.map((browser) => typeCode(browser, code)))
    const accepted = answers.filter(({ status }) => status === 200)
    expect(accepted).toHaveLength(1)
    const refused = answers.filter(({ status }) => status !== 200)
    expect(refused.filter(({ status }) => status !== 401 && status !== 429)).toEqual([])
    expect(refused.flatMap(({ setCookies }) => setCookies)).toEqual([])
    const sessions = await Promise.all(browsers.map((browser) => browser.get('/api/session')))
    expect(sessions.filter(({ status }) => status === 200)).toHaveLength(1)
  })
})

const holdAt = async (at: typeof worker, holder: Holder): Promise<Client> => {
  const browser = visitor(at)
  expect((await signIn(browser, holder)).body.status).toBe('factor_required')
  return browser
}

describe('T02 the same code at another door', () => {
  it('is spent by enrolling, by signing in and by stepping up alike', async () => {
    const person = await addPerson(root)
    const browser = visitor(worker)
    const uri = await enroll(browser, person)
    const holder = { ...person, uri }
    const stepUp = (code: string) => browser.post('/api/session/step-up', { method: 'totp', code })
    // Enrolled with the code of the step before this one.
    expect((await inOneStep(holder, codeOf(holder, -1))).body.code).toBe('invalid_code')
    expect((await stepUp(codeOf(holder, -1))).body.code).toBe('invalid_code')
    expect((await inOneStep(holder, codeOf(holder))).status).toBe(200)
    expect((await stepUp(codeOf(holder))).body.code).toBe('invalid_code')
    expect((await stepUp(codeOf(holder, 1))).status).toBe(200)
    expect((await typeCode(await hold(worker, holder), codeOf(holder, 1))).body.code).toBe(
      'invalid_code',
    )
  })
})

describe('T03 a code of an earlier step', () => {
  it('is refused once a later one was accepted, though it was never used', async () => {
    const holder = await addHolder(worker, root)
    expect((await inOneStep(holder, codeOf(holder, 1))).status).toBe(200)
    expect((await inOneStep(holder, codeOf(holder))).body.code).toBe('invalid_code')
    pass(30)
    expect((await inOneStep(holder, codeOf(holder))).body.code).toBe('invalid_code')
    pass(30)
    expect((await inOneStep(holder, codeOf(holder))).status).toBe(200)
  })
})

describe('T04 R13 only one step around the server’s clock', () => {
  it.each([
    [-2, 401],
    [-1, 200],
    [0, 200],
    [1, 200],
    [2, 401],
  ])('the code of step %d answers %d', async (stepsAway, status) => {
    const holder = await addHolder(worker, root)
    pass(minutes(5))
    expect((await inOneStep(holder, codeOf(holder, stepsAway))).status).toBe(status)
  })

  it('takes nobody’s word for the time', async () => {
    const holder = await addHolder(worker, root)
    pass(minutes(5))
    const [code, at] = [codeOf(holder, -5), Date.now() - 150_000]
    const browser = await hold(worker, holder)
    const headers = { date: new Date(at).toUTCString(), 'x-timestamp': String(at) }
    const answer = await browser.post('/api/login/factor', { method: 'totp', code }, headers)
    expect(answer.body.code).toBe('invalid_code')
    for (const field of ['timestamp', 'time', 'ts', 'step', 'now'])
      expect((await typeCode(browser, code, { [field]: at })).status).toBe(400)
  })

  it('knows no other step while totp.drift_steps is 0', async () => {
    const holder = await addHolder(worker, root)
    await change(
      `INSERT INTO setting (name, value, updated_at) VALUES ('totp.drift_steps', '0', 0)`,
    )
    pass(minutes(5))
    const near = [
      await inOneStep(holder, codeOf(holder, -1)),
      await inOneStep(holder, codeOf(holder, 1)),
    ]
    expect(near.map(({ status }) => status)).toEqual([401, 401])
    expect((await inOneStep(holder, codeOf(holder))).status).toBe(200)
    await change('DELETE FROM setting')
  })
})

describe('T11 codes of others', () => {
  it('a right code of one person is wrong for another', async () => {
    const [one, other] = [await addHolder(worker, root), await addHolder(worker, root)]
    expect((await inOneStep(one, codeOf(other))).status).toBe(401)
    expect((await inOneStep(other, codeOf(other))).status).toBe(200)
  })
})
