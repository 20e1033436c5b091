/** `npm run bench`: how long a login takes, what a passkey costs, what an import of tokens
 * takes beside the least that it could, how many requests of sites are checked, how soon the
 * authenticator shows a code. */
import { haveChromium, missingChromium } from './chromium.mjs'
import { installFromDebian } from './debian.mjs'
import { installDependencies } from './dependencies.mjs'
import { run, sayAndExit, stopOnSignal } from './process.mjs'
import { haveProxies, missingProxies } from './proxies.mjs'
import { configured } from './vitest.mjs'
import { buildWebApp } from './web-app.mjs'

const bench = async () => {
  stopOnSignal()
  await installDependencies()
  await installFromDebian([...missingChromium(), ...missingProxies()])
  const env = { LATCHKEY_CHROMIUM: await haveChromium() }
  await haveProxies()
  await buildWebApp()
  const projects = configured(['bench-worker', 'bench-page'])
  // One worker: figures of things that take turns on a core are figures of the turns.
  await run('vitest', [...projects, '--maxWorkers=1'], { env, show: true })
}

await bench().catch(sayAndExit)
