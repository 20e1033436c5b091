import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../../http/context.ts'
import type { SigningKeyRecord } from '../../store/signing-key.ts'
import type { SiteRecord } from '../../store/site.ts'

/** What every check at a site needs whoever asks. */
export type SiteCopy = { site: SiteRecord; keys: SigningKeyRecord[] }

/** How long a check may rest on a former one, in seconds. */
export const checkSeconds = 60

type Kept = SiteCopy & { readAt: number }
type House = { sites: Map<string, Kept>; forgottenAt: number }

/** By binding: one isolate may serve several databases (in tests it does). */
const houses = new WeakMap<D1Database, House>()
const mostKept = 1000

const houseOf = (db: D1Database): House => {
  const known = houses.get(db)
  if (known) return known
  const made: House = { sites: new Map(), forgottenAt: 0 }
  houses.set(db, made)
  return made
}

/**
 * Whether what was read or signed at that moment still counts here, a moment before `checkSeconds` are
 * over. What was begun before the last change in this isolate does not.
 */
export const stillCounts = (db: D1Database, at: number, now: number): boolean =>
  at <= now && now < at + checkSeconds && at > houseOf(db).forgottenAt

export const siteCopy = (db: D1Database, origin: string, now: number): SiteCopy | null => {
  const kept = houseOf(db).sites.get(origin)
  return kept && stillCounts(db, kept.readAt, now) ? kept : null
}

/** @param readAt unix seconds, before it was read */
export const keepSite = (db: D1Database, origin: string, copy: SiteCopy, readAt: number): void => {
  const { sites } = houseOf(db)
  if (sites.size >= mostKept) sites.clear()
  sites.set(origin, { ...copy, readAt })
}

/** From now on every check at a site asks the database anew: after a change that must be seen at once. */
export const forgetSites = (db: D1Database): void => {
  const house = houseOf(db)
  house.sites.clear()
  house.forgottenAt = Math.floor(Date.now() / 1000)
}

const safe = new Set(['GET', 'HEAD'])

/** Around routes by which somebody may lose what they have: in this isolate at once. */
export const forgetSitesAfter = (): MiddlewareHandler<AppEnv> => async (c, next) => {
  await next()
  if (!safe.has(c.req.method)) forgetSites(c.env.DB)
}
