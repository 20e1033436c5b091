import { describe, expect, it } from 'vitest'
import { readContent } from '../../pwa/authenticator/state/qr-content.ts'

describe('what a QR code says or a person pastes', () => {
  it('adds a token', () => {
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
  ])('%j is refused: %s', (text, reason) => {
    expect(readContent(text)).toEqual({ ok: false, reason })
  })
})
