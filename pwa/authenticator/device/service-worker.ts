import { Workbox } from 'workbox-window'
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
  // Built as a classic script: not every browser starts modules as service workers.
  const workbox = new Workbox(trustedScriptUrl('/authenticator/sw.js'), {
    scope: '/authenticator/',
  })
  workbox.addEventListener('waiting', onWaiting)
  workbox.addEventListener('controlling', ({ isUpdate }) => {
    // The first release takes over a page that had none: nothing changes for the person.
    if (isUpdate) onReplaced()
  })
  // No service worker (private windows, no network at a first visit): the page itself works.
  const registered = workbox.register({ immediate: true }).catch(() => undefined)
  void registered.then((registration) => registration && keepLooking(workbox))
  return () => workbox.messageSkipWaiting()
}

/** An installed app may stay open for weeks: the browser looks for releases only when pages load. */
const keepLooking = (workbox: Workbox): void => {
  let looked = Date.now()
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || Date.now() - looked < anHour) return
    looked = Date.now()
    void workbox.update().catch(() => undefined)
  })
}
