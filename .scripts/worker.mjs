/** The Worker in its local runtime: `wrangler dev`, and what must hold before and after it starts. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inRoot } from './place.mjs'
import { keep } from './process.mjs'

/** @returns {Promise<string | undefined>} why nothing can listen here, as an error code */
const obstacle = (port, host) =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error) => resolve(error.code))
    probe.once('listening', () => probe.close(() => resolve(undefined)))
    probe.listen({ port, host, exclusive: true })
  })

/** Both loopback addresses: a browser may turn `localhost` into either. */
export const portMustBeFree = async (port) => {
  for (const host of ['127.0.0.1', '::1']) {
    const failure = await obstacle(port, host)
    if (failure === 'EADDRINUSE') {
      throw new Error(
        `Port ${port} is taken by another program: stop it, or choose another port (PORT=${port + 1}).`,
      )
    }
    if (failure === 'EACCES') throw new Error(`Port ${port} needs more rights than we have.`)
  }
}

/** Starts the Worker and comes back when it answers. */
export const serveWorker = async ({ port, state, origin, secretsFile, logLevel = 'error' }) => {
  const args = [
    'dev',
    '--local',
    '--ip=localhost',
    `--port=${port}`,
    '--inspector-port=0',
    `--persist-to=${state}`,
    `--env-file=${secretsFile}`,
    `--var=ORIGIN:${origin}`,
    // Nothing is sent from here: the console shows what would have been.
    '--var=SMS_GATEWAY:outbox',
    `--log-level=${logLevel}`,
    '--show-interactive-dev-session=false',
  ]
  const leash = inRoot('.scripts/leash.mjs')
  const child = keep(
    inRoot('node_modules/.bin/node'),
    ['--import', leash, inRoot('node_modules/wrangler/bin/wrangler.js'), ...args],
    {
      // Instances on one machine must not find each other.
      env: { WRANGLER_REGISTRY_PATH: join(state, 'registry') },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  )
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The Worker stopped by itself (${code ?? 'killed'}): see above.`)
  })
  await Promise.race([ended, once(child, 'message').then(() => answers(port))])
  return { ended }
}

const answers = async (port) => {
  for (;;) {
    const answer = await fetch(`http://localhost:${port}/api/setup`).catch(() => undefined)
    if (answer) return
    await sleep(100)
  }
}

/** Whether a first super admin is still missing. */
export const needsSetup = async (port) => {
  const answer = await fetch(`http://localhost:${port}/api/setup`)
  if (!answer.ok) return false
  return (await answer.json()).needed === true
}
