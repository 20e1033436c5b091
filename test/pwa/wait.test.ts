import { describe, expect, it } from 'vitest'
import { shownWait, spokenWait } from '../../pwa/ui/wait.ts'

describe('a wait before the next attempt', () => {
  it.each([
    [5, '5 seconds'],
    [89, '89 seconds'],
    [90, '2 minutes'],
    [900, '15 minutes'],
    [3600, 'about an hour'],
    [3 * 3600 - 40, 'about 3 hours'],
    [86_400, 'about 24 hours'],
  ])('of %d seconds is said as %s', (seconds, said) => {
    expect(spokenWait(seconds)).toBe(said)
  })

  it.each([
    [5, '0:05'],
    [727, '12:07'],
    [3599, '59:59'],
  ])('of %d seconds counts down as %s', (seconds, shown) => {
    expect(shownWait(seconds)).toBe(shown)
  })

  it('of an hour or more is said in hours', () => {
    expect(shownWait(7200)).toBe('about 2 hours')
  })
})
