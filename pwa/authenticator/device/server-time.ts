/** Milliseconds; an answer that took longer says too little about when it was given. */
const patience = 5_000

/**
 * How far the server's clock is ahead of this device's, in milliseconds, give or take a second: its answers
 * are dated in whole ones. Null: it did not answer, or not soon enough.
 */
export const measureOffset = async (): Promise<number | null> => {
  if (!navigator.onLine) return null
  try {
    const sent = Date.now()
    // The service worker answers no HEAD, and no cache may.
    const answer = await fetch('/authenticator/', {
      method: 'HEAD',
      cache: 'no-store',
      signal: AbortSignal.timeout(patience),
    })
    const received = Date.now()
    const date = Date.parse(answer.headers.get('date') ?? '')
    const isOld = Number(answer.headers.get('age') ?? 0) > 0
    if (!answer.ok || Number.isNaN(date) || isOld) return null
    return Math.round(date + 500 - (sent + received) / 2)
  } catch {
    return null
  }
}
