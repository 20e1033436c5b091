/** The built web app from files, for what needs no Worker, and for a new release being put out. */
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, resolve } from 'node:path'

const built = resolve(import.meta.dirname, '../../dist/pwa')
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
}
const worker = 'authenticator/sw.js'
/** As the Worker's (worker/http/headers.ts), but for what only its API needs. */
const policy = [
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'",
  "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'",
  "manifest-src 'self'; media-src 'self' blob:; base-uri 'none'; form-action 'self'",
  "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types latchkey",
].join('; ')

/** `release` makes every later look at the service worker find a new one. */
export type StaticSite = { origin: string; release: () => void; stop: () => void }

export const serveBuilt = async (): Promise<StaticSite> => {
  let releases = 0
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1)
    const file = path.endsWith('/') ? `${path}index.html` : path
    readFile(join(built, file)).then(
      (body) => {
        response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream')
        response.setHeader('cache-control', 'no-cache')
        response.setHeader('content-security-policy', policy)
        response.end(file === worker ? `${body.toString()}\n// release ${releases}` : body)
      },
      () => response.writeHead(404).end(),
    )
  }).listen(0, 'localhost')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return {
    origin: `http://localhost:${address.port}`,
    release: () => {
      releases += 1
    },
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
