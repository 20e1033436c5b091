import type { Passage } from '../flow/site-door.ts'
import { withoutSiteCookies } from '../http/site-cookie.ts'

/** What a client may not say: who it is, and where it comes from. Some servers read `_` or `.` as `-`. */
const claimed = /^(?:remote|latchkey|x[\W_]forwarded|cf)[\W_]|^(?:forwarded|x[\W_]real[\W_]ip)$/i

/** Of this connection alone (RFC 9110, section 7.6.1); `Upgrade` is what a WebSocket is asked by. */
const hopByHop = ['connection', 'keep-alive', 'te', 'trailer', 'proxy-authorization', 'host']

export type Upstream = {
  /** Where the site is behind us. */
  upstream: string
  /** Where the request comes from, as the edge says. */
  address: string | undefined
}

/** Hands a request on that may pass, and its answer back: bodies stream, WebSockets are connected. */
export const fetchUpstream = async (
  request: Request,
  { upstream, address }: Upstream,
  passage: Extract<Passage, { kind: 'pass' }>,
): Promise<Response> => {
  const from = new URL(request.url)
  const to = new URL(upstream)
  const path = to.pathname.replace(/\/$/, '') + from.pathname
  const response = await fetch(`${to.origin}${path}${from.search}`, {
    method: request.method,
    headers: headersFor(request.headers, from, address, passage.headers),
    body: request.body,
    redirect: 'manual',
    // What one person gets is not kept for another.
    cache: 'no-store',
  })
  return answerOf(response, passage.cookie)
}

const headersFor = (
  own: Headers,
  from: URL,
  address: string | undefined,
  identity: Record<string, string>,
): Headers => {
  const headers = new Headers(own)
  for (const name of own.keys())
    if (claimed.test(name) || hopByHop.includes(name)) headers.delete(name)
  const cookies = withoutSiteCookies(own.get('cookie') ?? '')
  if (cookies === '') headers.delete('cookie')
  else headers.set('cookie', cookies)
  headers.set('x-forwarded-proto', from.protocol.slice(0, -1))
  headers.set('x-forwarded-host', from.host)
  if (address !== undefined) headers.set('x-forwarded-for', address)
  for (const [name, value] of Object.entries(identity)) headers.set(name, value)
  return headers
}

/** Its own headers cannot be changed in place. */
const answerOf = (response: Response, cookie: string | null): Response => {
  if (cookie === null) return response
  const answer = new Response(response.body, response)
  answer.headers.append('set-cookie', cookie)
  return answer
}
