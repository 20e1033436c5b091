import { describe, expect, it } from 'vitest'
import { readContent } from '../../pwa/authenticator/state/qr-content.ts'

const uri = 'otpauth://totp/A:b?secret=JBSWY3DPEHPK3PXP'
const link = `https://id.example.com/authenticator/#enroll=${encodeURIComponent(uri)}`

describe('what a QR code says or a person pastes', () => {
  it.each([
    ['a token’s link', ` ${uri} \n`, 'totp'],
    ['one as browsers hand it to a web app', `web+${uri}`, 'totp'],
    ['an enrollment link', link, 'totp'],
    ['an enrollment link of such a one', link.replace('=otp', '=web%2Botp'), 'totp'],
    ['by use', 'OTPAUTH://HOTP/A:b?secret=JBSWY3DPEHPK3PXP&counter=7', 'hotp'],
    ['Steam’s', 'otpauth://steam/A:b?secret=JBSWY3DPEHPK3PXP', 'steam'],
  ])('%s adds a token', (_, text, type) => {
    expect(readContent(text)).toMatchObject({
      ok: true,
      kind: 'account',
      value: { type, issuer: 'A', account: 'b' },
    })
  })

  it.each([
    ['otpauth-migration://offline?data=CjEK', 'part'],
    ['latchkey-part:abcdefghijk:1/2:latchkey1.e30', 'part'],
    ['Your backup: latchkey1.e30.AAAA', 'backup'],
  ])('%j goes the way of a %s', (text, kind) => {
    expect(readContent(text)).toEqual({ ok: true, kind, text })
  })

  it.each([
    ['', 'empty'],
    ['https://example.com', 'web-link'],
    ['https://example.com/authenticator/#enroll=https%3A%2F%2Fexample.com', 'web-link'],
    ['https://example.com/authenticator/#enroll=', 'empty'],
    ['WIFI:S:net;;', 'not-otpauth'],
    ['otpauth://totp/A', 'bad-secret'],
  ])('%j is refused: %s', (text, reason) => {
    expect(readContent(text)).toEqual({ ok: false, reason })
  })
})
