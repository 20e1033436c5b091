import { type Method, methods } from '../../schema/api/factor.ts'

/** Recovery codes stand in for a factor that is lost; alone they would be a second password. */
const isStandIn = (method: Method): boolean => method === 'recovery'

/** Kinds that a person can enroll as their second factor. */
export const enrollableMethods: readonly Method[] = methods.filter((method) => !isStandIn(method))

/** The second factors among what a person has. */
export const realFactors = <F extends { method: Method }>(factors: readonly F[]): F[] =>
  factors.filter(({ method }) => !isStandIn(method))

export const hasFactor = (factors: readonly { method: Method }[]): boolean =>
  realFactors(factors).length > 0
