/**
 * The pages of `npm run dev`: Vite with hot reload. Addresses are those of the Worker, which this
 * stands in for where pages are concerned; /api goes on to the real one.
 */
import { createServer } from 'vite'
import { inRoot } from './place.mjs'

const [worker, port] = process.argv.slice(2)

const PORTAL_PATHS = new Set(['/', '/setup', '/account'])

/** Each of the three pages answers for every path below it that is not a file. */
const pageFor = (path) => {
  if (PORTAL_PATHS.has(path)) return '/portal/index.html'
  const [, app] = /^\/(console|authenticator)(?:\/[^.]*)?$/.exec(path) ?? []
  return app && `/${app}/index.html`
}

const pageAddresses = {
  name: 'latchkey-page-addresses',
  configureServer: (server) => {
    server.middlewares.use((request, _response, next) => {
      const { pathname, search } = new URL(request.url, 'http://localhost')
      const page = pageFor(pathname)
      if (page) request.url = page + search
      next()
    })
  },
}

const server = await createServer({
  configFile: inRoot('pwa/vite.config.ts'),
  plugins: [pageAddresses],
  server: { port: Number(port), strictPort: true, proxy: { '^/api/': worker } },
})
await server.listen()
