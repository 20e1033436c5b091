import { describe, expect, it } from 'vitest'
import { codeAt, stepAt } from '../../schema/otp/totp.ts'
import type { SeedToken } from '../../schema/seed-file.ts'
import { toHex } from '../../worker/crypto/hex.ts'
import {
  readSeedFile,
  type SeedFile,
  type SeedFileResult,
} from '../../worker/seedfile/seed-file.ts'
import { expected, seedVector } from '../support/seed-vector.ts'

const { password, presharedKey, moment } = expected

const read = (name: string, options = {}): Promise<SeedFileResult> =>
  readSeedFile(seedVector(name), {
    password,
    presharedKey,
    allowZipCrypto: true,
    allowShortSecrets: false,
    ...options,
  })

const tokensOf = (file: SeedFile): SeedToken[] => [...file.tokens(7)].flat()

const opened = async (name: string): Promise<SeedFile> => {
  const file = await read(name)
  if (!file.ok) throw new Error(`${name}: ${file.reason}`)
  return file
}

const code = ({ secret, algorithm, digits, period }: SeedToken): string =>
  codeAt(secret, stepAt(moment, period), { algorithm, digits, period })

describe('files made by other tools', () => {
  const zips = {
    'aes-128.zip': 'aes-128',
    'aes-192.zip': 'aes-192',
    'aes-256.zip': 'aes-256',
    'aes-256-stored.zip': 'aes-256',
    'aes-256-ae1.zip': 'aes-256',
    'mac.zip': 'aes-256',
    'zipcrypto.zip': 'zipcrypto',
    'zipcrypto-stored.zip': 'zipcrypto',
    'zipcrypto-zip64.zip': 'zipcrypto',
    'seeds.csv': 'plain',
  }

  it.each(Object.entries(zips))('%s: every token as it was put in', async (name, container) => {
    const file = await opened(name)
    expect(file).toMatchObject({ format: 'serial-secret', encoding: 'base32', container })
    expect(file).toMatchObject({ rows: 40, count: 40, errors: [] })
    expect(tokensOf(file).map((token) => [token.serial, toHex(token.secret), code(token)])).toEqual(
      expected.tokens.map((token) => [token.serial, token.secret, token.code]),
    )
    expect(tokensOf(file).map(({ line }) => line)).toEqual(expected.tokens.map((_, at) => at + 1))
  })

  const documents = {
    'pskc-plain.xml': 'plain',
    'pskc-key.xml': 'pskc-key',
    'pskc-password.xml': 'pskc-password',
    'pskc-in-zip.zip': 'aes-256',
  }

  it.each(Object.entries(documents))(
    "%s: every token makes oathtool's code",
    async (name, container) => {
      const file = await opened(name)
      expect(file).toMatchObject({ format: 'pskc', encoding: 'base64', container, errors: [] })
      expect(
        tokensOf(file).map((token) => [token.serial, token.manufacturer, code(token)]),
      ).toEqual(expected.tokens.slice(0, 5).map((token) => [token.serial, 'ACME', token.code]))
    },
  )

  it('reads PSKC under AES-256 and PBKDF2 with SHA-256: eight digits, SHA-256, 60 seconds', async () => {
    const file = await opened('pskc-password-aes256.xml')
    expect(tokensOf(file).map((token) => [token.serial, token.model, code(token)])).toEqual(
      expected.tokens.slice(0, 5).map((token) => [token.serial, 'C200', token.code8]),
    )
  })

  it('warns of what protects badly, and of what does not protect at all', async () => {
    expect(await opened('zipcrypto.zip')).toMatchObject({ warnings: ['zipcrypto'] })
    expect(await opened('seeds.csv')).toMatchObject({ warnings: ['unencrypted'] })
    expect(await opened('pskc-plain.xml')).toMatchObject({ warnings: ['unencrypted'] })
    expect(await opened('aes-128.zip')).toMatchObject({ warnings: [] })
    expect(await opened('pskc-password.xml')).toMatchObject({ warnings: [] })
  })

  it('S05: refuses other containers, each by its reason', async () => {
    const refusal = async (name: string, options = {}) => {
      const file = await read(name, options)
      return file.ok ? null : file.reason
    }
    expect(await refusal('unencrypted.zip')).toBe('not-encrypted')
    expect(await refusal('zipcrypto.zip', { allowZipCrypto: false })).toBe('zipcrypto-not-allowed')
    expect(await refusal('aes-256-lzma.zip')).toBe('unsupported-zip')
    expect(await refusal('other.7z')).toBe('unsupported-container')
    expect(await refusal('aes-256.zip', { password: '' })).toBe('password-missing')
    expect(await refusal('pskc-password.xml', { password: undefined })).toBe('password-missing')
    expect(await refusal('pskc-password.xml', { password: 'wrong' })).toBe(
      'wrong-password-or-damaged',
    )
    expect(await refusal('pskc-key.xml', { presharedKey: '' })).toBe('preshared-key-missing')
    expect(await refusal('pskc-key.xml', { presharedKey: '00ff' })).toBe('bad-preshared-key')
    expect(await refusal('pskc-key.xml', { presharedKey: 'f'.repeat(32) })).toBe(
      'wrong-password-or-damaged',
    )
  })

  it('hands tokens over in pieces, as often as asked, each time with secrets of its own', async () => {
    const file = await opened('aes-256.zip')
    expect([...file.tokens(15)].map((piece) => piece.length)).toEqual([15, 15, 10])
    for (const token of tokensOf(file)) token.secret.fill(0)
    expect(tokensOf(file).map(({ secret }) => toHex(secret))).toEqual(
      expected.tokens.map(({ secret }) => secret),
    )
  })
})

describe('PSKC that means harm, or something else', () => {
  const text = (name: string) => new TextDecoder().decode(seedVector(name))
  const plain = text('pskc-plain.xml')
  const sealed = text('pskc-password.xml')

  const told = async (document: string): Promise<unknown> => {
    const file = await readSeedFile(Uint8Array.from(new TextEncoder().encode(document)), {
      password,
      presharedKey,
      allowZipCrypto: false,
      allowShortSecrets: false,
    })
    return file.ok ? file.errors.map(({ reason }) => reason) : file.reason
  }
  const laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
  const external = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'

  it.each<[string, string, unknown]>([
    ['nothing wrong', plain, []],
    ['entities that multiply', plain.replace('?>', `?>${laughs}`), 'xml-doctype'],
    ['an external entity', plain.replace('?>', `?>${external}`), 'xml-doctype'],
    ['an entity from nowhere', plain.replace('ACME', '&acme;'), 'malformed-xml'],
    ['an element left open', plain.replace('</pskc:KeyPackage>', ''), 'malformed-xml'],
    ['an end before the end', plain.slice(0, 900), 'malformed-xml'],
    ['another root', plain.replaceAll('KeyContainer', 'Keys'), 'unknown-format'],
    ['another namespace', plain.replace('keyprov:pskc', 'keyprov:x'), 'unknown-format'],
    [
      'no packages',
      `${plain.slice(0, plain.indexOf('<pskc:KeyPackage'))}</pskc:KeyContainer>`,
      'no-rows',
    ],
    [
      'more key packages than a table may have lines',
      plain.replace('<pskc:KeyPackage', `${'<pskc:KeyPackage/>'.repeat(200_000)}<pskc:KeyPackage`),
      'too-many-lines',
    ],
    ['depth', plain.replace('ACME', '<a>'.repeat(20) + '</a>'.repeat(20)), 'unsupported-pskc'],
    [
      'attributes',
      plain.replace(
        '<pskc:Key ',
        `<pskc:Key ${Array.from({ length: 30 }, (_, at) => `a${at}="1"`).join(' ')} `,
      ),
      'unsupported-pskc',
    ],
    [
      'an attribute that a parser trips on',
      plain.replace('<pskc:Key ', '<pskc:Key hasOwnProperty="1" __proto__="2" '),
      'malformed-xml',
    ],
    [
      'two serials for one token',
      plain.replace('<pskc:SerialNo>', '<pskc:SerialNo>1</pskc:SerialNo><pskc:SerialNo>'),
      'unsupported-pskc',
    ],
    [
      'too many iterations',
      sealed.replace(/<IterationCount>\d+/, '<IterationCount>100001'),
      'too-many-iterations',
    ],
    [
      'no iterations',
      sealed.replace(/<IterationCount>\d+/, '<IterationCount>0'),
      'unsupported-pskc',
    ],
    ['another derivation', sealed.replace('#pbkdf2', '#concat'), 'unsupported-pskc'],
    ['another cipher', sealed.replaceAll('#aes128-cbc', '#tripledes-cbc'), 'unsupported-pskc'],
    [
      'another key length',
      sealed.replace('<KeyLength>16', '<KeyLength>32'),
      'wrong-password-or-damaged',
    ],
    [
      'a MAC of another value',
      sealed.replace(/<pskc:ValueMAC>..../, '<pskc:ValueMAC>AAAA'),
      'wrong-password-or-damaged',
    ],
    ['a value without its MAC', sealed.replace(/<pskc:ValueMAC>.*\n/, ''), ['mac-missing']],
    [
      'a token by counter',
      plain.replace('Algorithm="totp"', 'Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:hotp"'),
      ['hotp'],
    ],
    ['seven digits', plain.replace('Length="6"', 'Length="7"'), ['bad-digits']],
    ['letters', plain.replace('Length="6"', 'Length="6" Encoding="ALPHANUMERIC"'), ['bad-digits']],
    [
      'another start of time',
      plain.replace(
        '<pskc:TimeInterval>',
        '<pskc:Time><pskc:PlainValue>99</pskc:PlainValue></pskc:Time><pskc:TimeInterval>',
      ),
      ['unsupported-type'],
    ],
    [
      'a policy that we cannot keep',
      plain.replace(
        '</pskc:AlgorithmParameters>',
        '</pskc:AlgorithmParameters><pskc:Policy><pskc:ExpiryDate>2001-01-01T00:00:00Z</pskc:ExpiryDate></pskc:Policy>',
      ),
      ['unsupported-policy'],
    ],
    [
      'a policy that we keep',
      plain.replace(
        '</pskc:AlgorithmParameters>',
        '</pskc:AlgorithmParameters><pskc:Policy><pskc:KeyUsage>OTP</pskc:KeyUsage></pskc:Policy>',
      ),
      [],
    ],
    [
      'a secret that is no base64',
      plain.replace(/(<pskc:Secret>\s*<pskc:PlainValue>)./, '$1!'),
      ['bad-secret'],
    ],
  ])('%s', async (_, document, outcome) => {
    expect(await told(document)).toEqual(outcome)
  })

  it('numbers a package by the line where it begins', async () => {
    const lines = plain.split('\n')
    const places = lines.flatMap((line, at) => (line.includes('<pskc:KeyPackage') ? [at + 1] : []))
    const file = await opened('pskc-plain.xml')
    expect(tokensOf(file).map(({ line }) => line)).toEqual(places)
  })

  it("reads XML Encryption's filling, which counts its last byte only, and a MAC by the same key", async () => {
    const raw = Uint8Array.from({ length: 16 }, (_, at) => at)
    const cbc = await crypto.subtle.importKey('raw', raw, 'AES-CBC', false, ['encrypt'])
    // 20 bytes of secret, then 12 of filling of which only the last says how many; PKCS #7's block is cut off.
    const filled = Uint8Array.from({ length: 32 }, (_, at) => (at === 31 ? 12 : at + 1))
    const iv = raw.slice().fill(9)
    const blocks = await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, cbc, filled)
    const value = Uint8Array.from([...iv, ...new Uint8Array(blocks).slice(0, 32)])
    const hmac = { name: 'HMAC', hash: 'SHA-1' }
    const key = await crypto.subtle.importKey('raw', raw, hmac, false, ['sign'])
    const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, value))
    const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))
    const file = await readSeedFile(
      Uint8Array.from(
        new TextEncoder().encode(
          text('pskc-key.xml')
            .replace(/<pskc:MACKey>[^]*<\/pskc:MACKey>/, '')
            .replace(/<\/pskc:KeyPackage>[^]*/, '</pskc:KeyPackage></pskc:KeyContainer>')
            .replace(/(<xenc:CipherValue>)[^<]*/, `$1${base64(value)}`)
            .replace(/(<pskc:ValueMAC>)[^<]*/, `$1${base64(mac)}`),
        ),
      ),
      { presharedKey, allowZipCrypto: false, allowShortSecrets: false },
    )
    expect(file.ok && tokensOf(file)).toMatchObject([{ secret: filled.slice(0, 20) }])
  })
})
