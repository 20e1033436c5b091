import { app } from './app.ts'
import { type Env, readConfig } from './config.ts'
import { chainAudit } from './jobs/audit-chain.ts'
import { purge } from './jobs/purge.ts'

/** Cloudflare's handler; the only file that knows its shape. */
export default {
  fetch: (request, env, context) => app.fetch(request, env, context),
  scheduled: async (event, env) => {
    const now = Math.floor(event.scheduledTime / 1000)
    try {
      await chainAudit(env.DB, readConfig(env).masterKeys, now)
    } finally {
      // One job's failure is not the other's.
      await purge(env.DB, now)
    }
  },
} satisfies ExportedHandler<Env>
