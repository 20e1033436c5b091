/** A small browser-like HTTP client: keeps cookies as a browser would and sends its Origin. */

export type Cookie = { name: string; value: string; attributes: Record<string, string | true> }

export type Answer = {
  status: number
  headers: Headers
  /** Parsed JSON, else text. Tests say what they expect of it. */
  // oxlint-disable-next-line typescript/no-explicit-any -- assertions read answers of any shape
  body: any
  /** What this very answer set, with attributes. */
  setCookies: Cookie[]
}

export type Send = (request: Request) => Promise<Response>

export type ClientOptions = {
  origin?: string
  /** Added to every request; `Origin: null` here stands for 'do not send it'. */
  headers?: Record<string, string | null>
}

export type Client = {
  get: (path: string, headers?: Record<string, string | null>) => Promise<Answer>
  post: (path: string, body?: unknown, headers?: Record<string, string | null>) => Promise<Answer>
  patch: (path: string, body?: unknown, headers?: Record<string, string | null>) => Promise<Answer>
  delete: (path: string, headers?: Record<string, string | null>) => Promise<Answer>
  /** The jar itself, for tests that steal, swap and forget cookies. */
  cookies: Map<string, Cookie>
}

export const parseSetCookie = (line: string): Cookie => {
  const [pair = '', ...rest] = line.split(';').map((part) => part.trim())
  const [name = '', value = ''] = splitOnce(pair)
  const attributes = rest
    .map((part) => splitOnce(part))
    .map(([key, text]) => [(key ?? '').toLowerCase(), text ?? true])
  return { name, value, attributes: Object.fromEntries(attributes) }
}

const splitOnce = (text: string): [string, string?] => {
  const at = text.indexOf('=')
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}

const isGone = ({ attributes }: Cookie): boolean => {
  const maxAge = attributes['max-age']
  if (typeof maxAge === 'string') return Number(maxAge) <= 0
  const expires = attributes['expires']
  return typeof expires === 'string' && Date.parse(expires) <= Date.now()
}

/** A browser drops a __Host- cookie that is not Secure, not for /, or that names a domain. */
const isAcceptable = ({ name, attributes }: Cookie): boolean =>
  !name.startsWith('__Host-') ||
  (attributes['secure'] === true && attributes['path'] === '/' && !('domain' in attributes))

const keep = (jar: Map<string, Cookie>, cookie: Cookie): void => {
  if (!isAcceptable(cookie)) throw new Error(`A browser would refuse the cookie ${cookie.name}`)
  if (isGone(cookie)) jar.delete(cookie.name)
  else jar.set(cookie.name, cookie)
}

const readBody = async (response: Response): Promise<unknown> => {
  const text = await response.text()
  if (!response.headers.get('content-type')?.includes('json')) return text
  return JSON.parse(text)
}

export const createClient = (send: Send, options: ClientOptions = {}): Client => {
  const origin = options.origin ?? 'http://localhost:8787'
  const cookies = new Map<string, Cookie>()

  const headersFor = (own: Record<string, string | null> = {}): Headers => {
    const headers = new Headers()
    const jar = [...cookies.values()].map(({ name, value }) => `${name}=${value}`).join('; ')
    if (jar) headers.set('cookie', jar)
    const wanted = { origin, ...lowerCased(options.headers), ...lowerCased(own) }
    for (const [name, value] of Object.entries(wanted)) {
      if (value !== null) headers.set(name, value)
    }
    return headers
  }

  const call = async (
    method: string,
    path: string,
    body?: unknown,
    own?: Record<string, string | null>,
  ): Promise<Answer> => {
    const headers = headersFor(own)
    const init: RequestInit = { method, headers, redirect: 'manual' }
    if (body instanceof FormData || typeof body === 'string') init.body = body
    else if (body !== undefined) init.body = JSON.stringify(body)
    const isJson = body !== undefined && !(body instanceof FormData)
    if (isJson && !headers.has('content-type')) headers.set('content-type', 'application/json')
    const response = await send(new Request(new URL(path, origin), init))
    const setCookies = response.headers.getSetCookie().map(parseSetCookie)
    for (const cookie of setCookies) keep(cookies, cookie)
    const { status, headers: answered } = response
    return { status, headers: answered, body: await readBody(response), setCookies }
  }

  return {
    get: (path, headers) => call('GET', path, undefined, headers),
    post: (path, body, headers) => call('POST', path, body, headers),
    patch: (path, body, headers) => call('PATCH', path, body, headers),
    delete: (path, headers) => call('DELETE', path, undefined, headers),
    cookies,
  }
}

const lowerCased = (headers: Record<string, string | null> = {}) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
