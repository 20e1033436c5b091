const scheme = 'web+otpauth'
const enrollment = '/authenticator/#enroll=%s'

/** Whether this browser lets a page answer for links of a kind. */
export const canHandleLinks = (): boolean => 'registerProtocolHandler' in navigator

/** Asks the browser to open `web+otpauth:` links here; it asks the person. @returns whether it asked */
export const handleLinks = (): boolean => {
  try {
    navigator.registerProtocolHandler(scheme, enrollment)
    return true
  } catch {
    return false
  }
}
