import { commonPasswords } from '../crypto/common-passwords.ts'
import { hashPassword } from '../crypto/password.ts'
import { type NewPasswordRefusal, passwordLength, refusePassword } from '../domain/password.ts'
import type { AppContext } from '../http/context.ts'
import { ProblemError } from '../http/problem.ts'

/** A password that somebody wants to have, and the field of the request that it stands in. */
type Chosen = { text: string; field: string }

/** Words that an attacker tries first for this person. */
export const contextOf = (person: {
  canonicalUsername: string
  displayName?: string | undefined
  email?: string | undefined
}): string[] => [
  'latchkey',
  person.canonicalUsername,
  person.displayName ?? '',
  person.email?.split('@')[0] ?? '',
]

/** @throws ProblemError malformed_request that says what is wrong with it */
export const requireGoodPassword = async ({ text, field }: Chosen, context: string[]) => {
  const refusal = refusePassword(text, await commonPasswords(), context)
  if (refusal)
    throw new ProblemError('malformed_request', {
      field,
      detail: `${field}: ${passwordSentence[refusal]}`,
    })
}

/** The hash of a good password. @throws ProblemError unavailable where too many are hashed already */
export const newPasswordHash = async (c: AppContext, text: string): Promise<string> => {
  const hash = await hashPassword(c.var.config.peppers, text)
  if (!hash) throw new ProblemError('unavailable', { retryAfter: 1 })
  return hash
}

/** What the form says about it. */
export const passwordSentence: Record<NewPasswordRefusal, string> = {
  'too-short': `must have at least ${passwordLength.min} characters`,
  'too-long': `must have at most ${passwordLength.max} characters`,
  common: 'is one of the most common passwords, which are tried first',
  'contains-context': 'is little more than a name that anybody would try first',
}
