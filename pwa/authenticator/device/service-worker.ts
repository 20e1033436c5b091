import { Workbox } from 'workbox-window'
import { trustedScriptUrl } from './trusted-url.ts'

type Heard = {
  /** A new release is installed and waits. */
  onWaiting: () => void
  /** A new release has taken over this page, here or from another tab. */
  onReplaced: () => void
}

/** Registers the service worker. Returns what makes the waiting release take over. */
export const registerServiceWorker = ({ onWaiting, onReplaced }: Heard): (() => void) => {
  // Built as a classic script: not every browser starts modules as service workers.
  const workbox = new Workbox(trustedScriptUrl('/authenticator/sw.js'), {
    scope: '/authenticator/',
  })
  const replaces = navigator.serviceWorker.controller !== null
  workbox.addEventListener('waiting', onWaiting)
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    // The first release takes over a page that had none: nothing changes for the person.
    if (replaces) onReplaced()
  })
  void workbox.register({ immediate: true }).catch(() => {
    // No service worker (private windows, no network at a first visit): the page itself still works.
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void workbox.update().catch(() => undefined)
  })
  return () => workbox.messageSkipWaiting()
}
