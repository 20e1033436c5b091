import { beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/client.ts'
import { change } from '../support/database.ts'
import { addPerson, type Person, setUp, signIn, visitor } from '../support/people.ts'
import { testedWorker } from '../support/worker.ts'

const worker = testedWorker()
let root: Client

beforeAll(async () => {
  root = await setUp(worker)
})

const median = (times: number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0

/** workerd's clock moves with I/O: the trip that follows the hash lets it be seen. */
const timed = async (person: Person): Promise<number> => {
  const begun = performance.now()
  expect((await signIn(visitor(worker), person)).status).toBe(401)
  return performance.now() - begun
}

describe('L01 R09 the clock does not tell who exists', () => {
  it('unknown, disabled, damaged and wrong take as long: medians of 32 each within 35 %', async () => {
    // Nine guesses each, so that no account is shut: the people change, the kind stays.
    const wrong = async (sql?: string): Promise<Person[]> => {
      const people = []
      for (let n = 0; n < 4; n++) {
        const person = await addPerson(root)
        if (sql) await change(sql, person.id)
        people.push({ ...person, password: 'not this one' })
      }
      return people
    }
    const kinds = {
      known: await wrong(),
      disabled: await wrong('UPDATE user SET disabled_at = 1 WHERE id = ?'),
      damaged: await wrong(`UPDATE user SET password_hash = '' WHERE id = ?`),
      unknown: [0, 1, 2, 3].map((n) => ({
        id: '',
        username: `nobody${n}`,
        password: 'not this one',
      })),
    }
    const times: Record<string, number[]> = {}
    for (let round = 0; round < 8; round++)
      for (let n = 0; n < 4; n++)
        for (const [kind, people] of Object.entries(kinds)) {
          const person = people[n]
          if (person) (times[kind] ??= []).push(await timed(person))
        }
    const known = median(times['known'] ?? [])
    expect(known).toBeGreaterThan(10)
    for (const [kind, taken] of Object.entries(times)) {
      const ratio = median(taken) / known
      expect([kind, ratio > 0.65 && ratio < 1.35]).toEqual([kind, true])
    }
  }, 60_000)
})
