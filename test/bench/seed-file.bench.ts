/**
 * What reading a seed file costs in workerd: by rows, container and format; what bombs cost; and the long
 * runs of what the tests do in short: 3,000 wrong passwords, 50,000 spoiled files.
 */
import { expect, it } from 'vitest'
import { readSeedFile, type SeedFileResult } from '../../worker/seedfile/seed-file.ts'
import { fuzzFaults } from '../support/seed-fuzz.ts'
import { expected, seedVector } from '../support/seed-vector.ts'
import { deflatedZeros, locked, lockedZip, utf8 } from '../support/seed-zip.ts'

const rounds = 3

/** The clock of workerd moves at I/O only: each measurement ends with a turn of the event loop. */
const measured = async (work: () => Promise<unknown>): Promise<number> => {
  await new Promise((done) => setTimeout(done, 0))
  const started = performance.now()
  await work()
  await new Promise((done) => setTimeout(done, 0))
  return performance.now() - started
}

const say = (name: string, milliseconds: number, more = ''): void =>
  console.log(`${name.padEnd(34)} ${milliseconds.toFixed(0).padStart(6)} ms  ${more}`.trimEnd())

const read = (bytes: Uint8Array<ArrayBuffer>, password = 'secret'): Promise<SeedFileResult> =>
  readSeedFile(bytes, { password, allowZipCrypto: true, allowShortSecrets: false })

/** The quickest of some rounds: others use the machine too. */
const best = async (work: () => Promise<unknown>): Promise<number> => {
  const taken: number[] = []
  for (let round = 0; round < rounds; round += 1) taken.push(await measured(work))
  return Math.min(...taken)
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const table = (rows: number): Uint8Array<ArrayBuffer> => {
  const lines = Array.from({ length: rows }, (_, at) => {
    const secret = crypto.getRandomValues(new Uint8Array(32))
    const text = Array.from(secret, (byte) => letters[byte & 31]).join('')
    return `2308${600_000_000 + at},${text}\r\n`
  })
  return utf8(lines.join(''))
}

const packages = (bytes: number): Uint8Array<ArrayBuffer> => {
  const document = new TextDecoder().decode(seedVector('pskc-plain.xml'))
  const [head = '', first = ''] = document.split(/(?=<pskc:KeyPackage>)/)
  const many = Array.from({ length: Math.floor(bytes / first.length) }, (_, at) => {
    const secret = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(20))))
    const numbered = first.replace(/(SerialNo>)[^<]*/, `$1${at}`)
    return numbered.replace(/(PlainValue>)[^<]*/, `$1${secret}`)
  })
  return utf8(`${head}${many.join('')}</pskc:KeyContainer>`)
}

it.each([1000, 10_000, 100_000])('reads %i rows', async (rows) => {
  const content = table(rows)
  const files = {
    plain: content,
    ZipCrypto: await lockedZip(locked(content, { zipCrypto: true })),
    'AES-256': await lockedZip(locked(content)),
  }
  for (const [name, bytes] of Object.entries(files)) {
    expect(await read(bytes)).toMatchObject({ ok: true, count: rows })
    say(`${rows} rows, ${name}`, await best(() => read(bytes)), `${bytes.length} bytes`)
  }
})

it('reads PSKC as large as may be', async () => {
  const bytes = packages(7_900_000)
  const file = await read(bytes)
  expect(file.ok && file.errors).toEqual([])
  say('PSKC, plain, 8 MB', await best(() => read(bytes)), `${file.ok ? file.count : 0} tokens`)
  const zipped = await lockedZip(locked(packages(16_000_000)))
  const inside = await read(zipped)
  say(
    'PSKC in a zip, 16 MB',
    await best(() => read(zipped)),
    `${inside.ok ? inside.count : 0} tokens`,
  )
})

it('refuses bombs', async () => {
  const zeros = deflatedZeros(1024)
  const root = '<KeyContainer xmlns="urn:ietf:params:xml:ns:keyprov:pskc">'
  const bombs = {
    '1 GiB of zeros, AES': await lockedZip({ data: zeros, size: 16_777_216, crc: 0 }),
    '1 GiB of zeros, ZipCrypto': await lockedZip({
      data: zeros,
      size: 16_777_216,
      crc: 0,
      zipCrypto: true,
    }),
    '8 MB of elements': utf8(root + '<a/>'.repeat(1_980_000)),
    '8 MB of line ends': utf8('\n'.repeat(7_900_000)),
    '8 MB in one line': utf8(`A,${'A'.repeat(7_900_000)}`),
    '16 MB of short rows': await lockedZip({
      ...locked(utf8('A,B\n'.repeat(4_000_000)), { stored: false }),
    }),
  }
  for (const [name, bytes] of Object.entries(bombs)) {
    const file = await read(bytes)
    expect(file.ok).toBe(false)
    say(name, await best(() => read(bytes)), file.ok ? '' : file.reason)
  }
})

it.each(['zipcrypto.zip', 'zipcrypto-stored.zip', 'aes-256.zip'])(
  '%s: none of 3,000 wrong passwords opens it',
  async (name) => {
    const bytes = seedVector(name)
    const reasons = new Set<string>()
    const taken = await measured(async () => {
      for (let round = 0; round < 3000; round += 50) {
        const tries = Array.from({ length: 50 }, (_, at) => read(bytes, `wrong ${round + at}`))
        for (const file of await Promise.all(tries)) reasons.add(file.ok ? 'ok' : file.reason)
      }
    })
    say(`3,000 wrong passwords`, taken, name)
    expect([...reasons]).toEqual(['wrong-password-or-damaged'])
  },
)

it('reads or refuses 50,000 spoiled files', async () => {
  expect(expected.tokens).toHaveLength(40)
  const faults: string[] = []
  say(
    '50,000 spoiled files',
    await measured(async () => {
      faults.push(...(await fuzzFaults(50_000, 1_000_000)))
    }),
  )
  expect(faults).toEqual([])
}, 600_000)
