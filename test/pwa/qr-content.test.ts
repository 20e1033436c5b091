import { describe, expect, it } from 'vitest'
import { readContent } from '../../pwa/authenticator/state/qr-content.ts'
import { findTwin } from '../../pwa/authenticator/state/twin.ts'

describe('readContent', () => {
  it('reads a token', () => {
    const content = readContent(' otpauth://totp/A:b?secret=JBSWY3DPEHPK3PXP \n')
    expect(content).toMatchObject({ ok: true, value: { issuer: 'A', account: 'b', digits: 6 } })
  })

  it.each([
    ['', 'empty'],
    ['https://example.com', 'web-link'],
    ['otpauth-migration://offline?data=CjEK', 'migration'],
    ['OTPAUTH://HOTP/A?secret=JBSWY3DPEHPK3PXP&counter=0', 'counter'],
    ['otpauth://steam/A?secret=JBSWY3DPEHPK3PXP', 'unsupported-type'],
    ['WIFI:S:net;;', 'not-otpauth'],
    ['otpauth://totp/A', 'bad-secret'],
  ])('%s: %s', (text, reason) => {
    expect(readContent(text)).toEqual({ ok: false, reason })
  })
})

describe('findTwin', () => {
  const kept = [{ issuer: 'GitHub', account: 'Zoë@example.com' }]

  it.each([
    { issuer: 'GitHub', account: 'Zoë@example.com' },
    { issuer: ' github ', account: 'zoë@EXAMPLE.com' },
    { issuer: 'GitHub', account: 'Zoe\u0308@example.com' },
  ])('takes $issuer, $account for the same', (wanted) => {
    expect(findTwin(kept, wanted)).toBe(kept[0])
  })

  it('tells another account apart', () => {
    expect(findTwin(kept, { issuer: 'GitHub', account: 'bob' })).toBeNull()
  })
})
