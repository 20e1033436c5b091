import { Hono } from 'hono'
import type { AuthenticationResponse } from '../../schema/api/passkey.ts'
import { StepUp } from '../../schema/api/session.ts'
import { hasFactor } from '../domain/factor.ts'
import type { TypedCodes } from '../domain/hardware.ts'
import type { SessionRecord } from '../domain/session.ts'
import { kinds } from '../factor/kinds.ts'
import { newChallenge } from '../flow/passkey/challenge.ts'
import { checkFactor } from '../flow/factor-check.ts'
import { factorQueries, type ProvedFactor, requireAccepted } from '../flow/factor.ts'
import {
  assertionQueries,
  beginByPasskey,
  provedBy,
  refuseAssertion,
} from '../flow/passkey/passkey.ts'
import { requestOptions } from '../flow/passkey/options.ts'
import { verifyAssertion } from '../flow/passkey/assertion.ts'
import { checkPassword } from '../flow/password.ts'
import { relyingPartyOf } from '../flow/passkey/relying-party.ts'
import { beginSession, requireBegun } from '../flow/session.ts'
import { describeSession } from '../flow/session-answer.ts'
import { body } from '../http/body.ts'
import type { AppContext, AppEnv } from '../http/context.ts'
import { findSignedIn, type SignedIn } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { attemptSubject } from '../store/attempt.ts'
import { listPasskeys } from '../store/passkey.ts'

/** Proving anew who sits here. */
export const stepUp = new Hono<AppEnv>()
  .post('/options', async (c) => {
    const challenge = await newChallenge(c)
    const { caller, also } = await findSignedIn(c, (proof) => ({
      ...challenge.forCaller(proof, 'step-up'),
      mine: listPasskeys(c.env.DB, proof),
    }))
    challenge.handOut(also)
    const { settings } = caller
    const asked = { settings, challenge: challenge.bytes, credentials: also.mine }
    return c.json(await requestOptions(c, asked))
  })
  .post('/', body(StepUp), async (c) => {
    const proof = c.req.valid('json')
    switch (proof.method) {
      case 'password':
        return c.json(describeSession(c, await stepUpByPassword(c, proof.password)))
      case 'passkey':
        return c.json(describeSession(c, await stepUpByPasskey(c, proof.response)))
      default:
        return c.json(describeSession(c, await stepUpByCode(c, proof)))
    }
  })

/** A password was proved to begin with: where there is a factor, it is the factor that is missing. */
const stepUpByPassword = async (c: AppContext, password: string): Promise<SignedIn> => {
  const { caller } = await findSignedIn(c, () => ({}))
  if (hasFactor(caller.factors)) throw new ProblemError('forbidden')
  const { user, settled } = await checkPassword(c, {
    username: caller.user.username,
    password,
    action: 'step-up',
    throttle: attemptSubject.session(caller.session.id),
    also: () => ({}),
  })
  if (user.id !== caller.user.id) throw new ProblemError('invalid_credentials')
  return renewed(caller, requireBegun(await beginSession(c, groundsOf(caller, null), settled)))
}

/** The key alone: who sits here has shown more when they signed in. */
const stepUpByPasskey = async (
  c: AppContext,
  response: AuthenticationResponse,
): Promise<SignedIn> => {
  const { caller, also } = await findSignedIn(c, () => assertionQueries(c, response))
  const { user, settings } = caller
  requireAccepted(caller, 'passkey')
  const party = relyingPartyOf(c, settings)
  const { challenge, stored } = also
  const question = { response, challenge, stored, party, settings }
  const asserted = await verifyAssertion({ ...question, purpose: 'step-up', userId: user.id })
  if (asserted.kind === 'refused')
    throw await refuseAssertion(c, 'step-up', asserted.reason, user.id)
  const { factor, before } = provedBy(c, asserted)
  return renewed(caller, await beginByPasskey(c, groundsOf(caller, factor), before))
}

const stepUpByCode = async (
  c: AppContext,
  { method, ...typed }: TypedCodes & { method: keyof typeof kinds },
): Promise<SignedIn> => {
  const kind = kinds[method]
  const { caller, also } = await findSignedIn(c, (proof) => factorQueries(c, kind, proof, typed))
  const { user, policy } = caller
  requireAccepted(caller, method)
  const throttle = attemptSubject.factor(method, user.id)
  const attempt = { kind, ...also, throttle, user, policy, action: 'step-up' as const }
  const factor = await checkFactor(c, attempt)
  return renewed(caller, requireBegun(await beginSession(c, groundsOf(caller, factor))))
}

const groundsOf = ({ user, policy, session: former }: SignedIn, factor: ProvedFactor | null) => ({
  user,
  policy,
  action: 'step-up' as const,
  factor,
  former,
})

const renewed = (caller: SignedIn, begun: SessionRecord): SignedIn => ({
  ...caller,
  session: begun,
})
