import type { JWTPayload } from 'jose'
import type { JwtAlgorithm, KeyPurpose } from '../../schema/signing-key.ts'
import { makeSigningPair, signJwt } from '../crypto/jwt.ts'
import { currentKey } from '../domain/signing-key.ts'
import type { AppContext } from '../http/context.ts'
import { insertSigningKey, readSigningKeys, type SigningKeyRecord } from '../store/signing-key.ts'
import { trip } from '../store/trip.ts'

export type Claims = {
  purpose: KeyPurpose
  algorithm: JwtAlgorithm
  /** `typ`: what kind of token it is. */
  typ: string
  claims: JWTPayload
}

/**
 * Signs with the key whose turn it is, of those that the same request read (store/signing-key.ts). The very
 * first is made when it is needed, which takes a trip of its own.
 */
export const sign = async (
  c: AppContext,
  keys: readonly SigningKeyRecord[],
  { purpose, algorithm, typ, claims }: Claims,
): Promise<string> => {
  const key = currentKey(keys, algorithm, c.var.now) ?? (await makeFirstKey(c, purpose, algorithm))
  return signJwt(c.var.config.masterKeys, key, typ, claims)
}

/** Of two requests that find none one makes it, and both get that one. */
export const makeFirstKey = async (
  c: AppContext,
  purpose: KeyPurpose,
  algorithm: JwtAlgorithm,
): Promise<SigningKeyRecord> => {
  const made = await makeSigningPair(c.var.config.masterKeys, purpose, algorithm)
  const { keys } = await trip(c.env.DB, {
    made: insertSigningKey(c.env.DB, made, c.var.now, c.var.now),
    keys: readSigningKeys(c.env.DB, purpose, c.var.now),
  })
  const first = currentKey(keys, algorithm, c.var.now)
  if (!first) throw new Error(`There is no ${algorithm} key for ${purpose}.`)
  return first
}
