import { expect, it } from 'vitest'
import { driftWords, speedWords } from '../../pwa/console/tokens/clock-words.ts'
import { labelOf } from '../../pwa/console/state/seed-form.ts'

it('says how far a clock is off in minutes and seconds, by the token’s own period', () => {
  const said = (drift: number, period: number) => driftWords({ drift, period })
  expect(said(0, 30)).toBe('On time')
  expect(said(1, 30)).toBe('30 s fast')
  expect(said(-3, 30)).toBe('1 min 30 s slow')
  expect(said(-2, 60)).toBe('2 min slow')
})

it('says how fast a clock goes wrong, once that is known', () => {
  const said = (driftPerDay: number | null) => speedWords({ driftPerDay, period: 30 })
  expect(said(null)).toMatch(/^Not known yet/)
  expect(said(0.0001)).toBe('Keeps time')
  expect(said(0.02)).toBe('Gains 18 s a month')
  expect(said(-0.0105)).toBe('Loses 9.5 s a month')
})

it('proposes the name of the file as a label, without what tells its kind', () => {
  const proposed = (name: string) => labelOf(new File([], name))
  expect(proposed('Autumn order.csv.zip')).toBe('Autumn order')
  expect(proposed('order 4711, v1.2 final.zip')).toBe('order 4711, v1.2 final')
  expect(proposed(`${'x'.repeat(90)}.zip`)).toHaveLength(64)
})
