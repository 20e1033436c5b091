/** The real thing, as `npm start` serves it, on a free port with a state folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export type Server = { origin: string; setupToken: string; stop: () => Promise<void> }

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

export const startServer = async (): Promise<Server> => {
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
  return { origin: `http://localhost:${port}`, setupToken, stop }
}
