/** `npm start`: sets up what is missing, then serves until it is stopped. */
import { migrateDatabase } from './database.mjs'
import { installDependencies } from './dependencies.mjs'
import { settings } from './place.mjs'
import { sayAndExit, stopOnSignal } from './process.mjs'
import { keepSecrets } from './secrets.mjs'
import { buildWebApp } from './web-app.mjs'
import { needsSetup, portMustBeFree, serveWorker } from './worker.mjs'

const welcome = async ({ port, origin }, setupToken) => {
  console.log(`
Latchkey is running.
  Sign in        ${origin}/
  Console        ${origin}/console/
  Authenticator  ${origin}/authenticator/`)
  if (await needsSetup(port)) {
    console.log(`
There is no super admin yet. This link makes the first one, and works once:
  ${origin}/setup#${setupToken}`)
  }
  console.log('\nCtrl-C stops it.')
}

const start = async () => {
  const stopping = stopOnSignal()
  const chosen = settings()
  await portMustBeFree(chosen.port)
  await installDependencies()
  const secrets = keepSecrets(chosen)
  console.log('Starting ...')
  await Promise.all([migrateDatabase(chosen), buildWebApp()])
  const { ended } = await serveWorker({ ...chosen, secretsFile: secrets.file })
  await welcome(chosen, secrets.setupToken)
  await ended.catch((error) => {
    if (!stopping()) throw error
  })
}

await start().catch(sayAndExit)
