/**
 * A full login in one step (username, password, code) through the real Worker in workerd: how long,
 * and how many trips to D1, beside the database and 30 ms away from it. Ratios within one run mean
 * more than milliseconds: they do not depend on the machine.
 */
import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { parseKeyring } from '../../worker/crypto/keyring.ts'
import { hashPassword, verifyPassword } from '../../worker/crypto/password.ts'
import { addHolder, expectStatus, type Holder, setUp, signIn, visitor } from '../support/people.ts'
import { codeAt } from '../support/totp.ts'
import { testedWorker } from '../support/worker.ts'
import { line, type Times, timesOf } from './figures.ts'

const PEOPLE = 20
const worker = testedWorker()
const people: Holder[] = []

beforeAll(async () => {
  const root = await setUp(worker)
  for (let made = 0; made < PEOPLE; made += 1) people.push(await addHolder(worker, root))
}, 60_000)

/** Each code counts once, so a round is one login of each person with the code of one step. */
const round = async (latencyMs: number, stepsAway: number) => {
  const taken: number[] = []
  let trips = 0
  for (const person of people) {
    const browser = visitor(worker)
    const code = codeAt(person.uri, Date.now(), stepsAway)
    worker.d1.reset({ latencyMs })
    const started = performance.now()
    const answer = await signIn(browser, person, { code })
    taken.push(performance.now() - started)
    expectStatus(answer, 200)
    expect(answer.body.status).toBe('authenticated')
    trips = Math.max(trips, worker.d1.trips())
  }
  return { times: timesOf(taken), trips }
}

/** The clock of workerd moves at I/O only, so each measurement ends with a turn of the event loop. */
const hashing = async (): Promise<Times> => {
  const peppers = parseKeyring('PASSWORD_PEPPERS', env.PASSWORD_PEPPERS)
  const stored = await hashPassword(peppers, 'correct horse battery')
  const taken: number[] = []
  for (let turn = 0; turn < PEOPLE; turn += 1) {
    await new Promise((done) => setTimeout(done, 0))
    const started = performance.now()
    await verifyPassword(peppers, stored, 'correct horse battery')
    await new Promise((done) => setTimeout(done, 0))
    taken.push(performance.now() - started)
  }
  return timesOf(taken)
}

it('logs in', async () => {
  const near = await round(0, 0)
  const far = await round(30, 1)
  const hash = await hashing()
  const bare = near.times.p50 - hash.p50
  console.log(
    [
      line('login, D1 beside it', near.times, `${near.trips} trips`),
      line('login, D1 30 ms away', far.times, `${far.trips} trips`),
      line('the password hash alone', hash),
      `login without the hash     p50 ${bare.toFixed(0).padStart(5)} ms`,
      `hash / login ${(hash.p50 / near.times.p50).toFixed(2)}`,
      `far / near   ${(far.times.p50 / near.times.p50).toFixed(2)}`,
    ].join('\n'),
  )
  expect(near.trips).toBe(2)
  expect(far.trips).toBe(2)
})
