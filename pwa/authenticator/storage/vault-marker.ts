/**
 * Says, outside IndexedDB, that this installation once held tokens: browsers clear IndexedDB
 * without a word, and an emptied vault must not look like a new one. Two places, because
 * browsers also clear those; neither holds anything secret.
 */
const name = 'latchkey_authenticator_tokens'
const cookiePlace = 'path=/authenticator/; samesite=strict; secure'
const longestCookieLife = 400 * 24 * 60 * 60

/** Written when a token is saved; again at each start, so that the cookie does not run out. */
export const setVaultMarker = (): void => {
  attempt(() => localStorage.setItem(name, '1'))
  attempt(() => (document.cookie = `${name}=1; max-age=${longestCookieLife}; ${cookiePlace}`))
}

/** Taken away when the person removes the last token, or says that the tokens are not missed. */
export const clearVaultMarker = (): void => {
  attempt(() => localStorage.removeItem(name))
  attempt(() => (document.cookie = `${name}=; max-age=0; ${cookiePlace}`))
}

export const hasVaultMarker = (): boolean =>
  attempt(() => localStorage.getItem(name) !== null) === true ||
  attempt(() => document.cookie.split('; ').includes(`${name}=1`)) === true

/** Browsers with storage turned off throw on mere access. */
const attempt = <T>(work: () => T): T | null => {
  try {
    return work()
  } catch {
    return null
  }
}
