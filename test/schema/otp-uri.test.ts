import { describe, expect, it } from 'vitest'
import { algorithms, otpTypes, steamParameters } from '../../schema/otp/parameters.ts'
import { formatUri, type OtpAccount, parseUri } from '../../schema/otp/uri.ts'
import { fromBase32, toBase32 } from '../../schema/otp/totp.ts'

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const reasonOf = (uri: string): string => {
  const result = parseUri(uri)
  return result.ok ? 'accepted' : result.reason
}
const accountOf = (uri: string): OtpAccount => {
  const result = parseUri(uri)
  if (!result.ok) throw new Error(result.reason)
  return result.value
}

/** Always the same sequence, so that a failure can be repeated. */
const dice = (seed: number) => {
  let state = seed
  return (sides: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

const alphabet = [...'abzAZ09 .-_@+/\\?&#=%;,<>"\'{}[]()!*~^|$`éßΩж语🦊']

describe('otpauth URIs go out and come back the same', () => {
  it('for a thousand accounts with any characters in their names', () => {
    const roll = dice(20261122)
    const name = () =>
      Array.from({ length: 1 + roll(24) }, () => alphabet[roll(alphabet.length)]).join('')
    for (let turn = 0; turn < 1000; turn++) {
      const type = otpTypes[roll(3)] ?? 'totp'
      const account: OtpAccount = {
        type,
        issuer: `i${name()}i`,
        account: `a${name()}a`,
        key: Uint8Array.from({ length: 10 + roll(55) }, () => roll(256)),
        algorithm: algorithms[roll(3)] ?? 'SHA1',
        digits: 6 + roll(3),
        period: type === 'hotp' ? 30 : ([15, 30, 60][roll(3)] ?? 30),
        counter: type === 'hotp' ? roll(2 ** 31) : 0,
        ...(type === 'steam' && steamParameters),
      }
      expect(accountOf(formatUri(account))).toEqual(account)
    }
  })

  it('and base32 for keys of every length', () => {
    for (let length = 1; length <= 65; length++) {
      const key = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 255)
      const text = toBase32(key)
      expect(fromBase32(text)).toEqual(key)
      expect(fromBase32(text.toLowerCase().replace(/.{4}/g, '$& '))).toEqual(key)
    }
  })
})

describe('B03 hostile otpauth URIs', () => {
  it.each([
    ['', 'not-otpauth'],
    ['https://example.org/', 'not-otpauth'],
    ['javascript:alert(1)//otpauth://totp/a?secret=AAAA', 'not-otpauth'],
    ['otpauth-migration://offline?data=CiQ', 'not-otpauth'],
    ['otpauth://yaotp/a?secret=JBSWY3DPEHPK3PXP&pin_length=4', 'unsupported-type'],
    ['otpauth://hotp/a?secret=JBSWY3DPEHPK3PXP', 'bad-parameter'],
    ['otpauth://hotp/a?secret=JBSWY3DPEHPK3PXP&counter=-1', 'bad-parameter'],
    ['otpauth://hotp/a?secret=JBSWY3DPEHPK3PXP&counter=9007199254740993', 'bad-parameter'],
    ['otpauth://totpx/a?secret=JBSWY3DPEHPK3PXP', 'unsupported-type'],
    [`otpauth://totp/${'a'.repeat(4000)}?secret=${secret}`, 'too-long'],
    ['otpauth://totp/a', 'bad-secret'],
    ['otpauth://totp/a?secret=', 'bad-secret'],
    ['otpauth://totp/a?secret=A', 'bad-secret'],
    ['otpauth://totp/a?secret=01890', 'bad-secret'],
    ['otpauth://totp/a?secret=%ZZ', 'bad-secret'],
    [`otpauth://totp/a?secret=${'A'.repeat(400)}`, 'bad-secret'],
    [`otpauth://totp/?secret=${secret}`, 'bad-label'],
    [`otpauth://totp/%20?secret=${secret}`, 'bad-label'],
    [`otpauth://totp/%E0%A4%A?secret=${secret}`, 'bad-label'],
    [`otpauth://totp/%ED%A0%80?secret=${secret}`, 'bad-label'],
    [`otpauth://totp/${'a'.repeat(300)}?secret=${secret}`, 'bad-label'],
    [`otpauth://totp/a?secret=${secret}&period=0`, 'bad-parameter'],
    [`otpauth://totp/a?secret=${secret}&period=-30`, 'bad-parameter'],
    [`otpauth://totp/a?secret=${secret}&period=1e9`, 'bad-parameter'],
    [`otpauth://totp/a?secret=${secret}&period=1000000000`, 'bad-parameter'],
    [`otpauth://totp/a?secret=${secret}&digits=5`, 'bad-parameter'],
    [`otpauth://totp/a?secret=${secret}&digits=100`, 'bad-parameter'],
    [`otpauth://totp/a?secret=${secret}&digits=6.5`, 'bad-parameter'],
    [`otpauth://totp/a?secret=${secret}&algorithm=MD5`, 'bad-parameter'],
    [`otpauth://totp/a?secret=${secret}&algorithm=`, 'bad-parameter'],
    [`otpauth://totp/a?secret=${secret}&secret=AAAAAAAA`, 'bad-parameter'],
    [`otpauth://totp/a?secret=${secret}&digits=6&DIGITS=8`, 'bad-parameter'],
  ])('%s is %s', (uri, reason) => {
    expect(reasonOf(uri)).toBe(reason)
  })

  it('refuses controls and signs of direction in either name: it would not look like what it is', () => {
    const controls = ['\0', '\x07', '\x1b', '\x7f', '\u0085', '\u009f']
    // Unicode's Bidi_Control, all of it.
    const bidi = [...'\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069']
    for (const sign of [...controls, ...bidi]) {
      const name = encodeURIComponent(`a${sign}b`)
      const point = sign.codePointAt(0)?.toString(16)
      expect([
        point,
        reasonOf(`otpauth://totp/${name}?secret=${secret}`),
        reasonOf(`otpauth://totp/x?secret=${secret}&issuer=${name}`),
        reasonOf(`otpauth://totp/${name}:x?secret=${secret}`),
      ]).toEqual([point, 'bad-label', 'bad-label', 'bad-label'])
    }
  })

  it.each([
    '<img src=x onerror=alert(1)>',
    '{{secret}}',
    '__proto__',
    'constructor',
    "'; DROP TABLE user",
  ])('keeps the name %s as nothing but text', (name) => {
    const uri = `otpauth://totp/${encodeURIComponent(name)}?secret=${secret}&issuer=${encodeURIComponent(name)}`
    expect(accountOf(uri)).toMatchObject({ issuer: name, account: name })
  })

  it.each(['__proto__', 'constructor', 'toString'])(
    'is not moved by a parameter named %s',
    (name) => {
      const account = accountOf(`otpauth://totp/a?secret=${secret}&${name}=1`)
      expect(account).toMatchObject({ account: 'a', digits: 6, period: 30, algorithm: 'SHA1' })
      expect(Object.getPrototypeOf(account)).toBe(Object.prototype)
    },
  )

  it('decodes a name once, not twice', () => {
    expect(accountOf(`otpauth://totp/a%2525b?secret=${secret}`).account).toBe('a%25b')
  })

  it('answers each of ten thousand mutilated URIs, and quickly', () => {
    const roll = dice(7)
    const whole = `otpauth://totp/Acme:ann?secret=${secret}&issuer=Acme&digits=6&period=30&algorithm=SHA1`
    const begun = performance.now()
    for (let turn = 0; turn < 10_000; turn++) {
      const at = roll(whole.length)
      const junk = alphabet[roll(alphabet.length)] ?? ''
      const result = parseUri(whole.slice(0, at) + junk + whole.slice(at + roll(4)))
      expect([5, 6, 7, 8]).toContain(result.ok ? result.value.digits : 6)
    }
    expect(performance.now() - begun).toBeLessThan(5000)
  })
})
