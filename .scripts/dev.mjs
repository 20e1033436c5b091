/**
 * `npm run dev`: the same as `npm start` with hot reload. Pages come from Vite, which sends /api on
 * to the Worker; wrangler reloads the Worker when its sources change.
 */
import { migrateDatabase } from './database.mjs'
import { installDependencies } from './dependencies.mjs'
import { settings } from './place.mjs'
import { keep, sayAndExit, stopOnSignal } from './process.mjs'
import { keepSecrets } from './secrets.mjs'
import { buildWebApp } from './web-app.mjs'
import { needsSetup, portMustBeFree, serveWorker } from './worker.mjs'

const VITE_PORT = 5173

const dev = async () => {
  stopOnSignal()
  const chosen = settings()
  // The browser's address is Vite's: cookies and the origin check must agree with it.
  const origin = process.env.LATCHKEY_ORIGIN || `http://localhost:${VITE_PORT}`
  await portMustBeFree(chosen.port)
  await portMustBeFree(VITE_PORT)
  await installDependencies()
  const secrets = keepSecrets(chosen)
  await Promise.all([migrateDatabase(chosen), buildWebApp()])
  await serveWorker({ ...chosen, origin, secretsFile: secrets.file, logLevel: 'info' })
  keep('vite', ['pwa', '--config', 'pwa/vite.config.ts'], {
    env: { LATCHKEY_WORKER: `http://localhost:${chosen.port}` },
  })
  console.log(`
  Sign in        ${origin}/portal/
  Console        ${origin}/console/
  Authenticator  ${origin}/authenticator/`)
  if (await needsSetup(chosen.port)) {
    console.log(`  First admin    ${origin}/setup#${secrets.setupToken}`)
  }
}

await dev().catch(sayAndExit)
