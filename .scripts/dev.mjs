/**
 * `npm run dev`: the same as `npm start` with hot reload. Pages come from Vite, which sends /api on
 * to the Worker; wrangler reloads the Worker when its sources change.
 */
import { inRoot, settings } from './place.mjs'
import { keep, sayAndExit, stopOnSignal } from './process.mjs'
import { sayWhere, serve } from './serve.mjs'
import { portMustBeFree } from './worker.mjs'

const VITE_PORT = 5173

const dev = async () => {
  stopOnSignal()
  const { origin, ...rest } = settings()
  // The browser's address is Vite's: cookies and the origin check must agree with it.
  const pagesOrigin = process.env.LATCHKEY_ORIGIN ? origin : `http://localhost:${VITE_PORT}`
  const chosen = { ...rest, origin: pagesOrigin }
  await portMustBeFree(VITE_PORT)
  const { setupToken } = await serve(chosen, { logLevel: 'info' })
  const pages = [inRoot('.scripts/pages.mjs'), `http://localhost:${chosen.port}`, String(VITE_PORT)]
  keep(inRoot('node_modules/.bin/node'), pages)
  await sayWhere(chosen, setupToken)
}

await dev().catch(sayAndExit)
