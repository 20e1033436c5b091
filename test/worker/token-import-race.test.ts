import { describe, expect, it } from 'vitest'
import handler from '../../worker/index.ts'
import { env } from 'cloudflare:workers'
import type { Client } from '../support/client.ts'
import { minutes, pass, hours } from '../support/clock.ts'
import { change, rows } from '../support/database.ts'
import type { Fault } from '../support/d1.ts'
import { addPerson, between, house, signedIn } from '../support/people.ts'
import {
  bring,
  bulkySeeds,
  commit,
  entraOf,
  newSeeds,
  reportOf,
  type Seed,
  series,
  tableOf,
} from '../support/seed-file.ts'

const { worker, root } = house()

/** Enough for two chunks. */
const many = 1600
const newJob = () => crypto.randomUUID()

/** How many tokens of these there are, in how many series, and how many of those can be seen. */
const heldOf = async (seeds: readonly Seed[]) => {
  const serials = JSON.stringify(seeds.map(({ serial }) => serial))
  const [row] = await rows(
    `SELECT count(*) AS tokens, count(DISTINCT series_id) AS series FROM hardware_token
     WHERE serial IN (SELECT value FROM json_each(?))`,
    serials,
  )
  return row
}
const all = { tokens: many, series: 1 }
const none = { tokens: 0, series: 0 }
const listed = async (): Promise<{ tokens: number }[]> => (await root.get(series)).body.series
const imported = () => rows(`SELECT count(*) AS lines FROM audit WHERE action = 'tokens-imported'`)
const sorted = (numbers: number[]) => numbers.toSorted((a, b) => a - b)
const staged = async () =>
  Number((await rows('SELECT coalesce(sum(count), 0) AS n FROM staged_token'))[0]?.['n'])

const progress = async (job: string) => (await root.get(`${series}/imports/${job}`)).body

/** session, session again, begin, two chunks, the end. */
const trips = 6

describe('S15 X01 X02 an import that breaks off', () => {
  const seeds = bulkySeeds(many)
  const text = tableOf(seeds)

  /** Every trip from that one on fails: the Worker is gone. */
  const goneFrom = (trip: number): Record<number, Fault> =>
    Object.fromEntries(Array.from({ length: 20 }, (_, n) => [trip + n, 'before']))

  it('takes as many trips as these tests believe', async () => {
    worker.d1.reset()
    await bring(root, bulkySeeds(many))
    expect(worker.d1.trips()).toBe(trips)
  })

  it.each(Array.from({ length: trips }, (_, n) => n + 1))(
    'before trip %i shows nothing; asked again it is whole',
    async (trip) => {
      const [job, file] = [newJob(), bulkySeeds(many)]
      const before = await listed()
      worker.d1.reset({ faults: goneFrom(trip) })
      expect((await commit(root, tableOf(file), { job })).status).toBe(500)
      worker.d1.reset()
      expect(await heldOf(file)).toEqual(none)
      expect(await listed()).toEqual(before)
      const report = reportOf(await commit(root, tableOf(file), { job }))
      expect(report.counts.new).toBe(many)
      expect(await heldOf(file)).toEqual(all)
      expect(await staged()).toBe(0)
    },
  )

  it.each(Array.from({ length: trips - 2 }, (_, n) => n + 3))(
    'after trip %i, its answer lost, is whole when asked again, and once',
    async (trip) => {
      const [job, file] = [newJob(), bulkySeeds(many)]
      worker.d1.reset({ faults: { ...goneFrom(trip + 1), [trip]: 'after' } })
      expect((await commit(root, tableOf(file), { job })).status).toBe(500)
      worker.d1.reset()
      expect(await heldOf(file)).toEqual(trip === trips ? all : none)
      const lines = await imported()
      const report = reportOf(await commit(root, tableOf(file), { job }))
      expect(report.counts.new).toBe(many)
      expect(await heldOf(file)).toEqual(all)
      expect((await imported())[0]?.['lines']).toBe(
        Number(lines[0]?.['lines']) + (trip === trips ? 0 : 1),
      )
    },
  )

  it('is given up after an hour, and nothing of it stays', async () => {
    const job = newJob()
    const person = await addPerson(root, { role: 'super_admin' })
    worker.d1.reset({ faults: goneFrom(trips) })
    await commit(root, text, { job })
    worker.d1.reset()
    expect(await progress(job)).toEqual({
      state: 'running',
      total: many,
      staged: many,
      seriesId: null,
    })
    pass(minutes(59))
    await sweep()
    expect(await staged()).toBe(many)
    pass(minutes(2))
    await sweep()
    expect(await staged()).toBe(0)
    // Whoever was signed in has been idle for too long.
    const chief = await signedIn(worker, person)
    const { body } = await chief.get(`${series}/imports/${job}`)
    expect(body).toMatchObject({ state: 'failed', seriesId: null })
    expect(await heldOf(seeds)).toEqual(none)
    expect((await bring(chief, seeds)).counts.new).toBe(many)
    pass(hours(25))
    await sweep()
    expect(await rows('SELECT 1 FROM token_import')).toEqual([])
    expect(await heldOf(seeds)).toEqual(all)
  })

  it('that was given up while it ran makes nothing', async () => {
    const file = bulkySeeds(many)
    const chief = await signedIn(worker, await addPerson(root, { role: 'super_admin' }))
    for (const trip of [5, trips]) {
      const job = newJob()
      const giveUp = () => change(`UPDATE token_import SET state = 'failed' WHERE id = ?`, job)
      const answer = await between(
        worker,
        trip,
        () => commit(chief, tableOf(file), { job }),
        giveUp,
      )
      expect([answer.status, await heldOf(file)]).toEqual([409, none])
    }
    await sweep()
  })
})

const sweep = () =>
  handler.scheduled({ scheduledTime: Date.now(), cron: '*/15 * * * *', noRetry: () => {} }, env)

describe('one import asked for twice', () => {
  it('answers the same, and another file, name or person under its id is a conflict', async () => {
    const [job, file] = [newJob(), newSeeds(3)]
    const text = tableOf(file)
    const first = reportOf(await commit(root, text, { job, label: 'Box' }))
    const lines = await imported()
    expect(reportOf(await commit(root, text, { job, label: 'Box' }))).toEqual(first)
    expect(await imported()).toEqual(lines)
    const other = await signedIn(worker, await addPerson(root, { role: 'super_admin' }))
    for (const asked of [
      commit(root, text, { job, label: 'Another box' }),
      commit(root, tableOf(newSeeds(1)), { job, label: 'Box' }),
      commit(other, text, { job, label: 'Box' }),
    ]) {
      const { status, body } = await asked
      expect([status, body.field]).toEqual([409, 'job'])
    }
    expect((await heldOf(file))?.['tokens']).toBe(3)
  })

  const atOnce: [string, (text: string, other: Client) => Promise<number>[], number][] = [
    ['under one id', (text) => asked(text, [root, root], { job: newJob() }), 2],
    ['under two ids', (text) => asked(text, [root, root]), 1],
    ['by two people', (text, other) => asked(text, [root, other]), 1],
  ]
  const asked = (text: string, who: Client[], fields: Record<string, string> = {}) =>
    who.map(async (browser) => reportOf(await commit(browser, text, fields)).counts.new)

  it.each(atOnce)('at the same time %s makes each token once', async (_, ask, told) => {
    const other = await signedIn(worker, await addPerson(root, { role: 'super_admin' }))
    const file = bulkySeeds(many)
    worker.d1.reset({ latencyMs: 10 })
    const fresh = await Promise.all(ask(tableOf(file), other))
    worker.d1.reset()
    expect(sorted(fresh)).toEqual(told === 2 ? [many, many] : [0, many])
    expect(await heldOf(file)).toEqual(all)
    expect(await staged()).toBe(0)
  })

  it('at the same time as a file that shares half of it: each serial once', async () => {
    const [mine, shared, theirs] = [newSeeds(500), newSeeds(500), newSeeds(500)]
    worker.d1.reset({ latencyMs: 5 })
    const files = [
      [...mine, ...shared],
      [...shared, ...theirs],
    ]
    const fresh = await Promise.all(files.map(async (file) => (await bring(root, file)).counts))
    expect(sorted(fresh.map((one) => one.new))).toEqual([500, 1000])
    expect(sorted(fresh.map(({ known }) => known))).toEqual([0, 500])
    expect((await heldOf([...mine, ...shared, ...theirs]))?.['tokens']).toBe(1500)
  })
})

describe('whoever may not any more', () => {
  it.each([
    ['demoted', `UPDATE user SET role = 'admin' WHERE id = ?`],
    ['disabled', 'UPDATE user SET disabled_at = 1 WHERE id = ?'],
    ['deleted', 'DELETE FROM user WHERE id = ?'],
    ['signed out', 'DELETE FROM session WHERE user_id = ?'],
  ])('imports nothing, %s before any of its trips', async (_, sql) => {
    // A small file is one chunk, and one trip less.
    for (let trip = 2; trip < trips; trip += 1) {
      const chief = await addPerson(root, { role: 'super_admin' })
      const browser = await signedIn(worker, chief)
      const file = newSeeds(2)
      const answer = await between(
        worker,
        trip,
        () => commit(browser, tableOf(file)),
        () => change(sql, chief.id),
      )
      expect([401, 403]).toContain(answer.status)
      expect(await heldOf(file)).toEqual(none)
    }
  })

  it('gives to nobody who was disabled meanwhile', async () => {
    const person = await addPerson(root)
    const text = entraOf(newSeeds(1).map((seed) => ({ ...seed, upn: person.username })))
    const disable = () => change('UPDATE user SET disabled_at = 1 WHERE id = ?', person.id)
    const answer = await between(worker, 5, () => commit(root, text), disable)
    expect(reportOf(answer)).toMatchObject({ assigned: 0, unknownOwners: 1 })
  })
})
