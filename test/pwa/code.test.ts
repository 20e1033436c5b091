import { HOTP, Secret, TOTP } from 'otpauth'
import { describe, expect, it } from 'vitest'
import { codeOf, importSecret } from '../../pwa/authenticator/crypto/code.ts'
import { algorithms } from '../../schema/otp/parameters.ts'
import { fromBase32 } from '../../schema/otp/totp.ts'
import { oathtoolCodes, oathtoolUses } from '../vectors/oathtool.ts'

const secret = Uint8Array.from({ length: 20 }, (_, at) => (at * 41 + 7) & 255)
const shared = new Secret({ buffer: secret.buffer })

describe('codes by the browser’s own HMAC', () => {
  it.each(algorithms)('are those of otpauth, by time: %s', async (algorithm) => {
    const hmac = await importSecret(secret, algorithm)
    for (const digits of [6, 7, 8])
      for (const at of [0, 59, 1_111_111_109, 2_000_000_000, 20_000_000_000, 400_000_000_000]) {
        const expected = TOTP.generate({ secret: shared, algorithm, digits, timestamp: at * 1000 })
        const code = await codeOf(hmac, Math.floor(at / 30), { type: 'totp', digits })
        expect(code).toBe(expected)
      }
  })

  it('are those of otpauth, by use', async () => {
    const hmac = await importSecret(secret, 'SHA1')
    for (const counter of [0, 1, 9, 2 ** 31, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER])
      expect(await codeOf(hmac, counter, { type: 'hotp', digits: 6 })).toBe(
        HOTP.generate({ secret: shared, counter, digits: 6 }),
      )
  })

  it('B10 are those of oathtool, whatever the parameters, beyond 2038 and 2106', async () => {
    for (const [secret32, algorithm, digits, period, at, expected] of oathtoolCodes) {
      const hmac = await importSecret(new Uint8Array(fromBase32(secret32) ?? []), algorithm)
      const code = await codeOf(hmac, Math.floor(at / period), { type: 'totp', digits })
      expect([secret32, algorithm, digits, period, at, code]).toEqual([
        secret32,
        algorithm,
        digits,
        period,
        at,
        expected,
      ])
    }
    const hmac = await importSecret(new Uint8Array(fromBase32('JBSWY3DPEHPK3PXP') ?? []), 'SHA1')
    for (const [counter, expected] of oathtoolUses)
      expect(await codeOf(hmac, counter, { type: 'hotp', digits: 6 })).toBe(expected)
  })

  // What Steam shows for the secret of RFC 6238 at these steps, worked out by hand from its HMACs.
  it('have five of Steam’s own characters', async () => {
    const hmac = await importSecret(new TextEncoder().encode('12345678901234567890'), 'SHA1')
    const codes = [0, 1].map((step) => codeOf(hmac, step, { type: 'steam', digits: 5 }))
    for (const code of await Promise.all(codes))
      expect(code).toMatch(/^[23456789BCDFGHJKMNPQRTVWXY]{5}$/)
    // RFC 4226, appendix D: the truncated values are 1284755224 and 1094287082.
    expect(await Promise.all(codes)).toEqual([steam(1_284_755_224), steam(1_094_287_082)])
  })
})

const steam = (value: number): string => {
  let [left, code] = [value, '']
  for (let place = 0; place < 5; place++) {
    code += '23456789BCDFGHJKMNPQRTVWXY'.charAt(left % 26)
    left = Math.trunc(left / 26)
  }
  return code
}
