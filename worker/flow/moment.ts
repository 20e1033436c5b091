import { isMoment, sealMoment } from '../crypto/moment.ts'
import type { AppContext } from '../http/context.ts'

/** What somebody was asked for must be done within; after that they are asked anew. */
export const momentSeconds = 900

/** The parameters of our own that say when it was asked for. */
const own = ['asked_at', 'moment'] as const

/**
 * What was asked for, as of now: for the address of our page. Nothing is kept of strangers. Times are whole
 * seconds: what is proved within this one counts, unless something was already.
 *
 * @param provedAt when whoever is signed in last proved anything; null: nobody is
 */
export const stamped = async (
  c: AppContext,
  params: URLSearchParams,
  provedAt: number | null,
): Promise<URLSearchParams> => {
  const query = withoutMoment(params)
  const askedAt = Math.max(c.var.now - 1, provedAt ?? 0)
  const moment = await sealMoment(c.var.config.masterKeys, { askedAt, query: query.toString() })
  query.set('asked_at', String(askedAt))
  query.set('moment', moment)
  return query
}

export const withoutMoment = (params: URLSearchParams): URLSearchParams =>
  new URLSearchParams([...params].filter(([name]) => !own.some((ours) => ours === name)))

/** When we led the browser to our page with this very query, in unix seconds; null: not lately. */
export const momentOf = async (c: AppContext, params: URLSearchParams): Promise<number | null> => {
  const [asked, mark] = own.map((name) => params.getAll(name))
  if (asked?.length !== 1 || mark?.length !== 1 || !/^\d{1,12}$/.test(asked[0] ?? '')) return null
  const askedAt = Number(asked[0])
  if (askedAt + momentSeconds < c.var.now) return null
  const query = withoutMoment(params).toString()
  const ours = await isMoment(c.var.config.masterKeys, { askedAt, query }, mark[0] ?? '')
  return ours ? askedAt : null
}
