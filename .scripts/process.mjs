/** Child processes: run one to its end, or keep one running until we stop. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { root, toolEnvironment } from './place.mjs'

const STOP_WITHIN_MS = 4000

const running = new Set()

/** Starts a process in its own group, so that stopping it also stops what it started. */
export const keep = (command, args, { env = {}, stdio = 'inherit' } = {}) => {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...toolEnvironment(), ...env },
    stdio,
    detached: true,
  })
  running.add(child)
  child.once('close', () => running.delete(child))
  return child
}

/**
 * Runs a command to its end and keeps what it says. A failure throws with that output, so that a
 * good run stays quiet and a bad one shows everything.
 */
export const run = async (command, args, { env = {}, show = false } = {}) => {
  const out = show ? 'inherit' : 'pipe'
  const child = keep(command, args, { env, stdio: ['ignore', out, out] })
  let output = ''
  child.stdout?.on('data', (chunk) => (output += chunk))
  child.stderr?.on('data', (chunk) => (output += chunk))
  const [code, signal] = await once(child, 'close')
  if (code === 0) return output
  throw new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}\n${output}`.trim())
}

const signalGroup = (child, signal) => {
  try {
    process.kill(-child.pid, signal)
  } catch {
    // The group is gone already.
  }
}

const stopOne = async (child) => {
  const closed = once(child, 'close')
  signalGroup(child, 'SIGTERM')
  const patience = setTimeout(() => signalGroup(child, 'SIGKILL'), STOP_WITHIN_MS)
  await closed
  clearTimeout(patience)
  signalGroup(child, 'SIGKILL')
}

export const stopAll = () => Promise.all([...running].map(stopOne))

/**
 * Ctrl-C, a closed terminal and `kill` all end in the same tidy way. So does the end of whoever
 * started us: `npm` hands a signal to its shell only, and would leave us behind.
 */
export const stopOnSignal = () => {
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    await stopAll()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop())
  const { ppid } = process
  setInterval(() => process.ppid !== ppid && void stop(), 300).unref()
  return () => stopping
}

/** An expected failure is one sentence; the stack helps only where we did not expect one. */
export const sayAndExit = async (error) => {
  await stopAll()
  console.error(`\n${error instanceof Error ? error.message : error}`)
  process.exit(1)
}
