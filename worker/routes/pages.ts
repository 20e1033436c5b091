import { type Context, Hono } from 'hono'
import type { AppEnv } from '../http/context.ts'

type PageContext = Context<AppEnv>

/**
 * The three pages, each with the paths that it answers for by itself. What is nowhere is a problem
 * document for programs, and for people a page that says so (RFC 9110, section 12: by `Accept`).
 */
export const pages = new Hono<AppEnv>()
  .get('/', (c) => page(c, '/portal/'))
  .get('/setup', (c) => page(c, '/portal/'))
  .get('/reset', (c) => page(c, '/portal/'))
  .get('/password', (c) => page(c, '/portal/'))
  .get('/account', (c) => page(c, '/portal/'))
  .get('/authorize', (c) => page(c, '/portal/'))
  .get('/sign-out', (c) => page(c, '/portal/'))
  .get('/developers', (c) => page(c, '/portal/'))
  .get('/console', (c) => c.redirect('/console/', 308))
  .get('/console/*', (c) => page(c, '/console/'))
  .get('/authenticator', (c) => c.redirect('/authenticator/', 308))
  .get('/authenticator/*', async (c) => {
    return (await asset(c)) ?? (wantsPage(c) ? page(c, '/authenticator/') : c.notFound())
  })
  .get('/portal/*', (c) => c.redirect('/', 308))
  .get('*', async (c) => {
    if (c.req.path.startsWith('/api/')) return c.notFound()
    return (await asset(c)) ?? (wantsPage(c) ? notFoundPage(c) : c.notFound())
  })

/**
 * A page has one address: a visitor by another name (127.0.0.1) is sent to the one where cookies and
 * passkeys work.
 */
const page = async (c: PageContext, path: string): Promise<Response> => {
  const url = new URL(c.req.url)
  const { origin } = c.var.config
  if (url.origin !== origin) return Response.redirect(origin + url.pathname + url.search, 307)
  return c.env.ASSETS.fetch(new Request(new URL(path, url), { headers: c.req.raw.headers }))
}

const asset = async (c: PageContext): Promise<Response | null> => {
  const file = await c.env.ASSETS.fetch(c.req.raw)
  return file.status === 404 ? null : file
}

const notFoundPage = async (c: PageContext): Promise<Response> => {
  // Without the visitor's own headers: a condition in them would be answered 304.
  const found = await c.env.ASSETS.fetch(new URL('/portal/', c.req.url))
  return new Response(found.body, { status: 404, headers: found.headers })
}

const wantsPage = (c: PageContext): boolean => (c.req.header('accept') ?? '').includes('text/html')
