/**
 * Makes test/vectors/seedfile/ anew, with tools that know nothing of ours (Debian: `apt-get install zip 7zip
 * libarchive-tools oathtool pskctool pskc-utils`): Info-ZIP for ZipCrypto, 7-Zip for WinZip AES (AE-2),
 * libarchive for AE-1, python-pskc for RFC 6030, pskctool to check what that
 * made, oathtool for codes. The tests need none of them.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const target = resolve(import.meta.dirname, '../test/vectors/seedfile')
const place = mkdtempSync(join(tmpdir(), 'latchkey-vectors-'))
const password = 'correct horse battery'
const presharedKey = '000102030405060708090a0b0c0d0e0f'
/** The moment of the codes, in seconds since 1970. */
const moment = 1_111_111_109

const run = (command, arguments_, input = 'ignore') => {
  const { status, stdout, stderr, error } = spawnSync(command, arguments_, {
    cwd: place,
    stdio: [input, 'pipe', 'pipe'],
  })
  if (error || status !== 0)
    throw new Error(`${command} ${arguments_.join(' ')}: ${error ?? `${stdout}${stderr}`}`)
  return stdout.toString()
}
const write = (name, text) => writeFileSync(join(place, name), text)

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
/** Of 20 bytes, whose 160 bits are 32 letters. */
const base32 = (bytes) => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return bits
    .match(/.{5}/g)
    .map((five) => letters[Number.parseInt(five, 2)])
    .join('')
}
const tokens = Array.from({ length: 40 }, (_, index) => {
  const secret = createHash('sha1').update(`token ${index}`).digest()
  return { serial: `LK-${String(10_000 + index)}`, secret }
})

const zips = () => {
  for (const bits of [128, 192, 256])
    run('7zz', ['a', '-tzip', `-mem=AES${bits}`, `-p${password}`, `aes-${bits}.zip`, 'seeds.csv'])
  run('7zz', [
    'a',
    '-tzip',
    '-mx0',
    '-mem=AES256',
    `-p${password}`,
    'aes-256-stored.zip',
    'seeds.csv',
  ])
  run('7zz', [
    'a',
    '-tzip',
    '-mm=LZMA',
    '-mem=AES256',
    `-p${password}`,
    'aes-256-lzma.zip',
    'seeds.csv',
  ])
  run('7zz', ['a', '-tzip', '-mem=AES256', `-p${password}`, 'pskc-in-zip.zip', 'pskc-plain.xml'])
  run('7zz', ['a', '-t7z', `-p${password}`, 'other.7z', 'seeds.csv'])
  // 7-Zip writes AE-2; libarchive writes AE-1, and sizes after the data too.
  const ae1 = ['--format', 'zip', '--options', 'zip:encryption=aes256', '--passphrase', password]
  run('bsdtar', [...ae1, '--uid', '0', '--gid', '0', '-cf', 'aes-256-ae1.zip', 'seeds.csv'])
  // Of what comes by standard input Info-ZIP does not know the size: 64 bits are made ready for it.
  run('zip', ['-X', '-P', password, 'zipcrypto-zip64.zip', '-'], openSync(join(place, 'seeds.csv')))
  write('names', '@ -\n@=seeds.csv\n')
  run('zipnote', ['-w', 'zipcrypto-zip64.zip'], openSync(join(place, 'names')))
  run('zip', ['-X', '-P', password, 'zipcrypto.zip', 'seeds.csv'])
  run('zip', ['-X', '-0', '-P', password, 'zipcrypto-stored.zip', 'seeds.csv'])
  run('zip', ['-X', 'unencrypted.zip', 'seeds.csv'])
  mkdirSync(join(place, '__MACOSX'))
  write('__MACOSX/._seeds.csv', 'what a Mac leaves')
  run('7zz', ['a', '-tzip', '-mem=AES256', `-p${password}`, 'mac.zip', 'seeds.csv', '__MACOSX'])
}

/** What csv2pskc does not offer: longer keys, other functions. */
const strongPskc = `
import pskc, csv, base64
document = pskc.PSKC()
for row in csv.DictReader(open('columns.csv')):
    document.add_key(id=row['serial'], serial=row['serial'], manufacturer='ACME', model='C200',
        algorithm='urn:ietf:params:xml:ns:keyprov:pskc:totp', algorithm_suite='HMAC-SHA256',
        secret=base64.b32decode(row['secret']), time_interval=60, response_length=8,
        response_encoding='DECIMAL')
document.encryption.setup_pbkdf2('${password}', iterations=5000, key_length=32, prf='hmac-sha256',
    algorithm='aes256-cbc')
document.mac.setup(algorithm='hmac-sha256')
document.write('pskc-password-aes256.xml')
`

const pskcs = () => {
  const rows = tokens.slice(0, 5).map(({ serial, secret }) => `${serial},${base32(secret)}`)
  write('columns.csv', ['serial,secret', ...rows, ''].join('\n'))
  const common = ['-e', 'base32', '-x', 'algorithm=totp', '-x', 'time_interval=30']
  const shape = [...common, '-x', 'response_length=6', '-x', 'manufacturer=ACME', 'columns.csv']
  run('csv2pskc', ['-o', 'pskc-plain.xml', ...shape])
  run('csv2pskc', ['-o', 'pskc-password.xml', '-p', password, ...shape])
  run('csv2pskc', ['-o', 'pskc-key.xml', '-s', presharedKey, ...shape])
  write('strong.py', strongPskc)
  run('/usr/bin/python3', ['strong.py'])
  run('pskctool', ['--validate', 'pskc-plain.xml'])
}

const expected = () =>
  tokens.map(({ serial, secret }) => {
    const code = (...options) =>
      run('oathtool', [...options, `--now=@${moment}`, secret.toString('hex')]).trim()
    return {
      serial,
      secret: secret.toString('hex'),
      code: code('--totp'),
      code8: code('--totp=SHA256', '--digits=8', '--time-step-size=60s'),
    }
  })

const made = [
  'seeds.csv',
  'aes-128.zip',
  'aes-192.zip',
  'aes-256.zip',
  'aes-256-stored.zip',
  'aes-256-lzma.zip',
  'zipcrypto.zip',
  'zipcrypto-stored.zip',
  'aes-256-ae1.zip',
  'zipcrypto-zip64.zip',
  'unencrypted.zip',
  'mac.zip',
  'other.7z',
  'pskc-plain.xml',
  'pskc-password.xml',
  'pskc-password-aes256.xml',
  'pskc-key.xml',
  'pskc-in-zip.zip',
]

write('seeds.csv', tokens.map(({ serial, secret }) => `${serial},${base32(secret)}\r\n`).join(''))
pskcs()
zips()
mkdirSync(target, { recursive: true })
for (const name of made) writeFileSync(join(target, name), readFileSync(join(place, name)))
const facts = { password, presharedKey, moment, tokens: expected() }
writeFileSync(join(target, 'expected.json'), `${JSON.stringify(facts, null, 2)}\n`)
rmSync(place, { recursive: true })
