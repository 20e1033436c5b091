/** What `npm start` and `npm run dev` share: set up what is missing, serve, say where. */
import { migrateDatabase } from './database.mjs'
import { installDependencies } from './dependencies.mjs'
import { keepSecrets } from './secrets.mjs'
import { buildWebApp } from './web-app.mjs'
import { needsSetup, portMustBeFree, serveWorker } from './worker.mjs'

/** @returns {Promise<{ ended: Promise<never>, setupToken: string }>} once the Worker answers */
export const serve = async (chosen, { logLevel } = {}) => {
  await portMustBeFree(chosen.port)
  await installDependencies()
  const { file, setupToken } = keepSecrets(chosen)
  console.log('Starting ...')
  await Promise.all([migrateDatabase(chosen), buildWebApp()])
  const { ended } = await serveWorker({ ...chosen, secretsFile: file, logLevel })
  return { ended, setupToken }
}

export const sayWhere = async ({ port, origin }, setupToken) => {
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
