import type { Context } from 'hono'
import { deliverLogouts } from '../jobs/logout.ts'
import type { AppContext, AppEnv } from '../http/context.ts'
import { collectLogouts, type LogoutNotice, type OfWhom } from '../store/logout-notice.ts'

/** So long only whoever noted them tries to deliver them. */
const claimedSeconds = 60

/** For the batch that ends sign-ins: notes which clients are to be told. */
export const endedLogouts = (c: AppContext, whom: OfWhom) =>
  collectLogouts(c.env.DB, whom, { now: c.var.now, notBefore: c.var.now + claimedSeconds })

/** The same for one application that a person shuts out, whether or not they go on being signed in. */
export const withdrawnLogouts = (
  c: AppContext,
  { userId, applicationId }: { userId: string; applicationId: string },
) => endedLogouts(c, { of: 'withdrawn', key: JSON.stringify([userId, applicationId]) })

/** After that batch: tells them, once the answer is on its way. What does not get through, a job repeats. */
export const announceLogouts = (
  c: AppContext & Pick<Context<AppEnv>, 'executionCtx'>,
  notices: readonly LogoutNotice[],
): void => {
  if (notices.length === 0) return
  const { masterKeys, origin } = c.var.config
  const told = deliverLogouts({ db: c.env.DB, masterKeys, origin }, notices, c.var.now)
  // Left to the job like every other failure: nobody waits for it here.
  c.executionCtx.waitUntil(told.catch((error: unknown) => console.error(error)))
}
