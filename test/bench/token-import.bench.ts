/**
 * A vendor's file of tokens, from the encrypted zip to the last row: through the real Worker as `npm start`
 * serves it, beside `7z x` and `sqlite3 .import` of the same file into a table that keeps serials and secrets
 * unique, which is as little as can be done. The Worker's process holds the local D1 as well: its time and its
 * memory are in these figures. Processor seconds compare better than a busy machine's clock.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { toBase32 } from '../../schema/otp/totp.ts'
import type { TokenImportReport } from '../../schema/api/token-series.ts'
import { type Client, createClient } from '../support/client.ts'
import { startServer } from '../support/server.ts'
import { formOf, series, sha256Of } from '../support/seed-file.ts'

const SIZES = [1_000, 10_000, 100_000]
const PASSWORD = 'a-password-of-the-bench'

/** In seconds; `grown` in MiB, at its peak. */
type Cost = { wall: number; cpu: number; grown?: number }

const programs = ['7zz', '7z'].filter(
  (name) => spawnSync(name, ['i'], { stdio: 'ignore' }).error === undefined,
)
const hasSqlite = spawnSync('sqlite3', ['--version'], { stdio: 'ignore' }).error === undefined
const [sevenZip] = programs
const isReady = sevenZip !== undefined && hasSqlite && process.platform === 'linux'
if (!isReady)
  console.log('The bench of imports needs Linux and: apt-get install 7zip sqlite3. It is left out.')

let serial = 0
const tableOf = (rows: number): string =>
  Array.from({ length: rows }, () => {
    serial += 1
    return `B${String(serial).padStart(10, '0')},${toBase32(randomBytes(20))}\n`
  }).join('')

const pack = (folder: string, rows: number): Uint8Array<ArrayBuffer> => {
  writeFileSync(join(folder, 'seeds.csv'), tableOf(rows))
  const zip = join(folder, `seeds-${rows}.zip`)
  const args = ['a', '-tzip', '-mem=AES256', `-p${PASSWORD}`, zip, join(folder, 'seeds.csv')]
  execFileSync(String(sevenZip), args, { stdio: 'ignore' })
  return new Uint8Array(readFileSync(zip))
}

/** The least that an import is: unpacked, and kept once each. */
const limitOf = (folder: string, rows: number): Cost => {
  const database = join(folder, `${rows}.db`)
  const table = 'CREATE TABLE token (serial TEXT PRIMARY KEY, secret TEXT UNIQUE)'
  const script = `TIMEFORMAT='%R %U %S'; time (
    ${sevenZip} x -y -p${PASSWORD} -o${folder}/out ${folder}/seeds-${rows}.zip >/dev/null &&
    sqlite3 ${database} '${table}' '.mode csv' '.import ${folder}/out/seeds.csv token')`
  const { stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' })
  const [wall = 0, user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '')
    .split(' ')
    .map(Number)
  return { wall, cpu: user + system }
}

/** What /proc says of a process: where the name ends come its parent and, in hundredths, its times. */
const statOf = (pid: string): string[] => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  } catch {
    return []
  }
}
const cpuOf = (pid: string): number => {
  const stat = statOf(pid)
  return (Number(stat[11]) + Number(stat[12])) / 100
}
const memoryOf = (pid: string, which: 'VmRSS' | 'VmHWM'): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`${which}:\\s+(\\d+)`).exec(status)?.[1]) / 1024
}

/** The runtime that this bench started: of its two processes the one that runs Workers. */
const findRuntime = (): string => {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const parents = new Map(all.map((pid) => [pid, statOf(pid)[1] ?? '']))
  const isOurs = (pid: string): boolean =>
    pid === String(process.pid) || (parents.has(pid) && isOurs(parents.get(pid) ?? ''))
  const found = all.filter(
    (pid) => isOurs(pid) && readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'workerd',
  )
  return String(found.toSorted((a, b) => memoryOf(b, 'VmRSS') - memoryOf(a, 'VmRSS'))[0])
}

const measured = async <T>(pid: string, work: () => Promise<T>): Promise<[T, Cost]> => {
  // The peak from here on.
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
  const [memory, cpu, started] = [memoryOf(pid, 'VmRSS'), cpuOf(pid), performance.now()]
  const result = await work()
  const wall = (performance.now() - started) / 1000
  return [result, { wall, cpu: cpuOf(pid) - cpu, grown: memoryOf(pid, 'VmHWM') - memory }]
}

const send = async (root: Client, zip: Uint8Array<ArrayBuffer>, mode: 'preview' | 'commit') => {
  const sha256 = await sha256Of(zip)
  const answer = await root.post(series, formOf(zip, { mode, sha256, password: PASSWORD }, 'b.zip'))
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body as TokenImportReport
}

const line = (name: string, { wall, cpu, grown }: Cost): string => {
  const memory = grown === undefined ? '' : `  +${grown.toFixed(0).padStart(3)} MiB`
  return `  ${name.padEnd(24)} ${wall.toFixed(2).padStart(6)} s  ${cpu.toFixed(2).padStart(6)} s CPU${memory}`
}

it.runIf(isReady)('imports tokens', { timeout: 600_000 }, async () => {
  const server = await startServer()
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-bench-'))
  const root = createClient(fetch, { origin: server.origin })
  const first = { username: 'root', password: 'orchard-lantern-42', token: server.setupToken }
  expect((await root.post('/api/setup', first)).status).toBe(201)
  const pid = findRuntime()
  const lines: string[] = []
  for (const rows of SIZES) {
    const zip = pack(folder, rows)
    const limit = limitOf(folder, rows)
    const [, previewed] = await measured(pid, () => send(root, zip, 'preview'))
    const [report, committed] = await measured(pid, () => send(root, zip, 'commit'))
    expect(report.counts).toEqual({ new: rows, known: 0, conflict: 0, bad: 0 })
    const ratio = `${(committed.wall / limit.wall).toFixed(1)} (CPU ${(committed.cpu / limit.cpu).toFixed(1)})`
    lines.push(
      `${rows} tokens`,
      line('7z x, sqlite3 .import', limit),
      line('preview', previewed),
      line('commit', committed),
      `  commit / limit           ${ratio}`,
    )
  }
  console.log(lines.join('\n'))
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})
