import { answerFor, clean, keep } from './kept.thread.ts'

declare const self: ServiceWorkerGlobalScope

// The authenticator, whole, on the device: page, scripts, styles, icons, the scanner's WebAssembly.
self.addEventListener('install', (event) => event.waitUntil(keep()))

// The very first visit already works offline. Later releases get here only after SKIP_WAITING.
self.addEventListener('activate', (event) =>
  event.waitUntil(clean().then(() => self.clients.claim())),
)

/** Nothing else is ever answered here; requests to /api pass by. */
self.addEventListener('fetch', (event) => {
  const { request } = event
  const answer = isShare(request) ? takeShare(request) : answerFor(request)
  if (answer) event.respondWith(answer)
})

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
