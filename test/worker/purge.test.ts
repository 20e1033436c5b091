import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import handler from '../../worker/index.ts'
import { days, minutes, pass, startClock, stopClock } from '../support/clock.ts'
import type { Client } from '../support/client.ts'
import { factorFailures, rows } from '../support/database.ts'
import { addKeeper, login, optionsOf } from '../support/passkey.ts'
import {
  addHolder,
  addPerson,
  guessCodes,
  hold,
  rootPassword,
  setUp,
  signIn,
  trustedBrowserOf,
  visitor,
} from '../support/people.ts'
import { codeAt } from '../support/totp.ts'
import { testedWorker } from '../support/worker.ts'

const worker = testedWorker()
let root: Client

beforeAll(async () => {
  await setUp(worker)
})
beforeEach(async () => {
  stopClock()
  // Her session is swept away like any other.
  root = visitor(worker)
  await signIn(root, { id: '', username: 'root', password: rootPassword })
})
afterEach(() => {
  startClock()
})

const sweep = async (): Promise<void> => {
  const event = { scheduledTime: Date.now(), cron: '*/15 * * * *', noRetry: () => {} }
  await handler.scheduled(event, env)
}
const count = async (table: string, where = '1', ...values: unknown[]): Promise<number> =>
  (await rows(`SELECT 1 FROM ${table} WHERE ${where}`, ...values)).length

describe('R56 what has run out leaves the database', () => {
  it('pending logins, trust, sessions, abandoned keys and spent marks, each in its time', async () => {
    const holder = await addHolder(worker, root)
    const trusted = await trustedBrowserOf(worker, holder)
    await trusted.post('/api/factors/totp', {})
    await hold(worker, holder)
    const left = async () => ({
      pending: await count('pending_login', 'user_id = ?', holder.id),
      abandoned: await count('factor', 'user_id = ? AND confirmed_at IS NULL', holder.id),
      sessions: await count('session', 'user_id = ?', holder.id),
      trust: await count('trusted_browser', 'user_id = ?', holder.id),
      factors: await count('factor', 'user_id = ? AND confirmed_at IS NOT NULL', holder.id),
    })
    const all = await left()
    await sweep()
    expect(await left()).toEqual(all)
    pass(minutes(6))
    await sweep()
    expect(await left()).toEqual({ ...all, pending: 0 })
    pass(days(2))
    await sweep()
    expect(await left()).toEqual({ ...all, pending: 0, abandoned: 0 })
    expect(await count('single_use')).toBe(0)
    pass(days(31))
    await sweep()
    expect(await left()).toEqual({ pending: 0, abandoned: 0, sessions: 0, trust: 0, factors: 1 })
    expect(await count('trust_token')).toBe(0)
  })

  it('challenges that nobody answered, once they could not be answered any more', async () => {
    const { key } = await addKeeper(worker, root)
    const browser = visitor(worker)
    const options = await optionsOf(browser, login)
    await optionsOf(browser, login)
    pass(minutes(5) - 1)
    await sweep()
    expect(await count('challenge')).toBe(2)
    const response = await key.get(options)
    expect((await browser.post(login, { response })).status).toBe(200)
    // What was answered makes room at once; that it was, is remembered for longer than it could come back.
    expect(await count('challenge')).toBe(1)
    pass(2)
    await sweep()
    expect(await count('challenge')).toBe(0)
    expect(await count('single_use', `subject LIKE 'challenge:%'`)).toBe(2)
    expect((await browser.post(login, { response })).body.code).toBe('invalid_passkey')
    pass(days(2))
    await sweep()
    expect(await count('single_use')).toBe(0)
  })

  it('keeps a spent time step as long as its code could come back', async () => {
    const holder = await addHolder(worker, root)
    const code = codeAt(holder.uri, Date.now(), 1)
    await signIn(visitor(worker), holder, { code })
    pass(59)
    await sweep()
    expect((await signIn(visitor(worker), holder, { code })).body.code).toBe('invalid_code')
  })

  it('forgives no failed factor by waiting: a slow guesser is counted over years', async () => {
    const holder = await addHolder(worker, root)
    await guessCodes(worker, holder, 3)
    pass(days(400))
    await sweep()
    expect(await factorFailures(holder.id)).toBe(3)
  })

  it('forgives failed passwords a month after the last of them, not after the first', async () => {
    const person = await addPerson(root)
    const guess = () => signIn(visitor(worker), { ...person, password: 'not this one' })
    for (let n = 0; n < 5; n++) await guess()
    pass(days(29))
    for (let n = 0; n < 5; n++) await guess()
    pass(days(2))
    await sweep()
    const failures = async () =>
      (
        await rows(
          `SELECT failures FROM attempt WHERE subject LIKE 'password:%' AND failures >= 10`,
        )
      ).length
    expect(await failures()).toBe(1)
    pass(days(31))
    await sweep()
    expect(await failures()).toBe(0)
  })
})
