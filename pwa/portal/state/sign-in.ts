import { createModel, signal } from '@preact/signals'
import type { Method } from '../../../schema/api/factor.ts'
import type { LoginAnswer } from '../../../schema/api/login.ts'
import type { Session } from '../../../schema/api/session.ts'
import { answer, api, asProblem, done, patiently, type FaultCode } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import type { Fault } from '../../state/fault.ts'
import { createResource } from '../../state/resource.ts'
import { go, routeQuery } from '../../state/route.ts'
import { passwordPage } from '../../state/signed-in.ts'
import { destination } from '../destination.ts'
import { EnrollmentModel, unguarded } from './enrollment.ts'
import { type Note, takeNote } from './note.ts'

type SignInStep =
  | { kind: 'setup-needed' }
  /** `note`: why one is here, where that needs a word. */
  | { kind: 'password'; note: Note | null }
  /** None of the factors that this person has is accepted any more. */
  | { kind: 'not-accepted' }
  | { kind: 'ticket' }
  | { kind: 'factor'; methods: Method[]; trustDays: number | null }
  | { kind: 'enrollment'; methods: Method[]; trustDays: number | null }
  | { kind: 'leaving' }

const tookTooLong: Note = {
  kind: 'info',
  text: 'This took too long, so we started over for your safety.',
}

/** A refusal that is an answer here: there is no such thing. */
const refused = (error: unknown, code: FaultCode): null => {
  if (asProblem(error).code === code) return null
  throw error
}

/** Everything that tells where to begin, asked at once: one wait instead of three. */
const whereToBegin = () =>
  Promise.all([
    answer(api.session.$get()).catch((error: unknown) => refused(error, 'unauthenticated')),
    answer(api.login.$get()).catch((error: unknown) => refused(error, 'expired')),
    answer(api.setup.$get()),
  ])

const stepAfter = ({ status, methods, ...more }: LoginAnswer): SignInStep => {
  const trustDays = more.canTrust ? more.trustDays : null
  if (status === 'factor_required') return { kind: 'factor', methods, trustDays }
  if (more.ticketRequired) return { kind: 'ticket' }
  if (status === 'enrollment_required') return { kind: 'enrollment', methods, trustDays }
  return { kind: 'leaving' }
}

const leave = (session: Session | null): void => {
  const home = session?.user.role === 'super_admin' ? '/console/' : '/account'
  const next = destination(routeQuery().get('next'), location.origin, home)
  go(session?.mustChangePassword ? passwordPage(next) : next, { replace: true })
}

/** Signing in: password, then a factor, or the enrollment of the first one. */
export const SignInModel = createModel(() => {
  const step = signal<SignInStep>({ kind: 'leaving' })
  const change = new ChangeModel()
  const ticketChange = new ChangeModel({
    invalid_code: 'This ticket is wrong, has expired, or was used already. Ask for another one.',
  })
  const enrollment = new EnrollmentModel(unguarded)

  const enter = async (next: SignInStep) => {
    step.value = next
    if (next.kind === 'enrollment') void offerEnrollment(next.methods)
    // Where the session cannot be read, the account page says why.
    if (next.kind === 'leaving') leave(await answer(api.session.$get()).catch(() => null))
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
    else await enter(pending ? stepAfter(pending) : { kind: 'password', note: takeNote() })
  })
  const attempt = async (send: () => Promise<LoginAnswer>, by = change) => {
    await by.run('sign-in', async () => enter(stepAfter(await patiently(send))))
    backIfOver(by.fault.value)
  }
  /** A pending login lives for five minutes; after that the password has to be proved again. */
  const backIfOver = (fault: Fault | null) => {
    if (fault?.code !== 'expired' && fault?.code !== 'unauthenticated') return
    for (const asked of [change, ticketChange, enrollment.change]) asked.forget()
    step.value = { kind: 'password', note: tookTooLong }
  }
  return {
    step,
    change,
    ticketChange,
    enrollment,
    opening,
    startEnrollment: (method: Method): Promise<void> => offerEnrollment([method]),
    async submitPassword(typed: { username: string; password: string }): Promise<void> {
      await attempt(() => answer(api.login.$post({ json: typed })))
      if (change.fault.value?.code !== 'factor_not_allowed') return
      change.forget()
      step.value = { kind: 'not-accepted' }
    },
    submitTicket: (ticket: string): Promise<void> =>
      attempt(() => answer(api.login.ticket.$post({ json: { ticket } })), ticketChange),
    submitFactor: (method: Method, code: string, trust: boolean): Promise<void> =>
      attempt(() => answer(api.login.factor.$post({ json: { method, code, trust } }))),
    /** Confirms the first factor: the sign-in is complete with it, and the recovery codes follow. */
    async confirmEnrollment(proof: () => Promise<unknown>): Promise<void> {
      if (await enrollment.confirm(proof)) return enrollment.drawCodes()
      backIfOver(enrollment.change.fault.value)
    },
    /** The codes are saved (or left for later): on to where the person wanted to go. */
    finish: (): Promise<void> => enter({ kind: 'leaving' }),
    /** Back to the first step, as somebody else. */
    async startOver(): Promise<void> {
      await change.run('start-over', () => done(api.logout.$post()).catch(() => null))
      ticketChange.forget()
      step.value = { kind: 'password', note: null }
    },
  }
})
export type SignInModel = InstanceType<typeof SignInModel>
