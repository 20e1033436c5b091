/** The real thing, as `npm start` serves it, on a free port with a state folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync } from 'node:fs'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'

export type Server = { origin: string; setupToken: string; stop: () => Promise<void> }

type Started = { server: Server; state: string }

const root = resolve(import.meta.dirname, '../..')
const template = join(root, 'dist/test-state')
const READY = 'Ctrl-C stops it.'

export const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, 'localhost')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('There is no free port')
  return address.port
}

const untilReady = (child: ChildProcess): Promise<void> =>
  new Promise((done, fail) => {
    let output = ''
    const listen = (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes(READY)) done()
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('exit', (code) => fail(new Error(`npm start ended with ${code}:\n${output}`)))
  })

const start = async (): Promise<Started> => {
  const port = await freePort()
  const state = await mkdtemp(join(tmpdir(), 'latchkey-'))
  // `npm test` has migrated an empty database once for all; alone, each start does it.
  if (existsSync(template)) await cp(template, state, { recursive: true })
  const setupToken = 'end-to-end-setup-token-0123456789'
  const child = spawn(process.execPath, [join(root, '.scripts/start.mjs')], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(port),
      LATCHKEY_STATE: state,
      LATCHKEY_SETUP_TOKEN: setupToken,
      LATCHKEY_ORIGIN: '',
    },
  })
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    await rm(state, { recursive: true, force: true, maxRetries: 3 })
  }
  await untilReady(child).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { server: { origin: `http://localhost:${port}`, setupToken, stop }, state }
}

/** Started for whoever asks, and gone once they stop it. */
export const startServer = async (): Promise<Server> => (await start()).server

/** The file of its D1, beside which the runtime keeps one of its own. */
const databaseIn = async (state: string): Promise<string> => {
  const folder = join(state, 'v3/d1/miniflare-D1DatabaseObject')
  const files = (await readdir(folder)).filter(
    (name) => name.endsWith('.sqlite') && name !== 'metadata.sqlite',
  )
  const [file] = files
  if (!file || files.length > 1) throw new Error(`One database, not ${files.length}, in ${folder}`)
  return join(folder, file)
}

/** Over whatever is in the other file, under the eyes of who has it open. */
const copyDatabase = async (from: string, to: string): Promise<void> => {
  const source = new DatabaseSync(from)
  try {
    await backup(source, to)
  } finally {
    source.close()
  }
}

type Shared = { server: Server; empty: () => Promise<void> }

let shared: Promise<Shared> | undefined

const startShared = async (): Promise<Shared> => {
  const { server, state } = await start()
  // A signal ends the process that runs the tests, after the last file; little later it is killed.
  process.once('SIGTERM', () => {
    rmSync(state, { recursive: true, force: true })
    void server.stop().finally(() => process.exit())
  })
  const database = await databaseIn(state)
  const untouched = join(state, 'untouched.sqlite')
  await copyDatabase(database, untouched)
  return { server, empty: () => copyDatabase(untouched, database) }
}

/**
 * With nobody in it yet, as after its first start: one server for all files that one process runs one after the
 * other, for a start costs as much as many a file. What it knows is in its database alone.
 */
export const emptyServer = async (): Promise<Server> => {
  const { server, empty } = await (shared ??= startShared())
  await empty()
  return { ...server, stop: () => Promise.resolve() }
}
