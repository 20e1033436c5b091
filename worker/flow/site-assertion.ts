import * as v from 'valibot'
import { encodeBase64Url } from '../crypto/keyring.ts'
import { verifyJwt } from '../crypto/jwt.ts'
import type { Standing } from '../domain/application.ts'
import type { AppContext } from '../http/context.ts'
import type { Identity } from '../http/identity.ts'
import type { SigningKeyRecord } from '../store/signing-key.ts'
import { sign } from './signing-key.ts'
import { checkSeconds, type SiteCopy, stillCounts } from './site-copy.ts'

export const assertionType = 'latchkey-assertion+jwt'

/** Somebody at a site, as the database or an assertion of the last minute tells. */
export type KnownVisitor = { identity: Identity; standing: Standing }

const strings = v.array(v.string())
const time = v.number()
const Claims = v.object({
  sub: v.string(),
  preferred_username: v.string(),
  name: v.string(),
  email: v.string(),
  groups: strings,
  role: v.string(),
  amr: strings,
  acr: v.string(),
  auth_time: time,
  sid: v.string(),
  iat: time,
  /** What rules ask for and applications need not know. */
  latchkey: v.object({
    application: v.string(),
    /** Hash of the cookie that it stands beside: alone it opens nothing, wherever it is found. */
    cookie: v.string(),
    groups: strings,
    factor_at: v.nullable(time),
    phishing_resistant_at: v.nullable(time),
    trusted: v.boolean(),
  }),
})
type Claims = v.InferOutput<typeof Claims>

/** Which site, in which browser. */
export type Place = { origin: string; token: ArrayBuffer }

const hashText = (token: ArrayBuffer): string => encodeBase64Url(new Uint8Array(token))

export const signAssertion = (
  c: AppContext,
  { site, keys }: SiteCopy,
  { origin, token }: Place,
  visitor: KnownVisitor,
): Promise<string> =>
  sign(c, keys, {
    purpose: 'assertion',
    algorithm: 'ES256',
    typ: assertionType,
    claims: {
      iss: c.var.config.origin,
      aud: origin,
      exp: c.var.now + checkSeconds,
      ...claimsOf(visitor, site.id, hashText(token), c.var.now),
    },
  })

const claimsOf = (
  { identity, standing }: KnownVisitor,
  application: string,
  cookie: string,
  iat: number,
): Claims => ({
  sub: identity.id,
  preferred_username: identity.username,
  name: identity.name,
  email: identity.email,
  groups: [...identity.groups],
  role: identity.role,
  amr: [...identity.amr],
  acr: identity.acr,
  auth_time: identity.authTime,
  sid: identity.sid,
  iat,
  latchkey: {
    application,
    cookie,
    groups: [...standing.groupIds],
    factor_at: standing.factorAt,
    phishing_resistant_at: standing.phishingResistantAt,
    trusted: standing.trusted,
  },
})

/** Whom an assertion of the last minute names, for this site in this browser; null: it says nothing. */
export const readAssertion = async (
  c: AppContext,
  { site, keys }: { site: SiteCopy['site']; keys: readonly SigningKeyRecord[] },
  { origin, token }: Place,
  assertion: string,
): Promise<KnownVisitor | null> => {
  const { now, config } = c.var
  const expected = { issuer: config.origin, typ: assertionType, now, audience: origin }
  const parsed = v.safeParse(Claims, await verifyJwt(keys, assertion, expected))
  if (!parsed.success) return null
  const { latchkey, name, email, groups, role, amr, acr, sid, ...claims } = parsed.output
  const isHere = latchkey.application === site.id && latchkey.cookie === hashText(token)
  if (!isHere || !stillCounts(c.env.DB, claims.iat, now)) return null
  return {
    identity: {
      id: claims.sub,
      username: claims.preferred_username,
      authTime: claims.auth_time,
      name,
      email,
      groups,
      role,
      amr,
      acr,
      sid,
    },
    standing: {
      groupIds: latchkey.groups,
      authTime: claims.auth_time,
      factorAt: latchkey.factor_at,
      phishingResistantAt: latchkey.phishing_resistant_at,
      trusted: latchkey.trusted,
    },
  }
}
