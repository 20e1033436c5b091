import { describe, expect, it } from 'vitest'
import { toAegis, toUriList } from '../../pwa/authenticator/formats/export.ts'
import { readFile } from '../../pwa/authenticator/formats/file.ts'
import { isForGoogle, readBatch, toGoogle } from '../../pwa/authenticator/formats/google.ts'
import type { Reading } from '../../pwa/authenticator/formats/reading.ts'
import type { NewToken } from '../../schema/backup/token.ts'
import { fromBase32, toBase32 } from '../../schema/otp/totp.ts'
import * as files from '../support/foreign-file.ts'
import * as sealedFiles from '../support/foreign-seal.ts'

const { bytes, json, secrets } = files
const { argon2id, passphrase } = sealedFiles

const read = (file: Uint8Array<ArrayBuffer>, typed: string | null = null) =>
  readFile(file, { passphrase: typed, argon2id })

/** What a reading brought, in a form that can be read here. */
const told = (reading: Reading) =>
  reading.kind === 'read'
    ? {
        format: reading.format,
        tokens: reading.tokens.map(line),
        errors: reading.errors.map(({ at, reason }) => `${at}: ${reason}`),
      }
    : reading

const line = ({
  issuer,
  account,
  key,
  type,
  algorithm,
  digits,
  period,
  counter,
  groups,
  pinned,
}: NewToken) =>
  [
    `${issuer}|${account}`,
    `${type} ${algorithm} ${digits} ${type === 'hotp' ? `#${counter}` : `${period}s`}`,
    toBase32(key),
    [...(groups ?? []), ...(pinned ? ['*'] : [])].join(),
  ].join(' / ')

const alice = `Example|alice / totp SHA1 6 30s / ${secrets.ascii}`

const aegis = {
  format: 'aegis',
  tokens: [
    `${alice} / Work,*`,
    `Counter|bob / hotp SHA256 8 #41 / ${secrets.short} / `,
    `Steam|carol / steam SHA1 5 30s / ${secrets.short} / `,
  ],
  errors: ['Old: unsupported-type', 'Strange: unsupported-algorithm'],
}
const twofas = {
  format: '2fas',
  tokens: [
    `${alice} / Work`,
    `Old| / totp SHA1 6 30s / ${secrets.short} / `,
    `Counter|bob / hotp SHA1 6 #7 / ${secrets.short} / `,
  ],
  errors: ['Odd: unsupported-algorithm'],
}
const ente = {
  format: 'ente',
  tokens: [`${alice} / Work,*`, `Steam|carol / steam SHA1 5 30s / ${secrets.short} / `],
  errors: [],
}
const bitwarden = {
  format: 'bitwarden',
  tokens: [
    `${alice} / Work,*`,
    `By link|bob / totp SHA1 8 30s / ${secrets.short} / `,
    `Steam|carol / steam SHA1 5 30s / ${secrets.short} / `,
  ],
  errors: [],
}
const andotp = {
  format: 'andotp',
  tokens: [
    `${alice} / Work`,
    `Old|bob / totp SHA1 6 30s / ${secrets.short} / `,
    `Counter|x / hotp SHA512 6 #12 / ${secrets.short} / `,
  ],
  errors: [],
}
const freeotp = {
  format: 'freeotp',
  // The next code is the one after the last that was used.
  tokens: [`${alice} / `, 'Counter|bob / hotp SHA256 8 #10300 / 76AGCYTDMRSWMZ3INFVA / '],
  errors: [],
}
const stratum = {
  format: 'stratum',
  tokens: [
    `${alice} / Work`,
    `Counter|bob / hotp SHA512 6 #3 / ${secrets.short} / `,
    `Steam|carol / steam SHA1 5 30s / ${secrets.long} / `,
  ],
  errors: ['Yandex: unsupported-type'],
}
const proton = {
  format: 'proton',
  tokens: [`${alice} / `, `Steam|carol / steam SHA1 5 30s / ${secrets.short} / `],
  errors: [],
}
const google = {
  format: 'google',
  tokens: [`${alice} / `, 'Counter|bob / hotp SHA512 8 #300 / AEBDGNBVGY3TQOJQGEZDGNBVGY3Q / '],
  errors: ['eve: unsupported-algorithm'],
}

describe('a file that another app wrote', () => {
  it.each([
    ['Aegis', json(files.aegisPlain), aegis],
    ['2FAS', json(files.twofasPlain), twofas],
    ['Ente', bytes(files.entePlain), ente],
    ['Bitwarden', json(files.bitwardenPlain), bitwarden],
    ['andOTP', json(files.andotpPlain), andotp],
    ['FreeOTP+', json(files.freeotp), freeotp],
    ['Stratum', json(files.stratumPlain), stratum],
    ['Proton Authenticator', json(files.protonPlain), proton],
    ['Google Authenticator, one code', bytes(files.googleBatch(0, 1)), google],
    [
      'Bitwarden, as CSV',
      bytes(files.bitwardenCsv),
      { format: 'bitwarden', tokens: [`${alice} / Work,*`], errors: [] },
    ],
    [
      'Bitwarden Authenticator, as its ragged CSV',
      bytes(files.bitwardenAuthenticatorCsv),
      {
        format: 'bitwarden',
        tokens: [`Example|alice / totp SHA1 8 60s / ${secrets.ascii} / `],
        errors: [],
      },
    ],
    [
      'anything, as a list of URIs with Windows’ line ends, comments and a byte order mark',
      bytes(
        `\uFEFF# mine\r\n\r\notpauth://totp/Example:alice?secret=${secrets.ascii}&issuer=Example\r\nnonsense\r\n`,
      ),
      { format: 'uri-list', tokens: [`${alice} / `], errors: ['2: damaged'] },
    ],
  ])('%s', async (_app, file, expected) => {
    expect(told(await read(file))).toEqual(expected)
  })

  const sealed: [string, () => unknown, { format: string }][] = [
    ['Aegis', sealedFiles.aegisSealed, aegis],
    ['2FAS', sealedFiles.twofasSealed, twofas],
    ['Ente', sealedFiles.enteSealed, ente],
    ['Bitwarden (PBKDF2)', sealedFiles.bitwardenSealed(0), bitwarden],
    ['Bitwarden (Argon2id)', sealedFiles.bitwardenSealed(1), bitwarden],
    ['andOTP', sealedFiles.andotpSealed, andotp],
    ['andOTP before 0.6.3', sealedFiles.andotpOldSealed, andotp],
    ['Stratum', sealedFiles.stratumStrong, stratum],
    ['Authenticator Pro', sealedFiles.stratumLegacy, stratum],
    ['Proton Authenticator', sealedFiles.protonSealed, proton],
  ]
  it.each(sealed)(
    '%s, sealed: asks for the passphrase, and opens by no other',
    { timeout: 30_000 },
    async (_app, make, expected) => {
      const made = await make()
      const file = made instanceof Uint8Array ? new Uint8Array(made) : json(made)
      expect(await read(file)).toEqual({ kind: 'locked', format: expected.format })
      expect(told(await read(file, passphrase))).toEqual(expected)
      const wrong = await read(file, `${passphrase}.`)
      expect(wrong).toEqual({
        kind: 'refused',
        format: expected.format,
        reason: 'wrong-passphrase',
      })
    },
  )

  it('that only its account can open is told from one that a passphrase opens', async () => {
    const file = json({ encrypted: true, encKeyValidation_DO_NOT_EDIT: 'x', items: [] })
    expect(await read(file)).toMatchObject({ reason: 'account-restricted' })
  })

  it('that asks for too much is refused before anything is computed', async () => {
    const greedy = await sealedFiles.enteSealed()
    const kdfParams = { ...greedy.kdfParams, memLimit: 2 ** 40 }
    const ente1 = await read(json({ ...greedy, kdfParams }), passphrase)
    expect(ente1).toMatchObject({ reason: 'too-costly' })
    const heavy = sealedFiles.aegisSealed()
    const slots = heavy.header.slots.map((slot) => ({ ...slot, n: 2 ** 30 }))
    const aegis1 = await read(json({ ...heavy, header: { ...heavy.header, slots } }), passphrase)
    expect(aegis1).toMatchObject({ kind: 'refused' })
  })

  it('of none of these apps is said to be of none', async () => {
    for (const text of ['', 'hello', '{}', '[]', 'null', '{"a":1}', '<html></html>'])
      expect(await read(bytes(text))).toEqual({
        kind: 'refused',
        format: null,
        reason: 'unknown-format',
      })
  })
})

describe('Google Authenticator’s codes', () => {
  it('say which of how many they are, and of which export', () => {
    expect(readBatch(files.googleBatch(1, 3))).toMatchObject({ id: 77, index: 1, size: 3 })
  })

  it('survive a plus that became a space on the way', () => {
    const text = decodeURIComponent(files.googleBatch(0, 1)).replaceAll('+', ' ')
    expect(readBatch(text)?.tokens).toHaveLength(2)
  })

  it.each([
    ['B03 a hundred thousand codes', 'otpauth-migration://offline?data=GKCNBg=='],
    ['no protocol buffers', 'otpauth-migration://offline?data=////////'],
    ['an entry longer than its message', 'otpauth-migration://offline?data=CmQKCg=='],
    ['nothing', 'otpauth-migration://offline?data='],
  ])('%s: nothing is read, and nothing breaks', async (_what, text) => {
    const reading = await read(bytes(text))
    expect(reading.kind === 'read' ? reading.tokens : []).toEqual([])
  })
})

const ours: NewToken[] = [
  token({
    issuer: 'Example',
    account: 'alice',
    groups: ['Work', 'Home'],
    pinned: true,
    note: 'two\nlines',
  }),
  token({ issuer: '', account: 'only+account:here', algorithm: 'SHA512', digits: 8 }),
  token({ type: 'hotp', issuer: 'Counter', account: 'bob', counter: 2 ** 33 }),
]

function token(fields: Partial<NewToken>): NewToken {
  return {
    type: 'totp',
    issuer: '',
    account: '',
    key: fromBase32(secrets.ascii) ?? new Uint8Array(),
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
    counter: 0,
    ...fields,
  }
}

const names = (reading: Reading) => (reading.kind === 'read' ? reading.tokens.map(line) : reading)
const bare = ({ groups: _groups, pinned: _pinned, ...rest }: NewToken): string => line(rest)

describe('what goes out to another app', () => {
  it('as a list of URIs comes back the same, without groups', async () => {
    const steam = token({ type: 'steam', issuer: 'Steam', account: 'c', digits: 5 })
    const all = [...ours.filter(({ issuer }) => issuer), steam]
    expect(names(await read(bytes(toUriList(all))))).toEqual(all.map(bare))
  })

  it('as Aegis’s vault opens with its password, groups included', async () => {
    const file = bytes(await toAegis(ours, passphrase))
    expect(await read(file)).toEqual({ kind: 'locked', format: 'aegis' })
    expect(names(await read(file, passphrase))).toEqual(ours.map(line))
  })

  it('as Google’s codes comes back the same, ten a code', async () => {
    const many = Array.from({ length: 23 }, (_, at) => token({ issuer: 'I', account: `a${at}` }))
    const codes = toGoogle([...many, token({ period: 60, issuer: 'Slow' })], 12345)
    const batches = codes.map(readBatch)
    expect(batches.map((batch) => batch && [batch.id, batch.index, batch.size])).toEqual([
      [12345, 0, 3],
      [12345, 1, 3],
      [12345, 2, 3],
    ])
    expect(batches.flatMap((batch) => batch?.tokens ?? []).map(line)).toEqual(many.map(line))
    expect(ours.map(isForGoogle)).toEqual([true, true, true])
  })
})
