import { Hono } from 'hono'
import { type EnrolledPasskey, NewPasskey } from '../../schema/api/passkey.ts'
import { hasFactor } from '../domain/factor.ts'
import { newChallenge } from '../flow/passkey/challenge.ts'
import { assertionQueries, refuseAssertion } from '../flow/passkey/passkey.ts'
import { enrolledBy, refuseNew } from '../flow/passkey/enrollment.ts'
import { makersName } from '../flow/passkey/name.ts'
import { creationOptions } from '../flow/passkey/options.ts'
import { verifyRegistration } from '../flow/passkey/registration.ts'
import { relyingPartyOf } from '../flow/passkey/relying-party.ts'
import { beginSession, requireBegun } from '../flow/session.ts'
import { grantOf } from '../flow/trust.ts'
import { body } from '../http/body.ts'
import type { AppEnv } from '../http/context.ts'
import { type Enrollee, findEnrollee } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { listPasskeys } from '../store/passkey.ts'

/** Enrolling a passkey: at the door where one must, or in my account. */
export const passkey = new Hono<AppEnv>()
  .post('/options', async (c) => {
    const challenge = await newChallenge(c)
    const { caller, also } = await findEnrollee(c, { fresh: true }, (proof) => ({
      ...challenge.forCaller(proof, 'enrollment'),
      mine: listPasskeys(c.env.DB, proof),
    }))
    requireAllowed(caller)
    challenge.handOut(also)
    const asked = { settings: caller.settings, challenge: challenge.bytes, credentials: also.mine }
    return c.json(await creationOptions(c, caller.user, asked))
  })
  .post('/', body(NewPasskey), async (c) => {
    const { response, name, trust, automatic = false } = c.req.valid('json')
    const { caller, also } = await findEnrollee(c, { fresh: true }, () =>
      assertionQueries(c, response),
    )
    requireAllowed(caller)
    const { user, policy, settings, factors, pending, session } = caller
    const { challenge } = also
    if (!challenge || challenge.purpose !== 'enrollment' || challenge.userId !== user.id)
      throw await refuseAssertion(c, 'factor-enrolled', 'no-challenge', user.id)
    if (also.stored)
      throw new ProblemError('conflict', { detail: 'This passkey is registered already.' })
    // Beside a factor that was proved nobody need be there; else somebody must show that they are.
    const proved = hasFactor(factors) && session !== null && session.factorAt !== null
    const silent = automatic && proved
    const party = relyingPartyOf(c, settings)
    const registered = await verifyRegistration({
      response,
      challenge: challenge.challenge,
      party,
      settings,
      automatic: silent,
      roots: c.var.config.attestationRoots,
    })
    if (registered.kind === 'refused') throw await refuseNew(c, registered.reason, user.id)
    const id = crypto.randomUUID()
    const shown = name || (await makersName(registered.passkey.aaguid)) || 'Passkey'
    const begun = await beginSession(c, {
      user,
      policy,
      action: 'factor-enrolled',
      factor: enrolledBy(caller, { id, name: shown, challenge, registered }),
      grantTrust: grantOf(c, policy, trust),
      pendingId: pending?.id ?? null,
      former: session,
      enrolling: id,
      ...(silent && { silent, by: 'passkey-automatic' }),
    })
    requireBegun(begun, 'invalid_passkey')
    const status = pending ? 'authenticated' : 'enrolled'
    return c.json({ status, id, name: shown } satisfies EnrolledPasskey, 201)
  })

const requireAllowed = ({ policy }: Enrollee): void => {
  if (!policy.enrollable.includes('passkey')) throw new ProblemError('factor_not_allowed')
}
