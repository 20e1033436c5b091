import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  type PrecacheEntry,
  precacheAndRoute,
} from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: PrecacheEntry[] }

/**
 * The authenticator, whole, on the device: page, scripts, styles, icons, the scanner's
 * WebAssembly. Nothing else is ever answered here; requests to /api pass by.
 */
precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/authenticator/'), {
    allowlist: [/^\/authenticator\//],
  }),
)

/** What another app shared, until the page that opens for it asks: in memory alone, for it may be a secret. */
let shared: File | null = null

registerRoute(
  '/authenticator/share',
  async ({ request }) => {
    const form = await request.formData()
    const file = form.get('file')
    if (file instanceof File && file.size > 0) {
      shared = file
      return opened('#shared')
    }
    const text = ['url', 'text', 'title'].map((name) => form.get(name)).find(Boolean)
    return opened(`#enroll=${encodeURIComponent(typeof text === 'string' ? text : '')}`)
  },
  'POST',
)

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

// The very first visit already works offline. Later releases get here only after SKIP_WAITING.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
