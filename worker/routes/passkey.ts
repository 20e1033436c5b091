import { Hono } from 'hono'
import { type EnrolledPasskey, NewPasskey } from '../../schema/api/passkey.ts'
import { encodeBase64Url } from '../crypto/keyring.ts'
import { challengeSeconds, keyAmr } from '../domain/passkey.ts'
import { newChallenge } from '../flow/challenge.ts'
import type { ProvedFactor } from '../flow/factor.ts'
import { assertionQueries, refuseAssertion } from '../flow/passkey.ts'
import { userHandleOf } from '../flow/passkey-assertion.ts'
import { algorithms, type Registered, verifyRegistration } from '../flow/passkey-registration.ts'
import { passkeyNames } from '../flow/passkey-name.ts'
import { relyingPartyOf } from '../flow/relying-party.ts'
import { beginSession, requireBegun } from '../flow/session.ts'
import { grantOf } from '../flow/trust.ts'
import { auditOf } from '../http/audit.ts'
import { body } from '../http/body.ts'
import type { AppContext, AppEnv } from '../http/context.ts'
import { type Enrollee, findEnrollee } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { attemptSubject } from '../store/attempt.ts'
import { audit } from '../store/audit.ts'
import { type ChallengeRecord, closeChallenge } from '../store/challenge.ts'
import { insertConfirmedFactor } from '../store/factor.ts'
import { insertPasskey, listPasskeys } from '../store/passkey.ts'
import { closeEnrollments } from '../store/pending-login.ts'
import { endUnprovedSessions } from '../store/session.ts'
import { useSubject } from '../store/single-use.ts'
import { trip } from '../store/trip.ts'

/** Enrolling a passkey: at the door where one must, or in my account. */
export const passkey = new Hono<AppEnv>()
  .post('/options', async (c) => {
    const challenge = await newChallenge(c)
    const { caller, also } = await findEnrollee(c, { fresh: true }, (proof) => ({
      ...challenge.forCaller(proof, 'enrollment'),
      mine: listPasskeys(c.env.DB, proof),
    }))
    requireAllowed(caller)
    const { user, settings } = caller
    const party = relyingPartyOf(c, settings)
    challenge.handOut(also)
    const { generateRegistrationOptions } = await import('@simplewebauthn/server')
    const options = await generateRegistrationOptions({
      rpName: party.name,
      rpID: party.id,
      userName: user.username,
      userDisplayName: user.displayName,
      userID: userHandleOf(user.id),
      challenge: challenge.bytes,
      timeout: challengeSeconds * 1000,
      attestationType: settings['webauthn.attestation'] === 'none' ? 'none' : 'direct',
      supportedAlgorithmIDs: algorithms,
      authenticatorSelection: {
        residentKey: 'preferred',
        userVerification: settings['webauthn.user_verification'],
      },
      excludeCredentials: also.mine.map(({ credentialId, transports }) => ({
        id: encodeBase64Url(credentialId),
        transports: transports as never,
      })),
    })
    return c.json(options)
  })
  .post('/', body(NewPasskey), async (c) => {
    const { response, name, trust, automatic = false } = c.req.valid('json')
    const { caller, also } = await findEnrollee(c, { fresh: true }, () =>
      assertionQueries(c, response),
    )
    requireAllowed(caller)
    const { user, policy, settings, pending, session } = caller
    const { challenge } = also
    if (!challenge || challenge.purpose !== 'enrollment' || challenge.userId !== user.id)
      throw await refuseAssertion(c, 'factor-enrolled', 'no-challenge', user.id)
    if (also.stored)
      throw new ProblemError('conflict', { detail: 'This passkey is registered already.' })
    // Beside a factor that was proved nobody need be there; else somebody must show that they are.
    const silent = automatic && session !== null && session.factorAt !== null
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
    const shown = name || (await passkeyNames.of(registered.passkey.aaguid)) || 'Passkey'
    const begun = await beginSession(c, {
      user,
      policy,
      action: 'factor-enrolled',
      factor: enrolled(caller, { id, name: shown, challenge, registered }),
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

type New = {
  id: string
  name: string
  challenge: ChallengeRecord
  registered: Extract<Registered, { kind: 'good' }>
}

/** A new credential counts with the session that its challenge begins. */
const enrolled = ({ user }: Enrollee, { id, name, challenge, registered }: New): ProvedFactor => {
  const { passkey: made } = registered
  const subject = useSubject.challenge(challenge.id)
  return {
    method: 'passkey',
    amr: keyAmr(made.backupEligible),
    forgives: [],
    counts: { factor: attemptSubject.enrollment(challenge.id), network: null },
    proof: {
      use: { subject, counter: 1, holder: null },
      consequences: (db, { sessionId, eventId, now }) => ({
        added: insertConfirmedFactor(
          db,
          { id, userId: user.id, method: 'passkey', name },
          sessionId,
          now,
        ),
        credential: insertPasskey(db, { ...made, factorId: id }),
        closed: closeEnrollments(db, user.id, sessionId),
        answered: closeChallenge(db, challenge.id, { subject, eventId }),
        ended: endUnprovedSessions(db, { factorId: id, userId: user.id }, sessionId),
      }),
    },
  }
}

/** What is wrong with a new credential its owner may know: they made it. */
const refuseNew = async (
  c: AppContext,
  reason: Extract<Registered, { kind: 'refused' }>['reason'],
  userId: string,
): Promise<ProblemError> => {
  const line = auditOf(c, {
    action: 'factor-enrolled',
    outcome: `passkey:${reason}`,
    actorId: userId,
  })
  await trip(c.env.DB, { audit: audit(c.env.DB, line, c.var.now) })
  return reason === 'not-attested'
    ? new ProblemError('factor_not_allowed', {
        detail: 'Your organization does not let this kind of authenticator in.',
      })
    : new ProblemError('invalid_passkey')
}
