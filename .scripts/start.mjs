/** `npm start`: sets up what is missing, then serves until it is stopped. */
import { settings } from './place.mjs'
import { sayAndExit, stopOnSignal } from './process.mjs'
import { sayWhere, serve } from './serve.mjs'

const start = async () => {
  const stopping = stopOnSignal()
  const chosen = settings()
  const { ended, setupToken } = await serve(chosen)
  await sayWhere(chosen, setupToken)
  await ended.catch((error) => {
    if (!stopping()) throw error
  })
}

await start().catch(sayAndExit)
