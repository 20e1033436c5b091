import { describe, expect, it } from 'vitest'
import { openBackup, sealBackup, type Stretch } from '../../pwa/authenticator/crypto/backup.ts'
import type { NewToken } from '../../schema/backup/token.ts'
import { joinParts, parsePart, splitBackup } from '../../schema/backup/qr.ts'
import { argon2id } from '../support/foreign-seal.ts'
import { openedByNode } from '../support/backup-reader.ts'

const passphrase = 'grüne Wiese 7'

/** The real hash, in Node. */
const stretch: Stretch = (typed, { m, t, p, salt }) =>
  argon2id({
    password: new TextEncoder().encode(typed.normalize('NFKC')),
    salt: Uint8Array.from(Buffer.from(salt, 'hex')),
    m,
    t,
    p,
    length: 32,
  })

const tokens: NewToken[] = [
  {
    id: '0a4f3c52-7c0e-4e52-9f0a-2f4b1c9f3d11',
    type: 'totp',
    issuer: 'Example',
    account: 'alice',
    key: new TextEncoder().encode('12345678901234567890'),
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
    counter: 0,
    note: 'two\nlines',
    groups: ['Work', 'مجموعة'],
    pinned: true,
    icon: null,
    createdAt: 1_800_000_000_000,
  },
  {
    id: '0a4f3c52-7c0e-4e52-9f0a-2f4b1c9f3d12',
    type: 'hotp',
    issuer: '',
    account: 'bob',
    key: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
    algorithm: 'SHA512',
    digits: 8,
    period: 30,
    counter: 2 ** 40,
    note: '',
    groups: [],
    pinned: false,
    icon: 'mail',
    createdAt: 1_800_000_000_001,
  },
]
const sealed = await sealBackup(tokens, passphrase, 1_800_000_000_002, stretch)
const again = await sealBackup(tokens, passphrase, 1_800_000_000_002, stretch)
const open = (text: string, typed = passphrase) => openBackup(text, typed, stretch)
const reasonOf = async (text: string, typed?: string) => {
  const result = await open(text, typed)
  return result.ok ? 'opened' : result.reason
}

describe('a backup', () => {
  it('is one line that opens to what went in', async () => {
    expect(sealed).toMatch(/^latchkey1\.[\w-]+\.[\w-]+\.[\w-]{11}$/)
    expect(await open(sealed)).toEqual({
      ok: true,
      value: { at: 1_800_000_000_002, tokens, errors: [] },
    })
  })

  it('is what its description says: Node opens it from that alone', async () => {
    const payload = await openedByNode(sealed, passphrase)
    expect(payload).toMatchObject({
      tokens: [{ issuer: 'Example', secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' }, {}],
    })
  })

  it('never seals twice alike', () => {
    const [one, other] = [sealed.split('.'), again.split('.')]
    expect([one[1] === other[1], one[2] === other[2]]).toEqual([false, false])
  })

  it.each([
    [
      'wrapped and quoted by a mail',
      `Hi,\r\n> ${sealed.replace(/.{60}/g, '$&\r\n> ')}\r\n-- \r\nAnn`,
    ],
    ['with what nobody sees in it', `\uFEFF${[...sealed].join('\u200b')}`],
    ['in typographic quotation marks', `“${sealed}”`],
    ['indented', sealed.replace(/.{40}/g, '$&\n\t  ')],
  ])('opens %s', async (_how, text) => {
    expect(await reasonOf(text)).toBe('opened')
  })

  it('opens with the same passphrase from another keyboard', async () => {
    expect(await reasonOf(sealed, passphrase.normalize('NFD'))).toBe('opened')
  })
})

describe('B01 a backup that does not open says why', () => {
  const [prefix = '', header = '', box = ''] = sealed.split('.')
  const other = (text: string, at: number) =>
    `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`

  it('a wrong passphrase', async () => {
    expect(await reasonOf(sealed, 'something else')).toBe('wrong-passphrase')
  })

  it('damage, wherever it is', async () => {
    for (let at = prefix.length + 1; at < sealed.length; at += 37) {
      const reason = await reasonOf(other(sealed, at))
      expect(['damaged', 'incomplete']).toContain(reason)
    }
  })

  it('an end that is missing', async () => {
    for (const length of [10, 40, sealed.length - 12, sealed.length - 1])
      expect(['incomplete', 'damaged', 'not-a-backup']).toContain(
        await reasonOf(sealed.slice(0, length)),
      )
  })

  it('nothing of the kind', async () => {
    for (const text of ['', 'hello', 'latchkey2.a.b.c', 'otpauth://totp/a?secret=AAAA'])
      expect(await reasonOf(text)).toBe('not-a-backup')
  })

  /** Made by whoever would have a weak or a monstrous backup opened: the sum is right. */
  const forged = async (change: (parsed: { v: number; kdf: Record<string, unknown> }) => void) => {
    const parsed = JSON.parse(Buffer.from(header, 'base64url').toString())
    change(parsed)
    const body = `${prefix}.${Buffer.from(JSON.stringify(parsed)).toString('base64url')}.${box}`
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body))
    return `${body}.${Buffer.from(digest).subarray(0, 8).toString('base64url')}`
  }

  it.each([
    ['version 0', (parsed) => (parsed.v = 0)],
    ['version 999', (parsed) => (parsed.v = 999)],
    ['one pass', (parsed) => (parsed.kdf['t'] = 1)],
    ['2^31 passes', (parsed) => (parsed.kdf['t'] = 2 ** 31)],
    ['hardly any memory', (parsed) => (parsed.kdf['m'] = 8)],
    ['a terabyte', (parsed) => (parsed.kdf['m'] = 2 ** 30)],
    ['another hash', (parsed) => (parsed.kdf['id'] = 'pbkdf2')],
    ['a field that we do not know', (parsed) => (parsed.kdf['x'] = 1)],
  ] as [string, (parsed: { v: number; kdf: Record<string, unknown> }) => unknown][])(
    '%s is refused before anything is computed',
    async (_what, change) => {
      const text = await forged((parsed) => void change(parsed))
      const hashed: unknown[] = []
      const watched: Stretch = (typed, kdf) => (hashed.push(kdf), stretch(typed, kdf))
      expect(await openBackup(text, passphrase, watched)).toEqual({
        ok: false,
        reason: 'unknown-version',
      })
      expect(hashed).toEqual([])
    },
  )

  it('a salt from another backup', async () => {
    const text = await forged((parsed) => (parsed.kdf['salt'] = '00'.repeat(16)))
    expect(await reasonOf(text)).toBe('wrong-passphrase')
  })
})

describe('an entry that is no token', () => {
  it('is one line of the report, and the others come', { timeout: 20_000 }, async () => {
    const [first] = tokens
    const bad = { ...first, issuer: 'a\u202eb' } as NewToken
    const text = await sealBackup([bad, ...tokens], passphrase, 1, stretch)
    const result = await open(text)
    expect(result).toMatchObject({
      ok: true,
      value: { tokens, errors: [{ entry: 1, reason: 'issuer' }] },
    })
  })
})

describe('a backup as QR codes', () => {
  const long = `${sealed.slice(0, -12)}${'A'.repeat(3000)}${sealed.slice(-12)}`
  const texts = splitBackup(long) ?? []

  it('comes together again in any order', () => {
    const parts = texts.toReversed().map((text) => parsePart(text))
    expect(parts).not.toContain(null)
    expect(joinParts(parts.filter((part) => part !== null))).toBe(long)
  })

  it('waits for the part that is missing', () => {
    const parts = texts.slice(1).map((text) => parsePart(text))
    expect(joinParts(parts.filter((part) => part !== null))).toBeNull()
  })

  it.each([
    '',
    'latchkey-part:x:1/2:a',
    'latchkey-part:AAAAAAAAAAA:3/2:a',
    'latchkey-part:AAAAAAAAAAA:1/900:a',
  ])('%s is no part', (text) => {
    expect(parsePart(text)).toBeNull()
  })
})
