import { Hono, type MiddlewareHandler } from 'hono'
import { isGateway } from '../config.ts'
import { atSite } from '../flow/site/door.ts'
import { type AppContext, type AppEnv, establishContext } from '../http/context.ts'
import { problemResponse } from '../http/problem.ts'
import { siteResponse } from '../http/site-answer.ts'
import { fetchUpstream } from './upstream.ts'

/**
 * The Worker in front of sites: requests to a host that is a site's with an upstream are judged as a proxy
 * would have them judged, and go on there. Every other host but our own is none of ours.
 */
export const gateway = (): MiddlewareHandler<AppEnv> => async (c, next) => {
  if (!isGateway(c.env) || isOurs(c.req.url, c.env.ORIGIN)) return next()
  return front.fetch(c.req.raw, c.env)
}

/** Whatever scheme and port: nobody else's site is served on the name under which people sign in. */
const isOurs = (url: string, origin: string): boolean =>
  new URL(url).hostname === URL.parse(origin)?.hostname

/** Without the headers of our own pages: these are the site's. */
const front = new Hono<AppEnv>()
  .use(establishContext())
  .all('*', (c) => throughGateway(c, c.req.raw))
front.onError((error) => {
  console.error(error)
  return problemResponse('internal_error')
})

const throughGateway = async (c: AppContext, request: Request): Promise<Response> => {
  const url = new URL(request.url)
  const forwarded = {
    proto: url.protocol.slice(0, -1),
    host: url.host,
    // The runtime has brought it into the spelling in which it goes on.
    uri: url.pathname + url.search,
    method: request.method,
  }
  const passage = await atSite(c, forwarded)
  const upstream = passage.site?.details.upstream
  if (!upstream) return problemResponse('not_found')
  if (passage.kind === 'answer') return siteResponse(passage.answer)
  return fetchUpstream(request, { upstream, address: c.req.header('cf-connecting-ip') }, passage)
}
