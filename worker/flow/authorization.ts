import type { AuthorizationAnswer } from '../../schema/api/authorization.ts'
import { auditOf } from '../http/audit.ts'
import type { AppContext } from '../http/context.ts'
import type { SignedIn } from '../http/guard.ts'
import type { OAuthErrorCode } from '../http/oauth-error.ts'
import { auditThrottled } from '../store/audit.ts'
import { trip } from '../store/trip.ts'
import { type Admission, judgeEntry } from './admission.ts'
import type { Entry, Wanted } from './entry.ts'
import { oidcEntryNow } from './oidc/entry.ts'
import { siteEntry } from './site/entry.ts'

/** By the query of our page: a site's names itself in `site`, everything else is an OpenID Connect client's. */
export const entryOf = async (c: AppContext, params: URLSearchParams): Promise<Wanted> => {
  if (!params.has('site')) return oidcEntryNow(c, params)
  const entry = await siteEntry(c, params)
  return entry
    ? { kind: 'entry', entry, loginHint: null, silent: false }
    : { kind: 'invalid', reason: 'unknown-application' }
}

export type Asked = {
  /** Null: nobody is signed in here. */
  caller: SignedIn | null
  wanted: Wanted
  /** What they say to the question that they were asked, if they were. */
  consent?: 'given' | 'refused' | undefined
}

/**
 * What becomes of somebody on the way into an application. `redirect` is the only answer that lets anybody
 * in, and only once that is written. Null: what it rested on has changed meanwhile, and nothing was done.
 */
export const decide = async (
  c: AppContext,
  { caller, wanted, consent }: Asked,
): Promise<AuthorizationAnswer | null> => {
  if (wanted.kind === 'invalid') return { status: 'invalid', reason: wanted.reason }
  if (wanted.kind === 'redirect') return { status: 'redirect', location: wanted.location }
  const { entry, loginHint, silent } = wanted
  const { name: application } = entry.application
  if (!caller) {
    const location = silent ? entry.refuse('login_required', 'Nobody is signed in.') : null
    return location
      ? { status: 'redirect', location }
      : { status: 'sign-in', application, loginHint }
  }
  const admission = await judgeEntry(c, caller, entry)
  if (admission.kind === 'denied') await auditDenial(c, caller, entry, admission.reason)
  const agreed = admission.kind === 'consent' && consent === 'given' ? admission.scopes : []
  if (admission.kind === 'allowed' || (admission.kind === 'consent' && agreed.length > 0)) {
    const location = await entry.enter(c, caller, admission.standing, agreed)
    return location === null ? null : { status: 'redirect', location }
  }
  const over = silent || (admission.kind === 'consent' && consent === 'refused')
  const location = over ? entry.refuse(...refusalOf(admission, silent)) : null
  return location ? { status: 'redirect', location } : answerTo(entry, caller, admission)
}

type Obstacle = Exclude<Admission, { kind: 'allowed' }>

const answerTo = (entry: Entry, { user }: SignedIn, admission: Obstacle): AuthorizationAnswer => {
  const known = { application: entry.application.name, person: user.username }
  const turned = { ...known, back: entry.refuse(...refusalOf(admission, false)) }
  switch (admission.kind) {
    case 'password-change':
      return { status: 'password-change', ...known }
    case 'denied':
      return { status: 'denied', reason: admission.reason, ...turned }
    case 'step-up': {
      const { needs, anew, methods } = admission
      return { status: 'step-up', needs, anew, methods, ...turned }
    }
    case 'enroll': {
      const { needs, possible } = admission
      return { status: 'enroll', needs, possible, ...turned }
    }
    case 'consent':
      return { status: 'consent', scopes: [...admission.scopes], ...known }
  }
}

/** What the application is told (OpenID Connect Core, section 3.1.2.6). */
const refusalOf = (admission: Obstacle, silent: boolean): [OAuthErrorCode, string] => {
  if (admission.kind === 'denied')
    return admission.reason === 'person'
      ? ['login_required', 'Somebody else is signed in.']
      : ['access_denied', 'This person may not use the application.']
  if (!silent) return ['access_denied', 'The person turned back.']
  switch (admission.kind) {
    case 'consent':
      return ['consent_required', 'The person must be asked.']
    case 'step-up':
      return admission.anew
        ? ['login_required', 'The proof is too old.']
        : ['interaction_required', 'A stronger proof is needed.']
    case 'enroll':
    case 'password-change':
      return ['interaction_required', 'The person must act first.']
  }
}

const auditDenial = async (c: AppContext, caller: SignedIn, entry: Entry, reason: string) => {
  const line = auditOf(c, {
    action: 'application-refused',
    outcome: `refused-${reason}@${entry.application.id}`,
    actorId: caller.user.id,
  })
  await trip(c.env.DB, { refusal: auditThrottled(c.env.DB, line, c.var.now) })
}
