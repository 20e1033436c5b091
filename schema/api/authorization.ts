import * as v from 'valibot'
import type { FactorNeed } from './application.ts'
import type { Method } from './factor.ts'

/** What an OpenID Connect client may ask to know. */
export const oidcScopes = [
  'openid',
  'profile',
  'email',
  'groups',
  'role',
  'offline_access',
] as const
export type OidcScope = (typeof oidcScopes)[number]

/** What somebody signed in may prove anew who they are by. */
export type ProofMethod = Method | 'password'

/**
 * `POST /api/authorization`: what stands between me and an application, by the query that a link of the
 * application's led to our page with; or, with `consent`, what I say to its question. `person`: whom it was
 * put to, by the username that came with it. What one person says is nothing for another, who may have signed
 * in meanwhile in the same browser.
 */
export const Authorize = v.strictObject({
  query: v.pipe(v.string(), v.maxLength(16_000)),
  consent: v.optional(v.picklist(['given', 'refused'])),
  person: v.optional(v.pipe(v.string(), v.maxLength(256))),
})

/** Why nobody gets in, and no answer goes to whoever asked: it is not known to be the application. */
export type InvalidReason = 'unknown-application' | 'bad-return-address' | 'bad-request' | 'expired'

/** Who is signed in, and what for. `application` is its name, `person` a username. */
type Known = { application: string; person: string }
/** `back`: where the application is told that it will not be; null: nowhere. */
type Turned = Known & { back: string | null }

export type AuthorizationAnswer =
  | { status: 'sign-in'; application: string; loginHint: string | null }
  | ({ status: 'password-change' } & Known)
  /** One of `methods` must be proved. `anew`: it was, but too long ago. */
  | ({ status: 'step-up'; needs: FactorNeed; anew: boolean; methods: ProofMethod[] } & Turned)
  /** I have nothing that could prove it. `possible`: whether I may add it by myself. */
  | ({ status: 'enroll'; needs: FactorNeed; possible: boolean } & Turned)
  | ({ status: 'consent'; scopes: string[] } & Known)
  /** `person`: it asks for somebody else than is signed in here. */
  | ({ status: 'denied'; reason: 'group' | 'person' } & Turned)
  | { status: 'redirect'; location: string }
  | { status: 'invalid'; reason: InvalidReason }
