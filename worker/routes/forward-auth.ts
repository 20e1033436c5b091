import { Hono } from 'hono'
import { publishedKeys } from '../flow/published-key.ts'
import { atSite } from '../flow/site-door.ts'
import type { AppEnv } from '../http/context.ts'
import { siteResponse } from '../http/site-answer.ts'

/** What reverse proxies ask before they let a request through. */
export const forwardAuth = new Hono<AppEnv>()
  .get('/', async (c) => {
    const forwarded = {
      proto: c.req.header('x-forwarded-proto'),
      host: c.req.header('x-forwarded-host'),
      uri: c.req.header('x-forwarded-uri'),
      method: c.req.header('x-forwarded-method'),
    }
    const unauthenticated = c.req.query('unauthenticated') === '401' ? 401 : 'as-asked'
    const passage = await atSite(c, forwarded, unauthenticated)
    if (passage.kind === 'answer') return siteResponse(passage.answer)
    const { headers, cookie } = passage
    return new Response(null, {
      status: 204,
      headers: { ...headers, ...(cookie && { 'set-cookie': cookie }) },
    })
  })
  .get('/jwks', async (c) => c.json(await publishedKeys(c, 'assertion')))
