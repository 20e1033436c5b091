import { describe, expect, it } from 'vitest'
import { readNames } from '../../pwa/authenticator/state/token-names.ts'

describe('the names of a token that somebody types', () => {
  it('are trimmed, and one of the two is enough', () => {
    expect(readNames({ issuer: ' Example ', account: '' })).toEqual({
      names: { issuer: 'Example', account: '' },
    })
  })

  it('are not both empty', () => {
    expect(readNames({ issuer: ' ', account: '' })).toMatchObject({ wrong: { field: 'issuer' } })
  })

  it.each(['moc.elgoog\u202e', 'a\u0000b', 'a\ud800'])(
    'do not hide what they are: %j',
    (account) => {
      expect(readNames({ issuer: 'Example', account })).toMatchObject({
        wrong: { field: 'account' },
      })
    },
  )
})
