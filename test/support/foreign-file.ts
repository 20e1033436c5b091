/**
 * Files as other authenticator apps write them, built from their published formats. Nothing here is shared
 * with what reads them.
 */
import { Buffer } from 'node:buffer'

/** RFC 6238's key, and others of every length that apps make. */
export const secrets = {
  ascii: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  long: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  short: 'JBSWY3DPEHPK3PXP',
}

export const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text))
export const json = (value: unknown): Uint8Array<ArrayBuffer> => bytes(JSON.stringify(value))

const workGroup = '01b1b2b3-0000-4000-8000-000000000001'
export const aegisPlain = {
  version: 1,
  header: { slots: null, params: null },
  db: {
    version: 3,
    entries: [
      aegisEntry(
        'totp',
        'Example',
        'alice',
        { secret: secrets.ascii, algo: 'SHA1', digits: 6, period: 30 },
        [workGroup],
      ),
      aegisEntry('hotp', 'Counter', 'bob', {
        secret: secrets.short,
        algo: 'SHA256',
        digits: 8,
        counter: 41,
      }),
      aegisEntry('steam', 'Steam', 'carol', {
        secret: secrets.short,
        algo: 'SHA1',
        digits: 5,
        period: 30,
      }),
      aegisEntry('motp', 'Old', 'dave', {
        secret: 'e3152afee62599c8',
        algo: 'MD5',
        digits: 6,
        period: 10,
        pin: '1234',
      }),
      aegisEntry('totp', 'Strange', 'eve', {
        secret: secrets.short,
        algo: 'MD5',
        digits: 6,
        period: 30,
      }),
    ],
    groups: [{ uuid: workGroup, name: 'Work' }],
  },
}

function aegisEntry(
  type: string,
  issuer: string,
  name: string,
  info: object,
  groups: string[] = [],
) {
  const uuid = '3ae6f1ad-2e65-4ed2-a953-1ec0dff2386d'
  return {
    type,
    uuid,
    name,
    issuer,
    note: `${issuer} note`,
    favorite: issuer === 'Example',
    icon: null,
    info,
    groups,
  }
}

export const twofasServices = [
  {
    name: 'Example',
    secret: secrets.ascii,
    updatedAt: 1,
    otp: {
      label: 'Example:alice',
      account: 'alice',
      issuer: 'Example',
      digits: 6,
      period: 30,
      algorithm: 'SHA1',
      tokenType: 'TOTP',
      source: 'Link',
    },
    order: { position: 0 },
    groupId: 'g1',
  },
  { name: 'Old', secret: secrets.short, updatedAt: 1, otp: {}, order: { position: 1 } },
  {
    name: 'Counter',
    secret: secrets.short,
    otp: { account: 'bob', counter: 7, digits: 6, tokenType: 'HOTP' },
  },
  {
    name: 'Odd',
    secret: secrets.short,
    otp: { account: 'eve', algorithm: 'SHA224', tokenType: 'TOTP' },
  },
]
export const twofasRest = {
  groups: [{ id: 'g1', name: 'Work', isExpanded: true }],
  updatedAt: 1,
  schemaVersion: 4,
  appOrigin: 'android',
}
export const twofasPlain = { services: twofasServices, ...twofasRest }
const enteDisplay = encodeURIComponent(
  JSON.stringify({ pinned: true, trashed: false, tags: ['Work'], note: 'mine', position: 3 }),
)
const enteTrashed = encodeURIComponent(JSON.stringify({ trashed: true }))
export const entePlain = [
  `otpauth://totp/Example:alice?secret=${secrets.ascii}&issuer=Example&algorithm=Algorithm.sha1&digits=6&period=30&codeDisplay=${enteDisplay}`,
  `otpauth://steam/Steam:carol?secret=${secrets.short}&issuer=Steam&codeDisplay=${encodeURIComponent('{}')}`,
  `otpauth://totp/Gone:x?secret=${secrets.short}&issuer=Gone&codeDisplay=${enteTrashed}`,
].join('\n')
export const bitwardenPlain = {
  encrypted: false,
  folders: [{ id: 'f1', name: 'Work' }],
  items: [
    {
      id: '1',
      name: 'Example',
      folderId: 'f1',
      type: 1,
      favorite: true,
      notes: 'mine',
      login: { username: 'alice', totp: secrets.ascii },
    },
    {
      id: '2',
      name: 'By link',
      folderId: null,
      type: 1,
      favorite: false,
      login: { username: 'bob', totp: `otpauth://totp/Other:x?secret=${secrets.short}&digits=8` },
    },
    {
      id: '3',
      name: 'Steam',
      type: 1,
      login: { username: 'carol', totp: `steam://${secrets.short}` },
    },
    { id: '4', name: 'Password only', type: 1, login: { username: 'dave', totp: null } },
  ],
}
export const bitwardenCsv = [
  'folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp',
  `Work,1,login,Example,"two\nlines",,0,,alice,x,${secrets.ascii}`,
  ',,login,No code,,,0,,dave,x,',
].join('\n')
/** Bitwarden Authenticator's own: its rows have more values than its header has names. */
export const bitwardenAuthenticatorCsv = [
  'folder,favorite,type,name,login_uri,login_totp',
  `,,1,Example,,otpauth://totp/Example:alice?secret=${secrets.ascii}&issuer=Example&period=60&digits=8,Example,60,8`,
].join('\n')

export const andotpPlain = [
  {
    secret: secrets.ascii,
    issuer: 'Example',
    label: 'alice',
    digits: 6,
    type: 'TOTP',
    algorithm: 'SHA1',
    thumbnail: 'Default',
    last_used: 1,
    used_frequency: 0,
    period: 30,
    tags: ['Work'],
  },
  {
    secret: secrets.short,
    label: 'Old:bob',
    digits: 6,
    type: 'TOTP',
    algorithm: 'SHA1',
    period: 30,
    tags: [],
  },
  {
    secret: secrets.short,
    issuer: 'Counter',
    label: 'x',
    digits: 6,
    type: 'HOTP',
    algorithm: 'SHA512',
    counter: 12,
    tags: [],
  },
]
const signed = (text: string) =>
  [...Buffer.from(text, 'latin1')].map((byte) => (byte > 127 ? byte - 256 : byte))
export const freeotp = {
  tokens: [
    {
      algo: 'SHA1',
      counter: 0,
      digits: 6,
      issuerExt: 'Example',
      issuerInt: 'Example',
      label: 'alice',
      period: 30,
      secret: signed('12345678901234567890'),
      type: 'TOTP',
    },
    {
      algo: 'SHA256',
      counter: 10_299,
      digits: 8,
      issuerExt: 'Counter',
      label: 'bob',
      period: 30,
      secret: signed('\u00ff\u0080abcdefghij'),
      type: 'HOTP',
    },
  ],
  tokenOrder: ['Example:alice', 'Counter:bob'],
}

export const stratumPlain = {
  Authenticators: [
    {
      Type: 2,
      Icon: null,
      Issuer: 'Example',
      Username: 'alice',
      Secret: secrets.ascii,
      Pin: null,
      Algorithm: 0,
      Digits: 6,
      Period: 30,
      Counter: 0,
      Ranking: 0,
    },
    {
      Type: 1,
      Issuer: 'Counter',
      Username: 'bob',
      Secret: secrets.short,
      Algorithm: 2,
      Digits: 6,
      Period: 30,
      Counter: 3,
      Ranking: 1,
    },
    {
      Type: 4,
      Issuer: 'Steam',
      Username: 'carol',
      Secret: secrets.long,
      Algorithm: 0,
      Digits: 5,
      Period: 30,
      Counter: 0,
      Ranking: 2,
    },
    {
      Type: 5,
      Issuer: 'Yandex',
      Username: 'dave',
      Secret: secrets.long,
      Algorithm: 1,
      Digits: 8,
      Period: 30,
      Pin: '1234',
      Ranking: 3,
    },
  ],
  Categories: [{ Id: 'abcd1234', Name: 'Work', Ranking: 0 }],
  AuthenticatorCategories: [
    { CategoryId: 'abcd1234', AuthenticatorSecret: secrets.ascii, Ranking: 0 },
  ],
  CustomIcons: [],
}
const protonEntry = (uri: string, name: string, entry_type = 'Totp') => ({
  id: '7f3c2c6e-5a0e-4f0e-9f43-0a1b2c3d4e5f',
  content: { uri, entry_type, name },
  note: 'mine',
})
export const protonPlain = {
  version: 1,
  entries: [
    protonEntry(
      `otpauth://totp/alice?secret=${secrets.ascii}&issuer=Example&algorithm=SHA1&digits=6&period=30`,
      'alice',
    ),
    protonEntry(`steam://${secrets.short}`, 'carol', 'Steam'),
  ],
}
/** Protocol buffers by hand: tag, length, bytes. */
const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]
const bytesField = (number: number, value: Uint8Array | string) => [
  (number << 3) | 2,
  ...varint(Buffer.from(value).length),
  ...Buffer.from(value),
]
const numberField = (number: number, value: number) => [number << 3, ...varint(value)]

export const googleBatch = (index: number, size: number) => {
  const alice = [
    ...bytesField(1, '12345678901234567890'),
    ...bytesField(2, 'Example:alice'),
    ...bytesField(3, 'Example'),
    ...numberField(4, 1),
    ...numberField(5, 1),
    ...numberField(6, 2),
    // What today's builds add, and nobody documents.
    ...bytesField(8, 'some-id'),
  ]
  const bob = [
    ...bytesField(1, '\u0001\u0002345678901234567'),
    ...bytesField(2, 'Counter:bob'),
    ...numberField(4, 3),
    ...numberField(5, 2),
    ...numberField(6, 1),
    ...numberField(7, 300),
  ]
  const eve = [
    ...bytesField(1, 'abcdefghij'),
    ...bytesField(2, 'eve'),
    ...numberField(4, 4),
    ...numberField(6, 2),
  ]
  const payload = [
    ...[alice, bob, eve].flatMap((entry) => bytesField(1, Uint8Array.from(entry))),
    ...numberField(2, 1),
    ...numberField(3, size),
    ...(index > 0 ? numberField(4, index) : []),
    ...numberField(5, 77),
  ]
  const data = Buffer.from(payload).toString('base64')
  return `otpauth-migration://offline?data=${encodeURIComponent(data)}`
}
