/** One purpose a key: an ID token is never taken for an assertion to a site, whatever its claims (ASVS 9.2.4). */
export const keyPurposes = ['oidc', 'assertion'] as const
export type KeyPurpose = (typeof keyPurposes)[number]
export type JwtAlgorithm = 'ES256' | 'RS256'

/** A public key as it is published (RFC 7517). */
export type PublicJwk = { kty: string; [member: string]: unknown }

/** A pair of keys as it is stored. `kid` is its thumbprint (RFC 7638). */
export type SigningPair = {
  kid: string
  purpose: KeyPurpose
  algorithm: JwtAlgorithm
  publicJwk: PublicJwk
  /** The private JWK, sealed to its row. */
  sealed: Uint8Array<ArrayBuffer>
}
