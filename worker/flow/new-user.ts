import { commonPasswords } from '../crypto/common-passwords.ts'
import { hashPassword } from '../crypto/password.ts'
import { type NewPasswordRefusal, passwordLength, refusePassword } from '../domain/password.ts'
import { canonicalUsername, displayedUsername } from '../domain/username.ts'
import type { AppContext } from '../http/context.ts'
import { ProblemError } from '../http/problem.ts'

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
  const { username, password, displayName, email } = typed
  const canonical = canonicalUsername(username)
  if (!canonical)
    throw fault('username', 'may have letters, digits and . _ @ + -, and at most 64 characters')
  const context = ['latchkey', canonical, displayName ?? '', email?.split('@')[0] ?? '']
  const passwordHash = await newPasswordHash(c, password, context)
  const shown = displayedUsername(username)
  return {
    username: shown,
    canonicalUsername: canonical,
    displayName: displayName || shown,
    passwordHash,
  }
}

/** The hash of a password that somebody chose. `context`: words that are tried first for this person. */
const newPasswordHash = async (c: AppContext, password: string, context: string[]) => {
  const refusal = refusePassword(password, await commonPasswords(), context)
  if (refusal) throw fault('password', passwordSentence[refusal])
  const hash = await hashPassword(c.var.config.peppers, password)
  if (!hash) throw new ProblemError('unavailable', { retryAfter: 1 })
  return hash
}

const fault = (field: string, sentence: string) =>
  new ProblemError('malformed_request', { field, detail: `${field}: ${sentence}` })

const passwordSentence: Record<NewPasswordRefusal, string> = {
  'too-short': `must have at least ${passwordLength.min} characters`,
  'too-long': `must have at most ${passwordLength.max} characters`,
  common: 'is one of the most common passwords, which are tried first',
  'contains-context': 'is little more than a name that anybody would try first',
}
