/** `kept`: the browser promised not to clear our storage. `at-risk`: it did not. */
export type Persistence = 'kept' | 'at-risk' | 'unknown'

/** What the browser promises today, without asking the person anything. */
export const persistence = async (): Promise<Persistence> => {
  try {
    return (await navigator.storage.persisted()) ? 'kept' : 'at-risk'
  } catch {
    return 'unknown'
  }
}

/** Asks for the promise. Some browsers ask the person, so this comes only once there is something to keep. */
export const requestPersistence = async (): Promise<Persistence> => {
  try {
    return (await navigator.storage.persist()) ? 'kept' : 'at-risk'
  } catch {
    return 'unknown'
  }
}
