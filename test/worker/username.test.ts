import { describe, expect, it } from 'vitest'
import { canonicalUsername, displayedUsername } from '../../worker/domain/username.ts'
import { refusePassword } from '../../worker/domain/password.ts'
import { addPerson, house, visitor } from '../support/people.ts'

const { worker, root } = house()

const login = (username: string, password: string) =>
  visitor(worker).post('/api/login', { username, password })

/** [as added, other ways to type the same] */
const same: [string, string[]][] = [
  [
    'Alice',
    ['alice', 'ALICE', 'ａｌｉｃｅ', ' alice ', 'ali\u200bce', 'a\u00adlice', 'alice\ufeff'],
  ],
  ['josé', ['jose\u0301', 'JOSÉ', 'JOSE\u0301']],
  ['Straße', ['strasse', 'STRASSE', 'STRAẞE', 'straẞe']],
  ['ΟΔΥΣΣΕΥΣ', ['οδυσσευς', 'οδυσσευσ']],
  ['ﬁona', ['fiona', 'FIONA']],
]

describe('L03 K29 one name, one account, one count', () => {
  it.each(same)('%s', async (added, variants) => {
    const person = await addPerson(root, { username: added })
    for (const typed of variants) {
      expect([typed, (await login(typed, person.password)).status]).toEqual([typed, 200])
      const body = { username: typed, password: person.password, role: 'user', mfaRequired: false }
      expect([typed, (await root.post('/api/admin/users', body)).status]).toEqual([typed, 409])
    }
  })

  it('guesses under its variants are counted together', async () => {
    const person = await addPerson(root, { username: 'Renée' })
    const variants = ['renée', 'RENÉE', 'rene\u0301e', 'ｒｅｎée', ' Renée', 'Ren\u200bée']
    const statuses = []
    for (let guess = 0; guess < 12; guess++)
      statuses.push((await login(variants[guess % 6] ?? '', 'not this one')).status)
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429])
    expect((await login('RENÉE', person.password)).status).toBe(429)
  })
})

describe('L03 the canonical form', () => {
  it('is the same for a letter in either case, and stays when folded again: for every letter that there is', () => {
    const unlike: string[] = []
    for (let point = 0; point <= 0x10ffff; point++) {
      if (point >= 0xd800 && point <= 0xdfff) continue
      const letter = `a${String.fromCodePoint(point)}`
      const folded = canonicalUsername(letter)
      if (folded === null) continue
      const others = [letter.toUpperCase(), letter.toLowerCase(), letter.normalize('NFD'), folded]
      if (others.some((other) => canonicalUsername(other) !== folded)) unlike.push(letter.slice(1))
    }
    expect(unlike).toEqual([])
  })

  it.each([
    '',
    ' ',
    '.',
    '-x',
    '@x',
    'a b',
    'a/b',
    'a\\b',
    "a'b",
    'a"b',
    '<b>',
    'a;b',
    'a:b',
    'a\0b',
    'a\nb',
    '\u0301x',
    '\u200b',
    'x'.repeat(65),
    '🦊',
  ])('there is none of %j', (typed) => {
    expect(canonicalUsername(typed)).toBeNull()
  })

  it('shows what was typed, composed and without what cannot be seen', () => {
    expect(displayedUsername(' Jose\u0301\u200b ')).toBe('José')
  })
})

describe('a password that is little more than a name', () => {
  const common = new Set(['password', 'qwertyuiop'])
  it.each([
    ['sevenXX', 'too-short'],
    ['🦊'.repeat(7), 'too-short'],
    ['x'.repeat(257), 'too-long'],
    ['PassWord', 'common'],
    ['qwertyuiop', 'common'],
    ['latchkey', 'contains-context'],
    ['Latchkey1!', 'contains-context'],
    ['1latchkey1latchkey', 'contains-context'],
  ])('%s is %s', (password, refusal) => {
    expect(refusePassword(password, common, ['latchkey', 'ann', ''])).toBe(refusal)
  })

  it.each(['latchkey-in-the-rain', 'annannann', '🦊'.repeat(8), 'x'.repeat(256), '        '])(
    'and %s is taken',
    (password) => {
      expect(refusePassword(password, common, ['latchkey', 'ann', ''])).toBeNull()
    },
  )
})
