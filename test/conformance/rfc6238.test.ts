import { describe, expect, it } from 'vitest'
import { codeAt, stepAt } from '../../schema/otp/totp.ts'
import { keys, rfc6238 } from '../vectors/rfc6238.ts'

describe('R16 RFC 6238, appendix B, and steps beyond 2^32', () => {
  it.each(rfc6238)('at %d s with %s the code is %s', (now, algorithm, code) => {
    const parameters = { algorithm, digits: 8, period: 30 }
    expect(codeAt(keys[algorithm], stepAt(now, 30), parameters)).toBe(code)
    // Fewer digits are the last ones of more (RFC 4226, section 5.3).
    const six = codeAt(keys[algorithm], stepAt(now, 30), { ...parameters, digits: 6 })
    expect(six).toBe(code.slice(-6))
  })

  it('reads the key through a view into a larger buffer', () => {
    const padded = new Uint8Array([255, ...keys.SHA1, 255])
    const view = padded.subarray(1, 21)
    expect(codeAt(view, 1, { algorithm: 'SHA1', digits: 8, period: 30 })).toBe('94287082')
  })

  it('changes step at the boundary and not before', () => {
    expect([stepAt(59, 30), stepAt(59.999, 30), stepAt(60, 30), stepAt(60, 60)]).toEqual([
      1, 1, 2, 1,
    ])
  })

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('has no step %d', (step) => {
    const parameters = { algorithm: 'SHA1', digits: 6, period: 30 } as const
    expect(() => codeAt(keys.SHA1, step, parameters)).toThrow(RangeError)
  })
})
