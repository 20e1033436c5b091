/** How long the service worker may take to hand over what was shared, in milliseconds. */
const patience = 3_000

/** The file that another app shared with this one; the service worker holds it for one asking. */
export const takeShared = (): Promise<File | null> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    const timer = setTimeout(() => resolve(null), patience)
    port1.addEventListener('message', ({ data }: MessageEvent<File | null>) => {
      clearTimeout(timer)
      resolve(data)
    })
    port1.start()
    void navigator.serviceWorker?.ready.then(({ active }) =>
      active?.postMessage({ type: 'TAKE_SHARED' }, [port2]),
    )
  })
