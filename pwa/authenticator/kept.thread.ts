declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: (string | { url: string; revision: string })[]
}

/**
 * What is kept for offline use, by address: the name that it is kept under. A file whose address does not
 * change with its content has a revision in that name.
 */
const kept = new Map(
  self.__WB_MANIFEST.map((entry) =>
    typeof entry === 'string'
      ? [entry, entry]
      : [entry.url, `${entry.url}?revision=${entry.revision}`],
  ),
)
const cacheName = 'latchkey-authenticator'

const placeOf = (url: string): string => {
  const { pathname, search } = new URL(url)
  return pathname + search
}

const fetchInto = async (cache: Cache, url: string, name: string): Promise<void> => {
  // The browser's own cache may still hold what a former release had under a name that stays.
  const cached = url === name ? 'default' : 'reload'
  const answer = await fetch(url, { cache: cached, credentials: 'same-origin' })
  if (!answer.ok || answer.redirected) throw new Error(`${url}: ${answer.status}`)
  await cache.put(name, answer)
}

/** Fetches what is not here yet, all or nothing: without one of its parts a release does not start. */
export const keep = async (): Promise<void> => {
  const cache = await caches.open(cacheName)
  const present = new Set((await cache.keys()).map(({ url }) => placeOf(url)))
  const missing = [...kept].filter(([, name]) => !present.has(name))
  await Promise.all(missing.map(([url, name]) => fetchInto(cache, url, name)))
}

/** Drops what only former releases needed; those before this one kept theirs elsewhere. */
export const clean = async (): Promise<void> => {
  const cache = await caches.open(cacheName)
  const names = new Set(kept.values())
  const old = (await cache.keys()).filter(({ url }) => !names.has(placeOf(url)))
  const former = (await caches.keys()).filter((name) => name.startsWith('workbox-precache'))
  await Promise.all([
    ...old.map((request) => cache.delete(request)),
    ...former.map((name) => caches.delete(name)),
  ])
}

/**
 * The answer to a request for something that is kept; undefined: it is none of ours. What the browser has
 * cleared meanwhile is asked for.
 */
export const answerFor = (request: Request): Promise<Response> | undefined => {
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return undefined
  const isPage = request.mode === 'navigate' && pathname.startsWith('/authenticator/')
  const name = kept.get(isPage ? '/authenticator/' : pathname)
  if (name === undefined) return undefined
  return caches
    .open(cacheName)
    .then((cache) => cache.match(name, { ignoreVary: true }))
    .then((found) => found ?? fetch(request))
}
