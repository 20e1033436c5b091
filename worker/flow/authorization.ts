import type { AppContext } from '../http/context.ts'
import type { Wanted } from './entry.ts'
import { oidcEntry } from './oidc-entry.ts'
import { siteEntry } from './site-entry.ts'

/** By the query of our page: a site's names itself in `site`, everything else is an OpenID Connect client's. */
export const entryOf = async (c: AppContext, params: URLSearchParams): Promise<Wanted> => {
  if (!params.has('site')) return oidcEntry(c, params)
  const entry = await siteEntry(c, params)
  return entry
    ? { kind: 'entry', entry, loginHint: null }
    : { kind: 'invalid', reason: 'unknown-application' }
}
