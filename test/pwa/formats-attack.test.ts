import { describe, expect, it } from 'vitest'
import { readFile } from '../../pwa/authenticator/formats/file.ts'
import * as files from '../support/foreign-file.ts'
import { argon2id } from '../support/foreign-seal.ts'

const { bytes, json, secrets } = files

const read = (file: Uint8Array<ArrayBuffer>) => readFile(file, { passphrase: null, argon2id })

/** Always the same sequence, so that a failure can be repeated. */
const dice = (seed: number) => {
  let state = seed
  return (sides: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

/** Run once with 20,000; a suite has less time. */
const turns = Number(process.env['FUZZ_TURNS'] ?? 2000)

describe('B02 B03 B12 hostile files', () => {
  it(
    'each of thousands of mutilated ones is answered, and quickly',
    { timeout: 120_000 },
    async () => {
      const sources = [
        json(files.aegisPlain),
        json(files.twofasPlain),
        bytes(files.entePlain),
        json(files.bitwardenPlain),
        json(files.andotpPlain),
        json(files.freeotp),
        json(files.stratumPlain),
        json(files.protonPlain),
        bytes(files.googleBatch(0, 1)),
        bytes(files.bitwardenCsv),
      ]
      const roll = dice(20261122)
      let slowest = 0
      for (let turn = 0; turn < turns; turn++) {
        const source = sources[roll(sources.length)] ?? new Uint8Array()
        const file = mutilated(source, roll)
        const begun = performance.now()
        const reading = await read(file)
        slowest = Math.max(slowest, performance.now() - begun)
        expect(['read', 'locked', 'refused']).toContain(reading.kind)
        const tokens = reading.kind === 'read' ? reading.tokens : []
        expect(tokens.filter(({ digits, key }) => digits < 5 || key.length === 0)).toEqual([])
      }
      expect(slowest).toBeLessThan(1000)
    },
  )

  it.each([
    ['deep nesting', bytes('['.repeat(200_000))],
    [
      'keys that are no fields',
      bytes(
        '{"version":1,"__proto__":{"entries":[]},"header":{},"db":{"entries":[{"__proto__":{"type":"totp"},"constructor":1}]}}',
      ),
    ],
    [
      'an issuer of ten megabytes',
      json({
        version: 1,
        header: {},
        db: {
          entries: [
            { type: 'totp', issuer: 'x'.repeat(1e7), name: 'a', info: { secret: secrets.short } },
          ],
        },
      }),
    ],
    [
      'a million entries',
      json({ version: 1, header: {}, db: { entries: Array.from({ length: 100_000 }, () => 0) } }),
    ],
    [
      'numbers that are none',
      bytes(`[{"secret":"${secrets.short}","label":"a","digits":1e400,"period":-0,"type":"TOTP"}]`),
    ],
    ['21 MB', new Uint8Array(21 * 2 ** 20)],
  ])('%s', async (_what, file) => {
    const begun = performance.now()
    const reading = await read(file)
    expect(performance.now() - begun).toBeLessThan(1000)
    expect(reading.kind === 'read' ? reading.tokens : []).toEqual([])
  })

  it('a name that is markup stays a name', async () => {
    const list = [
      {
        secret: secrets.short,
        issuer: '<img src=x onerror=alert(1)>',
        label: '{{secret}}',
        type: 'TOTP',
      },
    ]
    const reading = await read(json(list))
    expect(reading).toMatchObject({
      tokens: [{ issuer: '<img src=x onerror=alert(1)>', account: '{{secret}}' }],
    })
  })
})

const mutilated = (
  source: Uint8Array,
  roll: (sides: number) => number,
): Uint8Array<ArrayBuffer> => {
  const copy = Uint8Array.from(source)
  const at = roll(copy.length)
  switch (roll(4)) {
    case 0:
      copy[at] = roll(256)
      return copy
    case 1:
      return copy.slice(0, at)
    case 2:
      return Uint8Array.from([...copy.slice(0, at), ...copy.slice(at + 1 + roll(40))])
    default:
      return Uint8Array.from([
        ...copy.slice(0, at),
        ...copy.slice(roll(copy.length), at + 20),
        ...copy.slice(at),
      ])
  }
}
