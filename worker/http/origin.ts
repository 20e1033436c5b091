import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from './context.ts'
import { ProblemError } from './problem.ts'

const safeMethods = new Set(['GET', 'HEAD'])

/**
 * Cross-site request forgery: whatever may change something must come from a page of ours. Both headers
 * are set by the browser and out of a page's reach. A missing Origin is a no as well: every browser that
 * can use this site sends it (OWASP CSRF Prevention; Hono's csrf() lets cross-origin JSON through).
 */
export const requireOwnOrigin = (): MiddlewareHandler<AppEnv> => async (c, next) => {
  if (!safeMethods.has(c.req.method)) {
    const site = c.req.header('sec-fetch-site')
    const ours = c.req.header('origin') === c.var.config.origin
    if (!ours || (site !== undefined && site !== 'same-origin'))
      throw new ProblemError('bad_origin')
  }
  await next()
}

/**
 * For what a GET leaves a trace of: a file that is handed out, and noted. A link on another site must not
 * begin it. Programs that are no browser do not send the header.
 */
export const requireOwnPage = (): MiddlewareHandler<AppEnv> => async (c, next) => {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin') throw new ProblemError('bad_origin')
  await next()
}
