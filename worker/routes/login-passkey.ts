import { Hono } from 'hono'
import type * as v from 'valibot'
import type { LoginAnswer } from '../../schema/api/login.ts'
import { LoginPasskey, PasskeyOptions } from '../../schema/api/passkey.ts'
import { acceptedMethods } from '../domain/login.ts'
import { passkeyAmr } from '../domain/passkey.ts'
import { policyFor } from '../domain/policy.ts'
import { newChallenge } from '../flow/passkey/challenge.ts'
import {
  assertionQueries,
  beginByPasskey,
  networkQueries,
  provedBy,
  refuseAssertion,
  requireOpenNetwork,
} from '../flow/passkey/passkey.ts'
import { requestOptions } from '../flow/passkey/options.ts'
import { credentialIdOf, verifyAssertion } from '../flow/passkey/assertion.ts'
import { answer } from '../flow/pending-login.ts'
import { relyingPartyOf } from '../flow/passkey/relying-party.ts'
import { grantOf } from '../flow/trust.ts'
import { requireAccepted } from '../flow/factor.ts'
import { body } from '../http/body.ts'
import type { AppContext, AppEnv } from '../http/context.ts'
import { findPending, type Pending } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { listPasskeys } from '../store/passkey.ts'
import {
  listPasskeyOwnersGroups,
  listPasskeyOwnersMethods,
  readPasskeyOwner,
} from '../store/passkey-owner.ts'
import { readSettings } from '../store/setting.ts'
import { trip } from '../store/trip.ts'

/** Signing in by passkey: alone, or as the second factor of a pending login. */
export const loginPasskey = new Hono<AppEnv>()
  .post('/options', body(PasskeyOptions), async (c) => {
    const challenge = await newChallenge(c)
    const { also } = await findPending(c, (proof) => ({
      ...challenge.forDoor(proof),
      mine: listPasskeys(c.env.DB, proof),
    }))
    const settings = { settings: readSettings(c.env.DB) }
    const asked = also ?? (await trip(c.env.DB, challenge.forDoor(null), settings))
    challenge.handOut(asked)
    const mine = also?.kept === 'factor' ? also.mine : []
    return c.json(
      await requestOptions(c, {
        settings: asked.settings,
        challenge: challenge.bytes,
        credentials: mine,
      }),
    )
  })
  .post('/', body(LoginPasskey), async (c) => {
    const request = c.req.valid('json')
    const { pending, also } = await findPending(c, () => everything(c, request.response))
    const found = also ?? (await read(c, request.response))
    if (!pending) await requireOpenNetwork(c, found.until)
    return c.json(
      found.challenge?.purpose === 'factor'
        ? await asSecondFactor(c, pending, found, request)
        : await alone(c, found, request),
    )
  })

type Request = v.InferOutput<typeof LoginPasskey>
type Found = Awaited<ReturnType<typeof read>>
const read = async (c: AppContext, response: Request['response']) =>
  trip(c.env.DB, everything(c, response), { settings: readSettings(c.env.DB) })

/** All that either way needs, in the trip that also asks for a pending login. */
const everything = (c: AppContext, response: Request['response']) => {
  const credential = credentialIdOf(response)
  return {
    ...assertionQueries(c, response),
    ...networkQueries(c),
    owner: readPasskeyOwner(c.env.DB, credential),
    ownerGroups: listPasskeyOwnersGroups(c.env.DB, credential),
    ownerMethods: listPasskeyOwnersMethods(c.env.DB, credential),
  }
}

/** Beside a password: whose it is was said by who proved the password. */
const asSecondFactor = async (
  c: AppContext,
  held: Pending | null,
  { challenge, stored, settings }: Found,
  { response, trust }: Request,
): Promise<LoginAnswer> => {
  if (!held) throw new ProblemError('expired')
  if (held.pending.purpose !== 'factor') throw new ProblemError('enrollment_required')
  const { user, policy, pending } = held
  requireAccepted(held, 'passkey')
  const party = relyingPartyOf(c, settings)
  const question = { response, challenge, stored, party, settings }
  const asserted = await verifyAssertion({ ...question, purpose: 'factor', userId: user.id })
  if (asserted.kind === 'refused')
    throw await refuseAssertion(c, 'sign-in', asserted.reason, user.id)
  const { factor, before } = provedBy(c, asserted)
  const grantTrust = grantOf(c, policy, trust)
  const grounds = { user, policy, action: 'sign-in' as const, factor, grantTrust }
  await beginByPasskey(c, { ...grounds, pendingId: pending.id }, before)
  return answer('authenticated', policy)
}

/**
 * Alone: the key is one factor, and what it checked of the person is the other. A key that checked
 * nothing is one factor only, and the password is still to come.
 */
const alone = async (
  c: AppContext,
  { challenge, stored, settings, owner: user, ownerGroups, ownerMethods }: Found,
  { response, trust }: Request,
): Promise<LoginAnswer> => {
  const party = relyingPartyOf(c, settings)
  const question = { response, challenge, stored, party, settings }
  const asserted = await verifyAssertion({ ...question, purpose: 'sign-in', userId: null })
  if (asserted.kind === 'refused')
    throw await refuseAssertion(c, 'sign-in', asserted.reason, user?.id ?? null)
  if (!user) throw await refuseAssertion(c, 'sign-in', 'unknown', null)
  if (user.disabled) throw await refuseAssertion(c, 'sign-in', 'disabled', user.id)
  const policy = policyFor(settings, user, ownerGroups)
  if (!acceptedMethods(policy, ownerMethods).includes('passkey'))
    throw await refuseAssertion(c, 'sign-in', 'blocked', user.id)
  if (!asserted.userVerified || !asserted.stored.uvInitialized)
    throw await refuseAssertion(c, 'sign-in', 'not-verified', user.id)
  const { factor, before } = provedBy(c, asserted)
  const amr = passkeyAmr(asserted.stored.backupEligible)
  const grounds = { user, policy, action: 'sign-in' as const, factor, amr, by: 'passkey-alone' }
  await beginByPasskey(c, { ...grounds, grantTrust: grantOf(c, policy, trust) }, before)
  return answer('authenticated', policy)
}
