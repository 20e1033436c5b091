import { describe, expect, it } from 'vitest'
import { pluralsOf } from '../../pwa/authenticator/locale/plural.ts'
import { hueOf, initialsOf } from '../../pwa/authenticator/state/names.ts'
import { moved, placesFor } from '../../pwa/authenticator/state/order.ts'
import { matching } from '../../pwa/authenticator/state/search.ts'
import { readGroups } from '../../pwa/authenticator/state/token-groups.ts'
import { addressFor, icons, addressOf } from '../../pwa/authenticator/icons/marks.ts'

describe('a count in a sentence', () => {
  it('takes the form that its language has for it', () => {
    const arabic = pluralsOf<'zero' | 'one' | 'two' | 'few' | 'many'>('ar')
    const forms = { zero: 'z', one: 'o', two: 't', few: 'f', many: 'm', other: 'x' }
    expect([0, 1, 2, 3, 11, 100].map((count) => arabic(count, forms))).toEqual([...'zotfmx'])
  })

  it('is written as its language writes numbers', () => {
    expect(pluralsOf<'one'>('de')(12_345, { one: '# Token', other: '# Tokens' })).toBe(
      '12.345 Tokens',
    )
  })
})

describe('searching', () => {
  const tokenOf = (issuer: string, note = '', groups: string[] = []) => ({
    issuer,
    account: 'ada@example.com',
    note,
    groups,
  })
  const tokens = [
    tokenOf('Zürich'),
    tokenOf('İŞ BANKASI', 'kredi'),
    tokenOf('GitHub', '', ['Work']),
  ]
  const found = (text: string, group: string | null = null) =>
    matching(tokens, text, group).map(({ issuer }) => issuer)

  it('needs no accents, no capitals, and no order', () => {
    expect(found('ZURICH')).toEqual(['Zürich'])
    expect(found('is bankasi')).toEqual(['İŞ BANKASI'])
    expect(found('bankası')).toEqual(['İŞ BANKASI'])
    expect(found('example git')).toEqual(['GitHub'])
    expect(found('kredi')).toEqual(['İŞ BANKASI'])
  })

  it('stays within a group', () => {
    expect(found('ada', 'Work')).toEqual(['GitHub'])
    expect(found('', 'nobody’s')).toEqual([])
  })
})

describe('order', () => {
  it('moves one and leaves the others as they are', () => {
    expect(moved([...'abcd'], 0, 2)).toEqual([...'bcad'])
    expect(moved([...'abcd'], 3, -5)).toEqual([...'dabc'])
  })

  it('keeps pinned ones before the others', () => {
    const items = [true, true, false, false].map((pinned) => ({ pinned }))
    expect(placesFor(items, 1)).toEqual({ first: 0, last: 1 })
    expect(placesFor(items, 3)).toEqual({ first: 2, last: 3 })
  })
})

describe('groups as they are typed', () => {
  it('are names between commas, each once', () => {
    expect(readGroups(' Work, Home ,Work,, ')).toEqual({ groups: ['Work', 'Home'] })
  })

  it('are refused where they would not show what they are', () => {
    expect(readGroups('a\u202Eb')).toEqual({ wrong: 'hidden' })
    expect(readGroups('x'.repeat(65))).toEqual({ wrong: 'too-long' })
    expect(readGroups(Array.from({ length: 21 }, (_, at) => at).join())).toEqual({
      wrong: 'too-many',
    })
  })
})

describe('how a token looks', () => {
  const look = (issuer: string, icon: string | null = null) => addressFor({ issuer, icon })

  it('follows its name, unless a person chose', () => {
    expect(look('GitHub')).toBe(addressOf('github'))
    expect(look('GitHub', 'initials')).toBeUndefined()
    expect(look('GitHub', 'bank')).toBe(addressOf('bank'))
    expect(look('Snapple')).toBeUndefined()
    expect(look('x', 'no-such-icon')).toBeUndefined()
  })

  it('is bundled: no icon is fetched from anywhere', () => {
    for (const icon of icons) expect(addressOf(icon)).toMatch(/^data:image\/svg\+xml,%3Csvg/)
  })

  it('has initials and a hue that are always the same', () => {
    const named = (issuer: string) => ({ issuer, account: 'ada' })
    expect(
      ['Example Bank', 'github', '', '東京 銀行', '—'].map((name) => initialsOf(named(name))),
    ).toEqual(['EB', 'G', 'A', '東銀', '—'])
    expect(hueOf(named('GitHub'))).toBe(hueOf(named('github')))
    expect(hueOf(named('GitHub'))).not.toBe(hueOf(named('GitLab')))
  })
})
