import { canonicalUsername, displayedUsername } from '../domain/username.ts'
import type { AppContext } from '../http/context.ts'
import { ProblemError } from '../http/problem.ts'
import { passwordSubject } from './attempt-subject.ts'
import { contextOf, newPasswordHash, requireGoodPassword } from './new-password.ts'

export const usernameSentence = 'may have letters, digits and . _ @ + -, and at most 64 characters'

type Typed = {
  username: string
  password: string
  displayName?: string | undefined
  email?: string | undefined
}

/**
 * The names and the password hash of a person to be, if such a person may be with such a password.
 * @throws ProblemError malformed_request that names the field and what is wrong with it, or unavailable
 */
export const readNewUser = async (c: AppContext, typed: Typed) => {
  const canonical = canonicalUsername(typed.username)
  if (!canonical)
    throw new ProblemError('malformed_request', {
      field: 'username',
      detail: `username: ${usernameSentence}`,
    })
  const context = contextOf({ ...typed, canonicalUsername: canonical })
  await requireGoodPassword({ text: typed.password, field: 'password' }, context)
  const shown = displayedUsername(typed.username)
  return {
    username: shown,
    canonicalUsername: canonical,
    displayName: typed.displayName || shown,
    passwordHash: await newPasswordHash(c, typed.password),
    attemptSubject: await passwordSubject(canonical),
  }
}
