import type { JwtAlgorithm, KeyPurpose } from '../../schema/signing-key.ts'
import type { Keyring } from '../crypto/keyring.ts'
import { makeSigningPair } from '../crypto/jwt.ts'
import { needsSuccessor, publishedSeconds, successionAt } from '../domain/signing-key.ts'
import {
  insertSigningKey,
  listIdTokenAlgorithms,
  listSigningKeys,
  withdrawFollowed,
} from '../store/signing-key.ts'
import { trip } from '../store/trip.ts'

/**
 * Keys follow one another: the next is published a day before it signs, and the last for a day after. The
 * first of each kind is made as soon as an application needs it. Two that run at once make one.
 */
export const rotateSigningKeys = async (
  db: D1Database,
  ring: Keyring,
  now: number,
): Promise<void> => {
  const { keys, algorithms } = await trip(db, {
    withdrawn: withdrawFollowed(db, now - publishedSeconds, now),
    keys: listSigningKeys(db),
    algorithms: listIdTokenAlgorithms(db),
  })
  const published = keys.filter(({ withdrawnAt }) => withdrawnAt === null)
  for (const kind of kindsOf(published, algorithms)) {
    const newest = published.find((key) => isOf(kind, key))
    if (newest && !needsSuccessor(newest, now)) continue
    const made = await makeSigningPair(ring, kind.purpose, kind.algorithm)
    const activeFrom = newest ? successionAt(newest, now) : now
    await trip(db, { made: insertSigningKey(db, made, activeFrom, now) })
  }
}

type Kind = { purpose: KeyPurpose; algorithm: JwtAlgorithm }
const isOf = (a: Kind, b: Kind) => a.purpose === b.purpose && a.algorithm === b.algorithm

/**
 * Access tokens are signed with ES256 whatever a client reads; what nobody reads any more has no successor,
 * but for assertions to sites: their first use makes it.
 */
const kindsOf = (published: readonly Kind[], algorithms: readonly JwtAlgorithm[]): Kind[] => {
  const wanted = new Set<JwtAlgorithm>(algorithms.length > 0 ? ['ES256', ...algorithms] : [])
  const oidc = [...wanted].map((algorithm): Kind => ({ purpose: 'oidc', algorithm }))
  const assertions = published.filter(({ purpose }) => purpose === 'assertion')
  return [
    ...oidc,
    ...assertions.filter((one, i) => i === assertions.findIndex((a) => isOf(a, one))),
  ]
}
