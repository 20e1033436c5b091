import { type Method, methods } from '../../schema/api/factor.ts'
import type { GroupSettingName } from '../../schema/policy.ts'

/** What stands in for a factor that is lost; alone it would be a second password. */
const standIns: readonly Method[] = ['recovery', 'pass']
export const isStandIn = ({ method }: { method: Method }): boolean => standIns.includes(method)

/** Kinds that a person can enroll as their second factor. */
export const enrollableMethods: readonly Method[] = methods.filter(
  (method) => !standIns.includes(method),
)

/** The setting by which groups take a kind away. */
export const allowance: Partial<Record<Method, AllowanceName>> = {
  totp: 'allow_totp_2fa',
  device: 'allow_totp_2fa',
  passkey: 'allow_webauthn_2fa',
  hardware: 'allow_hardware_2fa',
}
export type AllowanceName = Extract<GroupSettingName, `allow_${string}_2fa`>

/**
 * A factor as decisions see it. `handed-over`: an administrator gave its key to the person, and its
 * first code has yet to come.
 */
export type HeldFactor = { method: Method; state: 'confirmed' | 'handed-over' }

/** The second factors among what a person has: those that count. */
export const realFactors = <F extends HeldFactor>(factors: readonly F[]): F[] =>
  factors.filter((factor) => !isStandIn(factor) && factor.state === 'confirmed')

export const hasFactor = (factors: readonly HeldFactor[]): boolean =>
  realFactors(factors).length > 0

/** Whether an installation of our authenticator is registered. */
export const hasDevice = (factors: readonly HeldFactor[]): boolean =>
  realFactors(factors).some(({ method }) => method === 'device')

/** Keys that wait for their first code. */
export const handedOver = <F extends HeldFactor>(factors: readonly F[]): F[] =>
  factors.filter(({ state }) => state === 'handed-over')
