import { passwordLength, type PasswordRefusal, refusePassword } from '../domain/password.ts'
import { canonicalUsername, displayedUsername } from '../domain/username.ts'
import { commonPasswords } from '../crypto/common-passwords.ts'
import { ProblemError } from './problem.ts'

type Typed = {
  username: string
  password: string
  displayName?: string | undefined
  email?: string | undefined
}

/**
 * The names of a person to be, if such a person may be with such a password.
 * @throws ProblemError malformed_request that names the field and what is wrong with it
 */
export const readNewUser = async ({ username, password, displayName, email }: Typed) => {
  const canonical = canonicalUsername(username)
  if (!canonical)
    throw fault('username', 'may have letters, digits and . _ @ + -, and at most 64 characters')
  const context = ['latchkey', canonical, displayName ?? '', email?.split('@')[0] ?? '']
  const refusal = refusePassword(password, await commonPasswords(), context)
  if (refusal) throw fault('password', passwordSentence[refusal])
  const shown = displayedUsername(username)
  return { username: shown, canonicalUsername: canonical, displayName: displayName || shown }
}

const fault = (field: string, sentence: string) =>
  new ProblemError('malformed_request', { field, detail: `${field}: ${sentence}` })

const passwordSentence: Record<PasswordRefusal, string> = {
  'too-short': `must have at least ${passwordLength.min} characters`,
  'too-long': `must have at most ${passwordLength.max} characters`,
  common: 'is one of the most common passwords, which are tried first',
  'contains-context': 'is little more than a name that anybody would try first',
}
