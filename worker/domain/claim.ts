import { everyoneGroupId, type Role } from '../../schema/policy.ts'
import type { Acr } from './application.ts'
import { tokenSeconds } from './grant.ts'

/** Every claim of an ID token or of userinfo, for who reads what there is to get. */
export const claimNames = [
  'iss',
  'sub',
  'aud',
  'exp',
  'iat',
  'auth_time',
  'nonce',
  'acr',
  'amr',
  'at_hash',
  'sid',
  'name',
  'preferred_username',
  'email',
  'groups',
  'role',
] as const

type Known = { id: string; username: string; displayName: string; email: string; role: Role }

/**
 * Who somebody is, as far as these scopes go. Nobody ever checked an address that an administrator typed, so
 * nothing is said of `email_verified`; nor of what is not known.
 */
export const personClaims = (
  person: Known,
  groups: readonly { id: string; name: string }[],
  scopes: readonly string[],
) => ({
  ...(scopes.includes('profile') && {
    ...(person.displayName && { name: person.displayName }),
    preferred_username: person.username,
  }),
  ...(scopes.includes('email') && person.email && { email: person.email }),
  ...(scopes.includes('groups') && {
    groups: groups.filter(({ id }) => id !== everyoneGroupId).map(({ name }) => name),
  }),
  ...(scopes.includes('role') && { role: person.role }),
})

/** The part of a grant that tokens speak of. */
type Granted = {
  id: string
  applicationId: string
  userId: string
  sid: string
  authTime: number
  acr: Acr
  amr: string[]
}

const times = (now: number) => ({ iat: now, exp: now + tokenSeconds })

const proved = ({ authTime, acr, amr }: Granted) => ({ auth_time: authTime, acr, amr })

/** OpenID Connect Core, section 2: what is said of the sign-in is what was true when the client was let in. */
export const idTokenClaims = (
  issuer: string,
  grant: Granted,
  about: { nonce: string | null; atHash: string; person: ReturnType<typeof personClaims> },
  now: number,
) => ({
  ...about.person,
  iss: issuer,
  sub: grant.userId,
  aud: grant.applicationId,
  ...times(now),
  ...proved(grant),
  sid: grant.sid,
  at_hash: about.atHash,
  ...(about.nonce !== null && { nonce: about.nonce }),
})

/** RFC 9068, section 2.2. `grant_id` is ours: what ends a grant ends its access tokens here. */
export const accessTokenClaims = (
  issuer: string,
  grant: Granted,
  about: { jti: string; scopes: readonly string[]; audienceUri: string },
  now: number,
) => ({
  iss: issuer,
  sub: grant.userId,
  aud: about.audienceUri ? [issuer, about.audienceUri] : [issuer],
  client_id: grant.applicationId,
  scope: about.scopes.join(' '),
  jti: about.jti,
  ...times(now),
  ...proved(grant),
  sid: grant.sid,
  grant_id: grant.id,
})
