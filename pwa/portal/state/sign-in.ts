import { createModel, signal } from '@preact/signals'
import type { CodeMethod, Method } from '../../../schema/api/factor.ts'
import type { LoginAnswer } from '../../../schema/api/login.ts'
import type { AuthenticationResponse } from '../../../schema/api/passkey.ts'
import { answer, api, done, patiently } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import type { Fault } from '../../state/fault.ts'
import { askPasskey } from '../../state/passkey.ts'
import { createResource } from '../../state/resource.ts'
import type { CodeProof } from '../../state/step-up.ts'
import { applicationAt } from './bound.ts'
import { EnrollmentModel, unguarded } from './enrollment.ts'
import { takeNote } from './note.ts'
import { createAutofill } from './passkey-autofill.ts'
import { isPasskeyWanted } from './passkey-offer.ts'
import {
  destinationAfter,
  leave,
  type SignInStep,
  stepAfter,
  tookTooLong,
  whereToBegin,
} from './sign-in-step.ts'

/** What one types every day; the others are for when that is out of reach. */
const everyday: readonly CodeMethod[] = ['totp', 'device', 'hardware']

type Bound = Awaited<ReturnType<typeof applicationAt>>

/** Signing in: password, then a factor, or the enrollment of the first one. */
export const SignInModel = createModel(() => {
  const step = signal<SignInStep>({ kind: 'leaving' })
  /** The application that somebody is on the way to, and who it takes them for. */
  const bound = signal<Bound>(null)
  const change = new ChangeModel()
  const ticketChange = new ChangeModel({
    invalid_code: 'This ticket is wrong, has expired, or was used already. Ask for another one.',
  })
  const enrollment = new EnrollmentModel(unguarded)

  const enter = async (next: SignInStep) => {
    step.value = next
    if (next.kind === 'enrollment') void offerEnrollment(next.methods)
    // Where the session cannot be read, the account page says why.
    if (next.kind === 'leaving') leave(await readSession())
  }
  const readSession = () => answer(api.session.$get()).catch(() => null)
  /** Who typed a code may be glad of something easier, in a browser that has it. */
  const enterAfterCode = async (next: SignInStep) => {
    const session = next.kind === 'leaving' ? await readSession() : null
    const offered = session !== null && (await isPasskeyWanted(session))
    await enter(offered ? { kind: 'offer', session } : next)
  }
  const offerEnrollment = async (methods: readonly Method[]) => {
    const form = await enrollment.offer(methods)
    if (form?.kind === 'failed') backIfOver(form.fault)
  }
  /** Where to begin: nothing is shown before that is known. */
  const opening = createResource(async () => {
    const [session, pending, setup] = await whereToBegin()
    if (setup.needed) step.value = { kind: 'setup-needed' }
    else if (session) leave(session)
    else {
      bound.value = await applicationAt(destinationAfter(''))
      await enter(pending ? stepAfter(pending) : { kind: 'password', note: takeNote() })
    }
  })
  type Sending = { by?: ChangeModel; onward?: (next: SignInStep) => Promise<void> }
  const attempt = async (
    name: string,
    send: () => Promise<LoginAnswer>,
    { by = change, onward = enter }: Sending = {},
  ) => {
    await by.run(name, async () => onward(stepAfter(await send())))
    backIfOver(by.fault.value)
  }
  const sendPasskey = (response: AuthenticationResponse, trust: boolean) =>
    patiently(() => answer(api.login.passkey.$post({ json: { response, trust } })))
  /** Alone, or as the second factor: which one is the Worker's to know. */
  const signInByPasskey = async (trust: boolean) =>
    sendPasskey(
      await askPasskey(() => answer(api.login.passkey.options.$post({ json: {} }))),
      trust,
    )
  const attemptPasskey = (send: () => Promise<LoginAnswer>): Promise<void> =>
    attempt('passkey', send).then(tryAgain)
  const autofill = createAutofill(
    (response) => void attemptPasskey(() => sendPasskey(response, false)),
  )
  /** What was refused, or is still being asked, belongs to a way that is left now. */
  const turn = (): void => {
    autofill.stop()
    change.abandon()
  }
  /** What was proposed has been used up, or given up for another way that did not work out. */
  const tryAgain = () => {
    if (step.value.kind === 'password' && change.busy.value === null) autofill.start()
  }
  /** A pending login lives for five minutes; after that the password has to be proved again. */
  const backIfOver = (fault: Fault | null) => {
    if (fault?.code !== 'expired' && fault?.code !== 'unauthenticated') return
    for (const asked of [change, ticketChange, enrollment.change]) asked.forget()
    step.value = { kind: 'password', note: tookTooLong }
  }
  return {
    step,
    bound,
    change,
    ticketChange,
    enrollment,
    opening,
    autofill,
    startEnrollment: offerEnrollment,
    async submitPassword(typed: { username: string; password: string }): Promise<void> {
      turn()
      await attempt('password', () => patiently(() => answer(api.login.$post({ json: typed }))))
      if (change.fault.value?.code !== 'factor_not_allowed') return tryAgain()
      change.forget()
      step.value = { kind: 'not-accepted' }
    },
    submitTicket: (ticket: string): Promise<void> =>
      attempt(
        'ticket',
        () => patiently(() => answer(api.login.ticket.$post({ json: { ticket } }))),
        { by: ticketChange },
      ),
    submitFactor: (proof: CodeProof, trust: boolean): Promise<void> =>
      attempt(
        'factor',
        () => patiently(() => answer(api.login.factor.$post({ json: { ...proof, trust } }))),
        { onward: everyday.includes(proof.method) ? enterAfterCode : enter },
      ),
    /** Instead of the password, or after it. */
    async submitPasskey(trust: boolean): Promise<void> {
      autofill.stop()
      await attemptPasskey(() => signInByPasskey(trust))
    },
    /** To another second factor. */
    turn,
    /** Confirms the first factor: the sign-in is complete with it, and the recovery codes follow. */
    async confirmEnrollment(proof: () => Promise<unknown>): Promise<void> {
      if (await enrollment.confirm(proof)) return enrollment.drawCodes()
      backIfOver(enrollment.change.fault.value)
    },
    /** The codes are saved (or left for later): on to where the person wanted to go. */
    finish: (): Promise<void> => enter({ kind: 'leaving' }),
    /** Back to the first step, as somebody else. */
    async startOver(): Promise<void> {
      turn()
      await change.run('start-over', () => done(api.logout.$post()).catch(() => null))
      ticketChange.forget()
      step.value = { kind: 'password', note: null }
    },
  }
})
export type SignInModel = InstanceType<typeof SignInModel>
