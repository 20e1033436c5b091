import type { ApiDetails, AppPolicy } from '../../schema/api/application.ts'
import { codeMethods, type Method } from '../../schema/api/factor.ts'
import type { HeldFactor } from './factor.ts'
import { acceptedMethods, nextStep } from './login.ts'
import type { Policy } from './policy.ts'

/** An application that asks with an API key, as decisions see it. */
export type AskingApplication = AppPolicy & { details: ApiDetails }

/**
 * What comes next of somebody of whom a program asks. `portal`: something that can be done nowhere else;
 * `blocked`: none of their factors counts.
 */
export type ValidationStep =
  | 'password-suffices'
  | 'trust-suffices'
  | 'factor'
  | 'portal'
  | 'blocked'

/**
 * As at our own door (`nextStep`), as far as a program can go: it has nothing but codes.
 *
 * @param isTrusted whether this browser is trusted at this application
 */
export const validationStep = (
  app: AskingApplication,
  policy: Policy,
  factors: readonly HeldFactor[],
  isTrusted: boolean,
): ValidationStep => {
  if (app.factor === 'phishing-resistant') return 'portal'
  const step = nextStep(policy, factors, isTrusted && trustCounts(app))
  switch (step) {
    case 'password-suffices':
      return app.factor === 'policy' ? step : 'portal'
    case 'factor':
      return codeMethodsOf(policy, factors).length > 0 ? step : 'portal'
    case 'enrollment':
    case 'ticket':
    case 'registration':
      return 'portal'
    case 'trust-suffices':
    case 'blocked':
      return step
  }
}

/** Whether its people may trust a browser there, and that spares them the factor. */
export const trustCounts = ({ acceptTrust, details }: AskingApplication): boolean =>
  acceptTrust && details.trust

/** Kinds of code that a program may bring of this person. */
export const codeMethodsOf = (policy: Policy, factors: readonly HeldFactor[]): Method[] =>
  acceptedMethods(policy, factors).filter((method) =>
    codeMethods.some((one: Method) => one === method),
  )
