import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { daysOf } from '../../worker/domain/tally.ts'
import { readTally } from '../../worker/store/tally.ts'
import { trip } from '../../worker/store/trip.ts'
import { days, pass } from '../support/clock.ts'
import { change, rows } from '../support/database.ts'
import {
  addByForm,
  addHolder,
  addPerson,
  hold,
  house,
  signIn,
  typeCode,
  visitor,
} from '../support/people.ts'
import { codeAt, wrongCodeAt } from '../support/totp.ts'

const { worker, root } = house()
const today = () => Math.floor(Date.now() / 86_400_000)

const lastDays = async (count: number) => {
  const since = today() - count + 1
  const { tally } = await trip(env.DB, { tally: readTally(env.DB, since) })
  return daysOf(tally, since, today())
}

beforeAll(() => change('DELETE FROM audit_tally'))

describe('the days of a chart', () => {
  it('count who got in and how, and who was refused; a step on the way is neither', async () => {
    const person = await addPerson(root)
    const holder = await addHolder(worker, root)
    const before = (await lastDays(1))[0]
    await signIn(visitor(worker), person)
    await signIn(visitor(worker), { ...person, password: 'not this one' })
    await signIn(visitor(worker), { ...person, username: 'nobody at all' })
    const browser = await hold(worker, holder)
    await typeCode(browser, wrongCodeAt(holder.uri))
    await typeCode(browser, codeAt(holder.uri))
    const [after] = await lastDays(1)
    expect(after).toEqual({
      day: today(),
      signIns: (before?.signIns ?? 0) + 2,
      refusals: (before?.refusals ?? 0) + 3,
      by: { ...before?.by, password: (before?.by['password'] ?? 0) + 1, totp: 1 },
    })
  })

  it('are all there, also those on which nothing happened', async () => {
    pass(days(3))
    const person = await addByForm(root).catch(() => null)
    expect(person).toBeNull()
    const [, , , quiet, last] = await lastDays(5)
    expect(quiet).toEqual({ day: today() - 1, signIns: 0, refusals: 0, by: {} })
    expect(last?.day).toBe(today())
  })

  it('add up to what the log says', async () => {
    const log = await rows(
      `SELECT action, at / 86400 AS day, outcome, count(*) AS n FROM audit
       WHERE action = 'sign-in' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    )
    expect(log.length).toBeGreaterThan(3)
    expect(await rows(`SELECT * FROM audit_tally WHERE action = 'sign-in'`)).toEqual(log)
  })
})
