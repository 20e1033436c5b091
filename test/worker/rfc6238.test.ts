import { describe, expect, it } from 'vitest'
import { codeAt, stepAt } from '../../schema/otp/totp.ts'
import { keys, rfc6238 } from '../vectors/rfc6238.ts'

describe('R16 RFC 6238, appendix B, in the runtime that decides', () => {
  it.each(rfc6238)('at %d s with %s the code is %s', (now, algorithm, code) => {
    const parameters = { algorithm, digits: 8, period: 30 }
    expect(codeAt(keys[algorithm], stepAt(now, 30), parameters)).toBe(code)
  })
})
