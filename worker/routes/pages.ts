import { Hono } from 'hono'
import type { AppContext, AppEnv } from '../http/context.ts'

/** The three pages, each with the paths that it answers for by itself. */
export const pages = new Hono<AppEnv>()
  .get('/', (c) => page(c, '/portal/'))
  .get('/setup', (c) => page(c, '/portal/'))
  .get('/account', (c) => page(c, '/portal/'))
  .get('/console', (c) => c.redirect('/console/', 308))
  .get('/console/*', (c) => page(c, '/console/'))
  .get('/authenticator', (c) => c.redirect('/authenticator/', 308))
  .get('/authenticator/*', async (c) => {
    const file = await asset(c)
    return file.status === 404 && isNavigation(c) ? page(c, '/authenticator/') : file
  })
  .get('/portal/*', (c) => c.redirect('/', 308))
  .get('*', (c) => asset(c))

/** A page has one address: a visitor by another name (127.0.0.1) is sent to the one where cookies and passkeys work. */
const page = (c: AppContext, path: string): Promise<Response> | Response => {
  const url = new URL(c.req.url)
  const { origin } = c.var.config
  if (url.origin !== origin) return Response.redirect(origin + url.pathname + url.search, 307)
  return c.env.ASSETS.fetch(new Request(new URL(path, url), { headers: c.req.raw.headers }))
}

const asset = (c: AppContext): Promise<Response> => c.env.ASSETS.fetch(c.req.raw)

const isNavigation = (c: AppContext): boolean =>
  c.req.header('sec-fetch-mode') === 'navigate' || (c.req.header('accept') ?? '').includes('text/html')
