import { describe, expect, it } from 'vitest'
import { nothingTyped, readTyped } from '../../pwa/authenticator/state/typed-token.ts'

const typed = { ...nothingTyped, issuer: 'Example', key: 'gezd gnbv gy3t qojq' }

describe('a token that somebody types', () => {
  it.each([
    ['by time', {}, { type: 'totp', digits: 6, period: 30, counter: 0 }],
    ['by use', { type: 'hotp', counter: ' 12 ', digits: '8' }, { digits: 8, counter: 12 }],
    ['Steam’s, whatever else stood there', { type: 'steam', digits: '8' }, { digits: 5 }],
  ] as const)('%s', (_, change, expected) => {
    expect(readTyped({ ...typed, ...change })).toMatchObject({ account: expected })
  })

  it.each([
    [{ issuer: ' ' }, 'issuer', 'noName'],
    [{ key: ' ' }, 'key', 'noKey'],
    [{ key: '1' }, 'key', 'badKey'],
    [{ key: 'A'.repeat(240) }, 'key', 'longKey'],
    [{ period: '0' }, 'period', 'badPeriod'],
    [{ period: '301' }, 'period', 'badPeriod'],
    [{ type: 'hotp', counter: '-1' }, 'counter', 'badCounter'],
    [{ type: 'hotp', counter: '1e3' }, 'counter', 'badCounter'],
    [{ type: 'hotp', counter: '9007199254740993' }, 'counter', 'badCounter'],
  ] as const)('%j is refused', (change, field, reason) => {
    expect(readTyped({ ...typed, ...change })).toEqual({ fault: { field, reason } })
  })
})
