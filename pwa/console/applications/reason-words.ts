import type { FactorNeed, TestReason } from '../../../schema/api/application.ts'
import type { SignInStep } from '../../../schema/api/policy.ts'

/** One reason of a test as a sentence. */
export const reasonWords = (reason: TestReason): string => {
  switch (reason.kind) {
    case 'application-disabled':
      return 'The application is disabled.'
    case 'person-disabled':
      return 'The person is disabled.'
    case 'address':
      return 'This address is not one of this site’s, or cannot be read.'
    case 'ambiguous':
      return 'This address can be read in more than one way: all rules that restrict count at once.'
    case 'rule':
      return ruleWords(reason)
    case 'groups':
      return groupWords(reason.groups)
    case 'sign-in':
      return stepWords[reason.step]
    case 'no-factor':
      return `${needs[reason.needs]} is needed, and they have none.`
    case 'factor':
      return `They would be asked for ${asked[reason.needs]}${reason.anew ? ', for it was too long ago' : ''}.`
    case 'signed-out':
      return 'They are signed in nowhere: they would sign in first.'
  }
}

const ruleWords = ({ path, methods, access }: Extract<TestReason, { kind: 'rule' }>): string => {
  const what = [`The rule for ${path}`, methods.length > 0 && `(${methods.join(', ')})`]
  const says = {
    open: 'lets anybody in.',
    deny: 'lets nobody in.',
    policy: 'decides.',
  }
  return [...what.filter(Boolean), says[access]].join(' ')
}

const groupWords = (groups: Extract<TestReason, { kind: 'groups' }>['groups']): string => {
  if (groups.length === 0) return 'It is for groups, and none of them is left: nobody gets in.'
  const names = groups.map(({ name }) => name ?? 'a deleted group').join(', ')
  return groups.length === 1 ? `Not in its group: ${names}.` : `Not in any of its groups: ${names}.`
}

const needs: Record<FactorNeed, string> = {
  policy: 'Signing in',
  'second-factor': 'A second factor',
  'phishing-resistant': 'A passkey',
}
const asked: Record<FactorNeed, string> = {
  policy: 'their password again',
  'second-factor': 'a second factor',
  'phishing-resistant': 'a passkey',
}

const stepWords: Record<SignInStep, string> = {
  'password-suffices': 'The password is enough.',
  factor: 'They would be asked for a second factor.',
  'trust-suffices': 'A trusted browser is enough.',
  enrollment: 'They would set up a second factor first.',
  ticket: 'They must set up a second factor, and need an enrollment ticket for it.',
  registration: 'They would register the Latchkey authenticator first.',
  blocked: 'They cannot sign in: none of their second factors is accepted.',
}
