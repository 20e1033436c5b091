/**
 * Stands before Argon2id in tests inside workerd: what it has computed once for the same password, salt and
 * parameters is known the next time. Thousands of sign-ins, most of them with the password that all people
 * of a test share, would each take forty milliseconds otherwise.
 */
import type { computeHash } from 'argon2id'
import { afterAll, beforeAll } from 'vitest'
import setup from '../../node_modules/argon2id/lib/setup.js'

const known = new Map<string, Uint8Array>()
let remembers = true

/** For tests of passwords themselves, and of how many of them are tried: nothing is known there. */
export const computeEachHash = (): void => {
  beforeAll(() => {
    remembers = false
  })
  afterAll(() => {
    remembers = true
  })
}

const remembered = (compute: computeHash): computeHash => {
  const rememberOne: computeHash = (params) => {
    if (!remembers) return compute(params)
    const key = JSON.stringify({
      ...params,
      password: [...params.password],
      salt: [...params.salt],
    })
    const hash = known.get(key) ?? compute(params)
    known.set(key, hash)
    return hash.slice()
  }
  return rememberOne
}

const setupSlowHash: typeof setup = async (...sources) => remembered(await setup(...sources))

// oxlint-disable-next-line import/no-default-export -- as the module has that it stands before
export default setupSlowHash
