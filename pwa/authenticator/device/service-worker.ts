import { trustedScriptUrl } from './trusted-url.ts'

type Heard = {
  /** A new release is installed and waits. */
  onWaiting: () => void
  /** A new release has taken over this page, here or from another tab. */
  onReplaced: () => void
}

const anHour = 60 * 60 * 1000

/** Registers the service worker. Returns what makes the waiting release take over. */
export const registerServiceWorker = ({ onWaiting, onReplaced }: Heard): (() => void) => {
  const { serviceWorker } = navigator
  const replaces = serviceWorker.controller !== null
  serviceWorker.addEventListener('controllerchange', () => {
    // The first release takes over a page that had none: nothing changes for the person.
    if (replaces) onReplaced()
  })
  // Built as a classic script: not every browser starts modules as service workers.
  const registered = serviceWorker
    .register(trustedScriptUrl('/authenticator/sw.js'), { scope: '/authenticator/' })
    // No service worker (private windows, no network at a first visit): the page itself works.
    .catch(() => null)
  void registered.then((registration) => {
    if (!registration) return
    tellWhenWaiting(registration, onWaiting)
    keepLooking(registration)
  })
  return () => {
    void registered.then((registration) =>
      registration?.waiting?.postMessage({ type: 'SKIP_WAITING' }),
    )
  }
}

/** It may have waited since an earlier visit, or come while this page is open. */
const tellWhenWaiting = (registration: ServiceWorkerRegistration, tell: () => void): void => {
  if (registration.waiting) tell()
  const follow = (): void => {
    const coming = registration.installing
    coming?.addEventListener('statechange', () => {
      // The very first release does not wait for anybody.
      if (coming.state === 'installed' && registration.active) tell()
    })
  }
  registration.addEventListener('updatefound', follow)
  follow()
}

/** An installed app may stay open for weeks: the browser looks for releases only when pages load. */
const keepLooking = (registration: ServiceWorkerRegistration): void => {
  let looked = Date.now()
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || Date.now() - looked < anHour) return
    looked = Date.now()
    void registration.update().catch(() => undefined)
  })
}
