import {
  calculateJwkThumbprint,
  type CryptoKey as JoseKey,
  errors,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose'
import type { JwtAlgorithm, KeyPurpose, PublicJwk, SigningPair } from '../../schema/signing-key.ts'
import type { Keyring } from './keyring.ts'
import { open, type Place, seal } from './seal.ts'

/** A fresh pair; RSA with 2048 bits (RFC 7518, section 3.3), which takes a good part of a second. */
export const makeSigningPair = async (
  ring: Keyring,
  purpose: KeyPurpose,
  algorithm: JwtAlgorithm,
): Promise<SigningPair> => {
  const pair = await generateKeyPair(algorithm, { extractable: true, modulusLength: 2048 })
  const publicJwk = (await exportJWK(pair.publicKey)) as PublicJwk
  const kid = await calculateJwkThumbprint(publicJwk)
  const privateJwk = JSON.stringify(await exportJWK(pair.privateKey))
  const secret = Uint8Array.from(new TextEncoder().encode(privateJwk))
  const sealed = await seal(ring, placeOf(kid, purpose), secret)
  return { kid, purpose, algorithm, publicJwk, sealed }
}

const placeOf = (kid: string, purpose: KeyPurpose): Place => ({
  table: 'signing_key',
  column: 'sealed',
  row: kid,
  owner: purpose,
})

/**
 * Signs claims under a type of their own (RFC 8725, section 3.11).
 * @throws Error where MASTER_KEYS cannot open the key any more
 */
export const signJwt = async (
  ring: Keyring,
  pair: SigningPair,
  typ: string,
  claims: JWTPayload,
): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: pair.algorithm, kid: pair.kid, typ })
    .sign(await privateKey(ring, pair))

export type Expected = {
  issuer: string
  typ: string
  /** Unix seconds. */
  now: number
  audience?: string
  /** For what is looked at for who it was about, after it has run out: a hint. */
  expired?: boolean
}

/**
 * The claims of a token that one of these keys signed, or null. The key is found by `kid` among ours alone,
 * and names the one algorithm that counts with it: what the token says of keys (`jku`, `jwk`, `x5u`) is not
 * looked at (RFC 8725, sections 3.1 and 3.10; ASVS 9.1.1 to 9.2.3).
 */
export const verifyJwt = async (
  pairs: readonly Omit<SigningPair, 'sealed'>[],
  token: string,
  { issuer, typ, now, audience, expired = false }: Expected,
): Promise<JWTPayload | null> => {
  try {
    const { payload, protectedHeader } = await jwtVerify(
      token,
      async ({ kid }) => {
        const pair = pairs.find((one) => one.kid === kid)
        if (!pair) throw new errors.JWKSNoMatchingKey()
        return publicKey(pair)
      },
      {
        issuer,
        typ,
        algorithms: [...new Set(pairs.map(({ algorithm }) => algorithm))],
        requiredClaims: ['exp', 'iat', 'sub'],
        ...(audience !== undefined && { audience }),
        currentDate: new Date(now * 1000),
        ...(expired && { clockTolerance: Number.MAX_SAFE_INTEGER }),
      },
    )
    const pair = pairs.find(({ kid }) => kid === protectedHeader.kid)
    return pair?.algorithm === protectedHeader.alg ? payload : null
  } catch (error) {
    if (error instanceof errors.JOSEError) return null
    throw error
  }
}

/** Opened and imported once an isolate: a thumbprint names one key for ever. */
const imported = new Map<string, Promise<JoseKey>>()
const mostImported = 32

const remember = (name: string, make: () => Promise<JoseKey>): Promise<JoseKey> => {
  const known = imported.get(name)
  if (known) return known
  if (imported.size >= mostImported) imported.clear()
  const made = make()
  imported.set(name, made)
  void made.catch(() => imported.delete(name))
  return made
}

const privateKey = (ring: Keyring, { kid, purpose, algorithm, sealed }: SigningPair) =>
  remember(`private:${kid}`, async () => {
    const secret = await open(ring, placeOf(kid, purpose), sealed)
    if (!secret) throw new Error(`The signing key ${kid} cannot be opened with MASTER_KEYS.`)
    const jwk = JSON.parse(new TextDecoder().decode(secret)) as JWK
    return (await importJWK(jwk, algorithm)) as JoseKey
  })

const publicKey = ({ kid, algorithm, publicJwk }: Omit<SigningPair, 'sealed'>) =>
  remember(`public:${kid}`, async () => (await importJWK(publicJwk, algorithm)) as JoseKey)
