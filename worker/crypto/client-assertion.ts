import { decodeProtectedHeader, importJWK, type JWK, type JWTPayload, jwtVerify } from 'jose'
import type { OidcDetails } from '../../schema/api/application.ts'

/** Never a secret's (HS256): the key would be one that anybody can read. */
export const assertionAlgorithms = ['ES256', 'RS256', 'PS256', 'EdDSA'] as const
type Algorithm = (typeof assertionAlgorithms)[number]

type ClientKey = OidcDetails['jwks'][number]
export type AssertionRules = {
  clientId: string
  /** Ours: it must be meant for one of these. */
  audiences: string[]
  /** Unix seconds. */
  now: number
}

/** Longer than that, and it could be stolen for later (RFC 7523, section 5.2). */
const mostSeconds = 600

/** Clocks differ. */
const tolerance = 10

/**
 * The `jti` of what a client signed to prove itself (RFC 7523), or null. Only keys that it is registered
 * with count, and each for the algorithms of its own kind: what the header says of keys (`jwk`, `jku`, `x5u`)
 * is not looked at.
 */
export const verifyAssertion = async (
  keys: readonly ClientKey[],
  assertion: string,
  { clientId, audiences, now }: AssertionRules,
): Promise<string | null> => {
  const wanted = wantedBy(assertion)
  if (!wanted) return null
  for (const key of keys.filter((one) => isFor(one, wanted))) {
    const claims = await claimsBy(key, wanted.algorithm, assertion, {
      issuer: clientId,
      subject: clientId,
      currentDate: new Date(now * 1000),
    })
    if (claims) return jtiOf(claims, audiences, now)
  }
  return null
}

type Wanted = { algorithm: Algorithm; kid: string | undefined }

const wantedBy = (assertion: string): Wanted | null => {
  try {
    const { alg, kid } = decodeProtectedHeader(assertion)
    const algorithm = assertionAlgorithms.find((one) => one === alg)
    return algorithm ? { algorithm, kid } : null
  } catch {
    return null
  }
}

const isFor = (key: ClientKey, { algorithm, kid }: Wanted): boolean => {
  if (kid !== undefined && key.kid !== undefined && key.kid !== kid) return false
  if (key['alg'] !== undefined && key['alg'] !== algorithm) return false
  if (key['use'] !== undefined && key['use'] !== 'sig') return false
  switch (algorithm) {
    case 'ES256':
      return key.kty === 'EC' && key['crv'] === 'P-256'
    case 'RS256':
    case 'PS256':
      return key.kty === 'RSA'
    case 'EdDSA':
      return key.kty === 'OKP' && key['crv'] === 'Ed25519'
  }
}

/** Null whatever is wrong: a key that cannot be imported verifies nothing. */
const claimsBy = async (
  key: ClientKey,
  algorithm: Algorithm,
  assertion: string,
  expected: { issuer: string; subject: string; currentDate: Date },
): Promise<JWTPayload | null> => {
  try {
    const { payload } = await jwtVerify(assertion, await importJWK(key as JWK, algorithm), {
      ...expected,
      algorithms: [algorithm],
      clockTolerance: tolerance,
      requiredClaims: ['exp', 'jti', 'aud'],
    })
    return payload
  } catch {
    return null
  }
}

/** Meant for us and nobody beside us, and for now: else who else receives it could show it here. */
const jtiOf = (
  { aud, exp = Infinity, jti }: JWTPayload,
  audiences: string[],
  now: number,
): string | null => {
  const [audience, ...others] = [aud].flat()
  if (audience === undefined || others.length > 0 || !audiences.includes(audience)) return null
  if (exp > now + mostSeconds || typeof jti !== 'string') return null
  return jti.length > 0 && jti.length <= 256 ? jti : null
}
