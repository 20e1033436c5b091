import { importJWK, type JWK } from 'jose'

/** What a key of that kind signs with where it does not say so (RFC 7518, section 3.1; RFC 8037). */
const algorithmOf = ({ kty, crv }: { kty?: unknown; crv?: unknown }): string | null => {
  if (kty === 'RSA') return 'RS256'
  if (kty === 'OKP') return crv === 'Ed25519' ? 'EdDSA' : null
  return { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' }[String(crv)] ?? null
}

/** Whether a public JWK that somebody wrote is a key that can check signatures. */
export const isSignatureKey = async (jwk: Record<string, unknown>): Promise<boolean> => {
  const algorithm = algorithmOf(jwk)
  if (!algorithm || jwk['use'] === 'enc') return false
  try {
    const key = await importJWK(jwk as JWK, algorithm)
    return key instanceof CryptoKey && key.type === 'public'
  } catch {
    return false
  }
}
