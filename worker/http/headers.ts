import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from './context.ts'

/** With `wasm` for the authenticator alone: its scanner compiles WebAssembly. */
const contentPolicy = ({ wasm }: { wasm: boolean }): string =>
  [
    "default-src 'none'",
    `script-src 'self'${wasm ? " 'wasm-unsafe-eval'" : ''}`,
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "media-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types latchkey',
  ].join('; ')

const common = {
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
}

/**
 * On every answer, whichever route or error made it (ASVS 3.4). What the API says is stored nowhere;
 * pages are asked for anew each time; files with a hash in their name may be kept.
 */
export const secureHeaders = (): MiddlewareHandler<AppEnv> => async (c, next) => {
  await next()
  const pathname = c.req.path
  const authenticator = pathname.startsWith('/authenticator/')
  const headers = {
    ...common,
    'content-security-policy': contentPolicy({ wasm: authenticator }),
    'permissions-policy': `camera=(${authenticator ? 'self' : ''}), microphone=(), geolocation=()`,
    // The authenticator compares its clock with this one; not every runtime dates its answers.
    date: new Date().toUTCString(),
    'cache-control': c.res.ok || c.res.status === 304 ? cacheControl(pathname) : 'no-store',
  }
  // Assets and thrown problems carry headers that cannot be changed in place.
  c.res = new Response(c.res.body, c.res)
  for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value)
  // It answers on other people's hosts, of whose subdomains we know nothing.
  if (pathname === '/api/forward-auth') c.res.headers.delete('strict-transport-security')
}

/** The same for everybody, and asked for often: for some minutes a key that was withdrawn is still believed. */
const published = new Set([
  '/api/oidc/jwks',
  '/api/forward-auth/jwks',
  '/api/openapi.json',
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
])

const cacheControl = (pathname: string): string => {
  if (published.has(pathname)) return 'public, max-age=300'
  if (pathname.startsWith('/assets/')) return 'public, max-age=31536000, immutable'
  return pathname.startsWith('/api/') ? 'no-store' : 'no-cache'
}
