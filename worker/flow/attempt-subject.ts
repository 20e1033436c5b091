import { encodeBase64Url } from '../crypto/keyring.ts'
import { sha256 } from '../crypto/token.ts'
import { attemptSubject } from '../store/attempt.ts'

/** A username as it stands in counts: people type passwords into that field too. */
export const usernameHash = async (username: string): Promise<string> =>
  encodeBase64Url(new Uint8Array(await sha256(username)))

/**
 * What everybody's password attempts for that username are counted under. Kept beside the person
 * (`user.attempt_subject`), so that a lock leads to whom it shuts out.
 *
 * @param username canonical, or as typed where it can be none
 */
export const passwordSubject = async (username: string): Promise<string> =>
  attemptSubject.password(await usernameHash(username))
