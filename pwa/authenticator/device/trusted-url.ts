type ScriptUrlPolicy = { createScriptURL(url: string): string }
type PolicyFactory = {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptUrlPolicy
}

/** The only scripts that may ever be started by URL: our service worker and our threads. */
const ours = /^\/authenticator\/(sw\.js|threads\/[\w.-]+\.js)$/

const checked = (url: string): string => {
  const { origin, pathname, search } = new URL(url, location.href)
  const known = ours.test(pathname) && search === ''
  // In development Vite serves sources by their own paths.
  if (origin === location.origin && (known || import.meta.env.DEV)) return url
  throw new TypeError('not one of our scripts')
}

const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory }
const policy = trustedTypes?.createPolicy('latchkey', { createScriptURL: checked })

/**
 * A URL that the browser lets us start a worker or a service worker from. The page's policy
 * (`require-trusted-types-for 'script'`) refuses plain strings; this is the one door.
 */
export const trustedScriptUrl = (url: string): string =>
  policy ? policy.createScriptURL(url) : checked(url)
