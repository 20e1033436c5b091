import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { single, trip } from '../../worker/store/trip.ts'

const say = (word: string) =>
  single(env.DB.prepare('SELECT ?1 AS word').bind(word), (row) => String(row['word']))

describe('one trip', () => {
  it('answers each query by its name, and null for what was left out', async () => {
    const answers = await trip(env.DB, { one: say('1'), none: null }, null, { two: say('2') })
    expect(answers).toEqual({ one: '1', none: null, two: '2' })
  })

  it('refuses two queries of one name, also where one was left out: neither replaces the other', async () => {
    await expect(trip(env.DB, { same: say('1') }, { same: say('2') })).rejects.toThrow('same')
    await expect(trip(env.DB, { same: say('1') }, { same: null })).rejects.toThrow('same')
  })
})
