import { describe, expect, it } from 'vitest'
import { findTwin } from '../../pwa/authenticator/state/twin.ts'

describe('a token of the same name', () => {
  const kept = [{ issuer: 'GitHub', account: 'Zoë@example.com' }]

  it.each([
    { issuer: 'GitHub', account: 'Zoë@example.com' },
    { issuer: ' github ', account: 'zoë@EXAMPLE.com' },
    { issuer: 'GitHub', account: 'Zoe\u0308@example.com' },
  ])('is found however case, spaces and accents are written: $issuer, $account', (wanted) => {
    expect(findTwin(kept, wanted)).toBe(kept[0])
  })

  it('is not one of another account', () => {
    expect(findTwin(kept, { issuer: 'GitHub', account: 'bob' })).toBeNull()
  })
})
