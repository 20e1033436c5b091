import { app } from './app.ts'
import type { Env } from './config.ts'
import { purge } from './jobs/purge.ts'

/** Cloudflare's handler; the only file that knows its shape. */
export default {
  fetch: (request, env, context) => app.fetch(request, env, context),
  scheduled: (event, env) => purge(env.DB, Math.floor(event.scheduledTime / 1000)),
} satisfies ExportedHandler<Env>
