import { describe, expect, it, vi } from 'vitest'
import { ProblemError } from '../../pwa/api.ts'
import { faultOf } from '../../pwa/state/fault.ts'

const now = 1_800_000_000_000

describe('too many attempts', () => {
  it.each([30, 3600, 86_400])('say until when, also for a wait of %d seconds', (retryAfter) => {
    vi.useFakeTimers({ now })
    const fault = faultOf(new ProblemError('too_many_attempts', { retryAfter }))
    expect(fault).toEqual({
      code: 'too_many_attempts',
      text: 'Too many attempts.',
      until: now + retryAfter * 1000,
    })
    vi.useRealTimers()
  })
})

describe('a suspended factor', () => {
  it('has no end to wait for, and says what helps', () => {
    const fault = faultOf(new ProblemError('factor_suspended'))
    expect(fault.until).toBeUndefined()
    expect(fault.text).toMatch(/recovery code.*administrator/)
  })
})
