import type { Method } from '../../../schema/api/factor.ts'
import type { LoginAnswer } from '../../../schema/api/login.ts'
import type { Session } from '../../../schema/api/session.ts'
import { answer, api, asProblem, type FaultCode } from '../../api.ts'
import { go, routeQuery } from '../../state/route.ts'
import { passwordPage } from '../../state/signed-in.ts'
import { destination } from '../destination.ts'
import type { Note } from './note.ts'

/** Where somebody is on the way in. */
export type SignInStep =
  | { kind: 'setup-needed' }
  /** `note`: why one is here, where that needs a word. */
  | { kind: 'password'; note: Note | null }
  /** None of the factors that this person has is accepted any more. */
  | { kind: 'not-accepted' }
  | { kind: 'ticket' }
  | { kind: 'factor'; methods: Method[]; trustDays: number | null }
  | { kind: 'enrollment'; methods: Method[]; trustDays: number | null }
  /** Signed in; a passkey would make the next time easier. */
  | { kind: 'offer'; session: Session }
  | { kind: 'leaving' }

export const tookTooLong: Note = {
  kind: 'info',
  text: 'This took too long, so we started over for your safety.',
}

/** A refusal that is an answer here: there is no such thing. */
const refused = (error: unknown, code: FaultCode): null => {
  if (asProblem(error).code === code) return null
  throw error
}

/** Everything that tells where to begin, asked at once: one wait instead of three. */
export const whereToBegin = () =>
  Promise.all([
    answer(api.session.$get()).catch((error: unknown) => refused(error, 'unauthenticated')),
    answer(api.login.$get()).catch((error: unknown) => refused(error, 'expired')),
    answer(api.setup.$get()),
  ])

/** What the Worker's answer asks for next. */
export const stepAfter = ({ status, methods, ...more }: LoginAnswer): SignInStep => {
  const trustDays = more.canTrust ? more.trustDays : null
  if (status === 'factor_required') return { kind: 'factor', methods, trustDays }
  if (more.ticketRequired) return { kind: 'ticket' }
  if (status === 'enrollment_required') return { kind: 'enrollment', methods, trustDays }
  return { kind: 'leaving' }
}

/** Where the person wanted to go. */
export const destinationAfter = (home: string): string =>
  destination(routeQuery().get('next'), location.origin, home)

/** Signed in: on to where the person wanted to go. */
export const leave = (session: Session | null): void => {
  const home = session?.user.role === 'super_admin' ? '/console/' : '/account'
  const next = destinationAfter(home)
  go(session?.mustChangePassword ? passwordPage(next) : next, { replace: true })
}
