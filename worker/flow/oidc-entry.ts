import type { AppContext } from '../http/context.ts'
import type { Wanted } from './entry.ts'

/** Into an OpenID Connect client, by what it asks for. */
export const oidcEntry = (_c: AppContext, _params: URLSearchParams): Promise<Wanted> =>
  Promise.resolve({ kind: 'invalid', reason: 'unknown-application' })
