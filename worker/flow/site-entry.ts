import type { AppContext } from '../http/context.ts'
import type { Entry } from './entry.ts'

/** Into a site, by the query that it sent the browser here with; null: not a valid one. */
export const siteEntry = (_c: AppContext, _params: URLSearchParams): Promise<Entry | null> =>
  Promise.resolve(null)
