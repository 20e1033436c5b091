import { describe, expect, it } from 'vitest'
import { inflatedFill } from '../../worker/seedfile/inflate.ts'
import { readSeedFile } from '../../worker/seedfile/seed-file.ts'
import { seedFileLimits } from '../../schema/seed-file.ts'
import { chance } from '../support/random.ts'
import { fuzzFaults } from '../support/seed-fuzz.ts'
import { expected, seedVector } from '../support/seed-vector.ts'
import {
  deflatedZeros,
  joined,
  locked,
  lockedZip,
  rawZip,
  utf8,
  type RawEntry,
} from '../support/seed-zip.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** What a file comes to: `ok`, or why it is refused. */
const outcome = async (bytes: Bytes, password = 'secret'): Promise<string> => {
  const file = await readSeedFile(bytes, {
    password,
    presharedKey: expected.presharedKey,
    allowZipCrypto: true,
    allowShortSecrets: false,
  })
  return file.ok ? 'ok' : file.reason
}

const seeds = utf8('LK-1,JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP\nLK-2,GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n')
const mebibyte = 1024 * 1024

describe('S01: bombs', () => {
  const zeros = deflatedZeros(1024)
  const bomb = (size: number, zipCrypto: boolean, data = zeros) =>
    lockedZip({ data, size, crc: 0, zipCrypto })

  it.each([true, false])(
    'refuses a gibibyte that is declared (ZipCrypto: %s)',
    async (zipCrypto) => {
      expect(await outcome(await bomb(1024 * mebibyte, zipCrypto))).toBe('too-much-text')
      expect(await outcome(await bomb(15 * mebibyte, zipCrypto, deflatedZeros(15)))).toBe(
        'suspicious-ratio',
      )
    },
  )

  it.each([true, false])(
    'stops a gibibyte that claims to be less (ZipCrypto: %s)',
    async (zipCrypto) => {
      for (const size of [100, seedFileLimits.text])
        expect(await outcome(await bomb(size, zipCrypto))).toBe('wrong-password-or-damaged')
    },
  )

  it('gives up at the first byte too many, not after the last', () => {
    expect(() => inflatedFill(mebibyte).push(zeros)).toThrow('more than was said')
  })

  it('opens no zip inside a zip', async () => {
    const inner = await lockedZip(locked(seeds))
    expect(await outcome(await lockedZip(locked(inner, { name: 'seeds.zip' })))).toBe(
      'no-seed-file',
    )
    expect(await outcome(await lockedZip(locked(inner, { name: 'seeds.csv' })))).toBe('not-text')
  })

  it('refuses entries that lie on one another', async () => {
    const entries = [{ name: 'seeds.csv' }, { name: 'other.bin', offset: 0 }]
    expect(await outcome(rawZip(entries))).toBe('unsafe-zip')
    const quoting = [{ name: 'seeds.csv', compressedSize: 60, size: 60 }, { name: 'other.bin' }]
    expect(await outcome(rawZip(quoting))).toBe('unsafe-zip')
  })

  it('stops counting at the fifth of 10,000 entries', async () => {
    const entries = Array.from({ length: 10_000 }, (_, at) => ({ name: `${at}.txt` }))
    expect(await outcome(rawZip(entries))).toBe('too-many-entries')
  })

  it('refuses sizes that lie by a byte', async () => {
    for (const by of [-1, 1])
      for (const options of [
        {},
        { zipCrypto: true },
        { stored: true },
        { stored: true, zipCrypto: true },
      ]) {
        const honest = locked(seeds, options)
        const liar = await lockedZip({ ...honest, size: honest.size + by })
        expect(await outcome(liar)).toMatch(/^(wrong-password-or-damaged|unsafe-zip)$/)
      }
  })

  it('refuses a size that is said to stand in a zip64 field that is not there', async () => {
    const sentinel = { name: 'seeds.csv', size: 0xffff_ffff }
    expect(await outcome(rawZip([sentinel]))).toMatch(/^(damaged|unsafe)-zip$/)
    const both = { ...sentinel, compressedSize: 0xffff_ffff, offset: 0xffff_ffff }
    expect(await outcome(rawZip([both]))).toMatch(/^(damaged|unsafe)-zip$/)
  })

  it('refuses what is too large before it looks at it', async () => {
    expect(await outcome(new Uint8Array(seedFileLimits.body + 1))).toBe('too-large')
    expect(await outcome(new Uint8Array(0))).toBe('empty-file')
  })
})

describe('S02: names and structure', () => {
  const names = [
    '../seeds.csv',
    'a/../../seeds.csv',
    '/etc/seeds.csv',
    'C:/seeds.csv',
    'c:seeds.csv',
    String.raw`a\seeds.csv`,
    'seeds.csv\0.txt',
    '__proto__/seeds.csv',
    '__proto__',
    './seeds.csv',
    'see\u202Edsv.csv',
  ]

  it.each(names)('refuses the name %j', async (name) => {
    expect(await outcome(rawZip([{ name }, { name: 'tokens.csv' }]))).toMatch(
      /^(unsafe|damaged)-zip$/,
    )
  })

  it.each<[string, RawEntry[], string]>([
    ['a symbolic link', [{ name: 'seeds.csv', mode: 0o120777 }], 'unsafe-zip'],
    ['a device', [{ name: 'seeds.csv', mode: 0o020666 }], 'unsafe-zip'],
    ['the same name twice', [{ name: 'seeds.csv' }, { name: 'seeds.csv' }], 'unsafe-zip'],
    ['two that might be meant', [{ name: 'a.csv' }, { name: 'b.TXT' }], 'several-seed-files'],
    ['a directory only', [{ name: 'seeds.csv/' }], 'no-seed-file'],
    ['five entries', ['a', 'b', 'c', 'd', 'e.csv'].map((name) => ({ name })), 'too-many-entries'],
    ['no encryption', [{ name: 'seeds.csv', flags: 0 }], 'not-encrypted'],
    ['strong encryption', [{ name: 'seeds.csv', flags: 0x41 }], 'unsupported-zip'],
  ])('refuses %s', async (_, entries, reason) => {
    expect(await outcome(rawZip(entries))).toBe(reason)
  })

  it('refuses an empty zip file, and one of several parts', async () => {
    expect(await outcome(rawZip([]))).toBe('no-seed-file')
    const spanned = joined(Uint8Array.of(0x50, 0x4b, 0x07, 0x08), await lockedZip(locked(seeds)))
    expect(await outcome(spanned)).toMatch(/-zip$/)
  })

  it('refuses what stands before, after or instead of the archive', async () => {
    const honest = await lockedZip(locked(seeds))
    expect(await outcome(honest)).toBe('ok')
    expect(await outcome(joined(honest, utf8('more')))).toMatch(/-zip$/)
    expect(await outcome(joined(utf8('PK\u0003\u0004'), honest))).toMatch(/-zip$/)
    expect(await outcome(joined(utf8('#!/bin/sh\n'), honest))).toBe('not-text')
    expect(await outcome(joined(honest, honest))).toMatch(/-zip$/)
  })

  it("refuses a comment that is another directory's end", async () => {
    const fake = Uint8Array.of(0x50, 0x4b, 5, 6, ...new Uint8Array(18))
    expect(await outcome(rawZip([{ name: 'seeds.csv' }], { comment: fake }))).toMatch(/-zip$/)
  })

  it('S05: names other archives, and takes a renamed page for none of our formats', async () => {
    const signs = [
      [0x37, 0x7a, 0xbc, 0xaf],
      [0x52, 0x61, 0x72, 0x21],
      [0x1f, 0x8b, 8, 0],
    ]
    for (const sign of signs)
      expect(await outcome(Uint8Array.from([...sign, 0, 0]))).toBe('unsupported-container')
    expect(await outcome(utf8('<html><body>Not found</body></html>'))).toBe('unknown-format')
    expect(await outcome(utf8('<!DOCTYPE html><html></html>'))).toBe('xml-doctype')
  })
})

describe('S03: wrong passwords', () => {
  /** All at once, for each waits more than it works; `npm run bench` tries 3,000. */
  const outcomes = async (name: string, rounds: number) => {
    const bytes = seedVector(name)
    const tries = Array.from({ length: rounds }, (_, round) => outcome(bytes, `wrong ${round}`))
    return [...new Set(await Promise.all(tries))]
  }

  it.each([
    ['zipcrypto.zip', 200],
    ['zipcrypto-stored.zip', 200],
    ['aes-256.zip', 50],
  ])('%s: none of %i opens it', async (name, rounds) => {
    expect(await outcomes(name, rounds)).toEqual(['wrong-password-or-damaged'])
  })
})

describe('S04: damage', () => {
  /** 100 rows, 4 KiB or so. */
  const content = utf8(
    Array.from({ length: 100 }, (_, at) => {
      const secret = Array.from({ length: 40 }, (__, digit) =>
        ((at * 7 + digit * 13) % 16).toString(16),
      )
      return `LK-${at},${secret.join('')}\n`
    }).join(''),
  )
  const kinds = [{}, { zipCrypto: true }, { stored: true }, { stored: true, zipCrypto: true }]

  it('refuses a file cut off anywhere', async () => {
    for (const kind of kinds) {
      const whole = await lockedZip(locked(content, kind))
      expect(await outcome(whole)).toBe('ok')
      for (let length = 1; length < whole.length; length += 256)
        expect(await outcome(whole.slice(0, length))).not.toBe('ok')
      expect(await outcome(whole.slice(0, -1))).not.toBe('ok')
    }
  })

  it('refuses a flipped bit in data and authentication code', async () => {
    const { pick, below } = chance(404)
    for (const kind of kinds) {
      const whole = await lockedZip(locked(content, kind))
      // Local header, 30 bytes and the name; directory and end, 22 bytes at least.
      const [from, to] = [30 + 'seeds.csv'.length, whole.length - 120]
      for (let round = 0; round < 40; round += 1) {
        const bad = whole.slice()
        const at = from + below(to - from)
        bad[at] = (bad[at] ?? 0) ^ (1 << pick([0, 1, 2, 3, 4, 5, 6, 7]))
        expect(await outcome(bad)).toMatch(/^(wrong-password-or-damaged|unsafe-zip)$/)
      }
    }
  })
})

it('reads or refuses 2,000 spoiled files, and keeps its rules about what it reads', async () => {
  expect(await fuzzFaults(2000, 4226)).toEqual([])
})
