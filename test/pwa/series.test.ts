import { describe, expect, it } from 'vitest'
import { splitBackup } from '../../schema/backup/qr.ts'
import { toGoogle } from '../../pwa/authenticator/formats/google.ts'
import { collect, missingOf, type Series, textOf } from '../../pwa/authenticator/state/series.ts'

const tokenOf = (name: string) => ({
  issuer: name,
  account: 'alice',
  key: new TextEncoder().encode('12345678901234567890'),
  type: 'totp' as const,
  algorithm: 'SHA1' as const,
  digits: 6,
  period: 30,
  counter: 0,
})
const named = Array.from({ length: 25 }, (_, at) => tokenOf(`Site ${at + 1}`))
const google = toGoogle(named, 7)
const backup = `latchkey1.e30.${'A'.repeat(1500)}.abcdefghijk`
const parts = splitBackup(backup) ?? []

const collected = (texts: readonly (string | undefined)[]): Series | null =>
  texts.reduce<Series | null>((before, text = '') => {
    const result = collect(before, text)
    return result.ok ? result.value : before
  }, null)

describe('several QR codes that belong together', () => {
  it('are whole in whatever order they come, and however often', () => {
    const [first, second, third] = google
    const found = collected([third, first, first, second])
    expect(found && missingOf(found)).toEqual([])
    expect(found && textOf(found).split('\n').toSorted()).toEqual(google.toSorted())
  })

  it('make a backup again', () => {
    const found = collected(parts.toReversed())
    expect(found && textOf(found)).toBe(backup)
  })

  it('say which are still to come', () => {
    const found = collected([google[1]])
    expect(found && missingOf(found)).toEqual([1, 3])
  })

  it.each([
    ['of another export', toGoogle(named, 8)[1]],
    ['of a backup', parts[0]],
  ])('are not mixed with one %s', (_, text = '') => {
    expect(collect(collected([google[0]]), text)).toEqual({ ok: false, reason: 'other-series' })
  })

  it.each(['otpauth-migration://offline?data=!!', 'latchkey-part:abc:1/2:x'])(
    'are not damaged: %s',
    (text) => {
      expect(collect(null, text)).toEqual({ ok: false, reason: 'damaged-part' })
    },
  )
})
