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

self.addEventListener('message', ({ data }: ExtendableMessageEvent) => {
  // A new release waits until the person agrees: codes must not blink away while being typed off.
  if ((data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting()
})

// The very first visit already works offline. Later releases get here only after SKIP_WAITING.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
