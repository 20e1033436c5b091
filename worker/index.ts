import { app } from './app.ts'
import { type Env, readConfig } from './config.ts'
import { chainAudit } from './jobs/audit-chain.ts'
import { countCoverage } from './jobs/coverage.ts'
import { tellOfLogouts } from './jobs/logout.ts'
import { purge } from './jobs/purge.ts'
import { rotateSigningKeys } from './jobs/signing-key.ts'

/** Cloudflare's handler; the only file that knows its shape. */
export default {
  fetch: (request, env, context) => app.fetch(request, env, context),
  scheduled: async (event, env) => {
    const now = Math.floor(event.scheduledTime / 1000)
    const { masterKeys, origin } = readConfig(env)
    // One job's failure is not the others'; the platform's log has it all the same.
    const results = await Promise.allSettled([
      chainAudit(env.DB, masterKeys, now),
      purge(env.DB, now),
      countCoverage(env.DB, now),
      rotateSigningKeys(env.DB, masterKeys, now),
      tellOfLogouts({ db: env.DB, masterKeys, origin }, now),
    ])
    const failed = results.find((result) => result.status === 'rejected')
    if (failed) throw new Error('A job failed', { cause: failed.reason })
  },
} satisfies ExportedHandler<Env>
