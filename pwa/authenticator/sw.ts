import { cleanupOutdatedCaches, PrecacheController, type PrecacheEntry } from 'workbox-precaching'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (PrecacheEntry | string)[] }

/** The authenticator, whole, on the device: page, scripts, styles, the scanner's WebAssembly. */
const kept = new PrecacheController()
kept.addToCacheList(self.__WB_MANIFEST)
cleanupOutdatedCaches()

self.addEventListener('install', (event) => event.waitUntil(kept.install(event)))

// The very first visit already works offline. Later releases get here only after SKIP_WAITING.
self.addEventListener('activate', (event) =>
  event.waitUntil(kept.activate(event).then(() => self.clients.claim())),
)

/** Nothing else is ever answered here; requests to /api pass by. */
self.addEventListener('fetch', (event) => {
  const { request } = event
  if (isShare(request)) return event.respondWith(takeShare(request))
  const address = keptAddress(request)
  if (address) event.respondWith(answerOf(address, request))
})

/** Under which address the answer is kept: every address of the app is the one page. */
const keptAddress = ({ method, mode, url }: Request): string | undefined => {
  if (method !== 'GET') return undefined
  const isPage = mode === 'navigate' && new URL(url).pathname.startsWith('/authenticator/')
  const address = isPage ? '/authenticator/' : url
  return kept.getCacheKeyForURL(address) && address
}

/** What the browser has cleared meanwhile is asked for. */
const answerOf = async (address: string, request: Request): Promise<Response> =>
  (await kept.matchPrecache(address)) ?? fetch(request)

/** What another app shared, until the page that opens for it asks: in memory alone, for it may be a secret. */
let shared: File | null = null

const isShare = ({ method, url }: Request): boolean =>
  method === 'POST' && new URL(url).pathname === '/authenticator/share'

const takeShare = async (request: Request): Promise<Response> => {
  const form = await request.formData()
  const file = form.get('file')
  if (file instanceof File && file.size > 0) {
    shared = file
    return opened('#shared')
  }
  const text = ['url', 'text', 'title'].map((name) => form.get(name)).find(Boolean)
  return opened(`#enroll=${encodeURIComponent(typeof text === 'string' ? text : '')}`)
}

/** The page, with what is meant for it behind the `#`: no server sees that. */
const opened = (fragment: string): Response =>
  new Response(null, { status: 303, headers: { location: `/authenticator/${fragment}` } })

self.addEventListener('message', ({ data, ports }: ExtendableMessageEvent) => {
  const { type } = (data ?? {}) as { type?: unknown }
  // A new release waits until the person agrees: codes must not blink away while being typed off.
  if (type === 'SKIP_WAITING') void self.skipWaiting()
  if (type !== 'TAKE_SHARED') return
  ports[0]?.postMessage(shared)
  shared = null
})
