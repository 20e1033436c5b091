import { describe, expect, it } from 'vitest'
import { seedFileLimits } from '../../schema/seed-file.ts'
import { readSeedFile, type SeedFileOptions } from '../../worker/seedfile/seed-file.ts'
import { joined, utf8 } from '../support/seed-zip.ts'

const read = (text: string | Uint8Array<ArrayBuffer>, options: Partial<SeedFileOptions> = {}) =>
  readSeedFile(typeof text === 'string' ? utf8(text) : text, {
    allowZipCrypto: false,
    allowShortSecrets: false,
    ...options,
  })

/** A file in one line: its tokens as serials, its errors as `line reason`, or why it is refused. */
const told = async (...file: Parameters<typeof read>): Promise<string> => {
  const result = await read(...file)
  if (!result.ok) return `${result.reason}${result.line ? ` ${result.line}` : ''}`
  const serials = [...result.tokens(1000)].flat().map(({ serial }) => serial)
  const errors = result.errors.map(({ line, reason }) => `${line} ${reason}`)
  return `${serials.join(' ')} | ${errors.join(', ')}`
}

/** 20 bytes, another for each number, as hexadecimal digits that are no base32. */
const hex = (number: number) => `${number.toString(16).padStart(38, '90')}08`
const base32 = ['JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'] as const
const rows = (...lines: string[]) => lines.join('\n')

describe('S06: how a table is written', () => {
  const lines = [`A1,${hex(1)}`, `A2,${hex(2)}`, `A3,${hex(3)}`]

  it.each([
    ['LF', lines.join('\n')],
    ['CRLF', `${lines.join('\r\n')}\r\n`],
    ['CR', lines.join('\r')],
    ['a mark', `\uFEFF${lines.join('\n')}`],
    ['semicolons', lines.join('\n').replaceAll(',', ';')],
    ['tabs', lines.join('\n').replaceAll(',', '\t')],
    ['quotes', lines.map((line) => `"${line.replace(',', '", "')}"`).join('\n')],
    ['blanks around cells', lines.map((line) => ` ${line.replace(',', ' , ')} `).join('\n')],
    ['cells that are empty at the end', lines.map((line) => `${line},,`).join('\n')],
    ['blank lines and remarks', `# ours\n\n${lines.join('\n\n')}\n`],
    ['a header', `Serial Number,Secret Key\n${lines.join('\n')}`],
    [
      'its columns the other way round',
      `seed;serial\n${lines.map((line) => line.split(',').reverse().join(';')).join('\n')}`,
    ],
  ])('reads %s', async (_, text) => {
    expect(await told(text)).toBe('A1 A2 A3 | ')
  })

  it('numbers lines as an editor does', async () => {
    const text = `\r\nserial,secret\r\n\r\n${lines[0]}\r\nA2,${hex(2)},x\r\n"A3,${hex(3)}\r\n`
    expect(await told(text)).toBe('A1 | 5 columns, 6 bad-quotes')
  })

  it('ends a cell where its line ends', async () => {
    expect(await told(`"A\n1",${hex(1)}\nA2,${hex(2)}`)).toBe('unknown-format')
    expect(await told(`${lines[0]}\nA2,"${hex(2)}\n"\n${lines[2]}`)).toBe(
      'A1 A3 | 2 bad-quotes, 3 bad-quotes',
    )
  })

  it.each([
    ['UTF-16 with its mark', Uint8Array.of(0xff, 0xfe, 0x41, 0, 0x31, 0), 'utf-16'],
    ['UTF-16 without', Uint8Array.of(0x41, 0, 0x31, 0), 'utf-16'],
    ['Latin-1', joined(utf8(`A1,${hex(1)},`), Uint8Array.of(0xe9)), 'not-utf-8'],
    ['half a letter at the end', joined(utf8(`A1,${hex(1)}`), Uint8Array.of(0xc3)), 'not-utf-8'],
    ['a NUL', utf8(`A1,${hex(1)}\n\0`), 'not-text'],
    ['nothing but blanks', utf8(' \r\n\t\n'), 'empty-file'],
    ['a header only', utf8('serial,secret\n'), 'no-rows'],
    ['a remark only', utf8('# nothing\n'), 'unknown-format'],
    ['one column', utf8(hex(1)), 'unknown-format'],
    [
      'a sentence',
      utf8('Please find your tokens attached, as agreed, see below.'),
      'unknown-format',
    ],
    ['a line of a megabyte', utf8(`A1,${hex(1)}\nA2,${'0'.repeat(1_000_000)}`), 'line-too-long 2'],
  ])('refuses %s', async (_, bytes, reason) => {
    expect(await told(bytes)).toBe(reason)
  })

  it('takes as many lines as are allowed, and not one more', async () => {
    const many = 'A,B\n'.repeat(seedFileLimits.lines)
    expect(await told(`${many}A,B`)).toBe('too-many-lines')
    const allowed = await read(many)
    expect(allowed).toMatchObject({ ok: true, rows: seedFileLimits.lines, count: 0 })
  })
})

describe('formats', () => {
  const tokens = async (text: string) => {
    const file = await read(text)
    if (!file.ok) throw new Error(file.reason)
    return { ...file, list: [...file.tokens(10)].flat() }
  }

  it('reads OATH tables with and without a header', async () => {
    const bare = await tokens(rows(`A1,${hex(1)},TOTP,6,30`, `A2,${hex(2)},totp,8,60`))
    expect(bare).toMatchObject({ format: 'oath', encoding: 'hex', errors: [] })
    expect(bare.list).toMatchObject([
      { digits: 6, period: 30 },
      { digits: 8, period: 60 },
    ])
    const named = await tokens(rows('serial,seed,algorithm,digits', `A1,${hex(1)},HMAC-SHA-256,8`))
    expect(named.list).toMatchObject([{ algorithm: 'SHA256', digits: 8, period: 30 }])
  })

  it("reads Entra's table, with who the token is for", async () => {
    const file = await tokens(
      rows(
        'upn,serial number,secret key,time interval,manufacturer,model',
        `ada@example.org,1234567,${base32[0]},60,Contoso,HardwareKey`,
        `,7654321,${base32[1].toLowerCase()},30,,`,
      ),
    )
    expect(file).toMatchObject({ format: 'entra', encoding: 'base32', errors: [] })
    expect(file.list).toMatchObject([
      {
        upn: 'ada@example.org',
        period: 60,
        manufacturer: 'Contoso',
        model: 'HardwareKey',
        line: 2,
      },
      { serial: '7654321', period: 30 },
    ])
    expect(file.list[1]).not.toHaveProperty('upn')
  })

  it("reads Yubico's log, and says which rows are no codes by time", async () => {
    const file = await read(
      rows(
        'LOGGING START,11.12.13 18:55',
        `OATH-HOTP,11.12.13 18:55,1,cccccccccccc,,${hex(1)},,,0,0,0,6,0,0,0,0,0,0`,
        `Yubico OTP,12/11/2013 11:10,1,vvgutbiedkvi,ab86c04de6a3,${hex(2)},,,0,0,0,0,0,0,0,0,0,0`,
        `OATH-TOTP,11.12.13 18:55,1,cccccccccccd,,${hex(3)},,,0,0,0,8,0,0,0,0,0,0`,
      ),
    )
    expect(file).toMatchObject({
      format: 'yubico',
      rows: 3,
      count: 1,
      errors: [
        { line: 2, reason: 'hotp' },
        { line: 3, reason: 'unsupported-type' },
      ],
    })
  })

  it('says that it ignores columns that it does not know', async () => {
    const file = await tokens(rows('serial,batch,secret', `A1,2026-11,${hex(1)}`))
    expect(file).toMatchObject({ format: 'serial-secret', count: 1 })
    expect(file.warnings).toContain('ignored-columns')
  })
})

describe('S07: secrets', () => {
  it('reads a column as the majority of it is written', async () => {
    const file = await read(rows(`A1,${hex(1)}`, `A2,${base32[0]}`, `A3,${hex(3)}`))
    expect(file).toMatchObject({ encoding: 'hex', errors: [{ line: 2, reason: 'bad-secret' }] })
    expect(await told(rows(`A1,${hex(1)}`, `A2,${base32[0]}`))).toBe('ambiguous-secrets')
    expect(await told(`A1,${'A2'.repeat(20)}`)).toBe('ambiguous-secrets')
  })

  it('takes lower case, padding and groups', async () => {
    const spaced = `${base32[0]
      .slice(0, 26)
      .toLowerCase()
      .replaceAll(/(.{4})/g, '$1 ')}======`
    const file = await read(
      rows(`A1,${spaced}`, `A2,${hex(2).toUpperCase().replaceAll(/(..)/g, '$1-')}`, `A3,${hex(3)}`),
    )
    expect(file).toMatchObject({ encoding: 'hex', errors: [{ line: 1 }] })
    expect(await told(`A1,${spaced}`)).toBe('A1 | ')
  })

  const bytes = (count: number) => '90'.repeat(count)
  it.each([
    ['9 bytes', bytes(9), '2 short-secret'],
    ['10 bytes', bytes(10), '2 short-secret'],
    ['15 bytes', bytes(15), '2 short-secret'],
    ['16 bytes', bytes(16), ''],
    ['20 bytes', bytes(20), ''],
    ['32 bytes', bytes(32), ''],
    ['64 bytes', bytes(64), ''],
    ['65 bytes', bytes(65), '2 long-secret'],
    ['half a byte', `${bytes(20)}9`, '2 bad-secret'],
    ['zeros', '00'.repeat(20), '2 zero-secret'],
    ['base64', 'kJCQkJCQkJCQkJCQkJCQkJCQkJA=', '2 bad-secret'],
    ['nothing', '', '2 secret-missing'],
  ])('%s', async (_, secret, errors) => {
    const text = rows(`A1,${hex(1)}`, `A2,${secret}`, `A3,${hex(3)}`)
    expect(await told(text)).toBe(`A1 ${errors ? '' : 'A2 '}A3 | ${errors}`)
  })

  it('takes 80 bits only where a switch lets it, and says so', async () => {
    const text = rows(`A1,${bytes(10)}`, `A2,${bytes(9)}`)
    const file = await read(text, { allowShortSecrets: true })
    expect(file).toMatchObject({ count: 1, errors: [{ line: 2, reason: 'short-secret' }] })
    expect(file).toMatchObject({ warnings: ['unencrypted', 'short-secrets'] })
  })

  it('base32 that has lost a letter is refused', async () => {
    expect(await told(rows(`A1,${base32[0]}`, `A2,${base32[1].slice(0, 30)}`))).toBe(
      'A1 | 2 bad-secret',
    )
  })

  it('takes neither of two serials with one secret, nor of two secrets with one serial', async () => {
    expect(await told(rows(`A1,${hex(1)}`, `A2,${hex(1)}`, `A3,${hex(3)}`))).toBe(
      'A3 | 1 duplicate-secret, 2 duplicate-secret',
    )
    expect(await told(rows(`A1,${hex(1)}`, `a1,${hex(2)}`, `A3,${hex(2)}`))).toBe(
      ' | 1 duplicate-serial, 2 duplicate-serial, 3 duplicate-secret',
    )
    expect(await told(rows(`A1,${hex(1)}`, `A1,${hex(1)}`, `A1,${hex(1)}`))).toBe(
      'A1 | 2 repeated, 3 repeated',
    )
  })
})

describe('S08: serials', () => {
  it.each([
    '=cmd|calc',
    '+1',
    '-1',
    '@SUM(A1)',
    '<img onerror=alert(1)>',
    'A\u202EB',
    'A\u200B1',
    'É1',
    'А1',
    'A'.repeat(65),
    'A'.repeat(300),
    "'A1",
    'A/1',
    '1.2E+12',
  ])('refuses %j', async (serial) => {
    expect(await told(rows(`A1,${hex(1)}`, `${serial},${hex(2)}`))).toBe('A1 | 2 bad-serial')
  })

  it('takes what stands on tokens, as it is written', async () => {
    const text = rows(
      `${'A'.repeat(64)},${hex(1)}`,
      `GALT-10.42_7,${hex(2)}`,
      `0012345,${hex(3)}`,
      `,${hex(4)}`,
    )
    expect(await told(text)).toBe(`${'A'.repeat(64)} GALT-10.42_7 0012345 | 4 serial-missing`)
  })
})

describe('S09: parameters', () => {
  it.each([
    ['HOTP,6,30', 'hotp'],
    ['OCRA,6,30', 'unsupported-type'],
    [',6,30', 'unsupported-type'],
    ...['5', '7', '9', '06', '6.0', '-6', '1e1', '٦'].map((digits) => [
      `TOTP,${digits},30`,
      'bad-digits',
    ]),
    ...['0', '-1', '1e9', '45', '3600', '18446744073709551616'].map((period) => [
      `TOTP,6,${period}`,
      'bad-period',
    ]),
  ])('refuses %s', async (parameters = '', reason = '') => {
    const text = rows(`A1,${hex(1)},TOTP,6,30`, `A2,${hex(2)},${parameters}`)
    expect(await told(text)).toBe(`A1 | 2 ${reason}`)
  })

  it('refuses other functions, and names that hide something', async () => {
    const header = 'serial,secret,algorithm,model'
    const text = rows(
      header,
      `A1,${hex(1)},MD5,`,
      `A2,${hex(2)},SHA3-256,`,
      `A3,${hex(3)},sha-512,C\u202E`,
    )
    expect(await told(text)).toBe(' | 2 bad-algorithm, 3 bad-algorithm, 4 bad-text')
  })
})

it('S14: says nothing of a secret in what it answers about bad rows', async () => {
  const canary = 'CANARY7CANARY7CANARY7CANARY7!'
  const file = await read(rows(`A1,${base32[0]}`, `A2,${canary}`, `${canary},${base32[1]}`))
  expect(file).toMatchObject({ count: 1, errors: [{ line: 2 }, { line: 3 }] })
  expect(JSON.stringify(file)).not.toContain('CANARY')
})
