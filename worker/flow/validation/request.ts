import type { Validate, ValidateAnswer } from '../../../schema/api/validate.ts'
import { ProblemError } from '../../http/problem.ts'
import type { Program } from '../../store/application-key.ts'

/** @throws ProblemError malformed_request where it is nothing that this application asks */
export const requireFitting = ({ application }: Program, request: Validate): void => {
  const { password, challenge, code } = request
  const refuse = (field: string, detail: string): never => {
    throw new ProblemError('malformed_request', { field, detail: `${field}: ${detail}` })
  }
  if (application.details.passwords === 'there') {
    if (password !== undefined) refuse('password', 'this application checks passwords itself')
    if (challenge !== undefined) refuse('challenge', 'this application checks passwords itself')
    return
  }
  if (password === undefined && challenge === undefined) refuse('password', 'is missing')
  if (password !== undefined && challenge !== undefined)
    refuse('challenge', 'stands for the password: only one of them')
  if (challenge !== undefined && code === undefined) refuse('code', 'is missing')
}

/**
 * What a program is told where somebody does not get in: for it that is an answer like others.
 * @throws ProblemError what is not about the person
 */
export const rejectionFor = (error: ProblemError): ValidateAnswer => {
  const { retryAfter } = error.details
  switch (error.code) {
    case 'invalid_credentials':
    case 'invalid_code':
    // A code in no known form: what a person typed, not what the program got wrong.
    case 'malformed_request':
      return { status: 'reject', reason: 'credentials' }
    case 'too_many_attempts':
    case 'factor_suspended':
      return {
        status: 'reject',
        reason: 'throttled',
        ...(retryAfter !== undefined && { retryAfter }),
      }
    default:
      throw error
  }
}
