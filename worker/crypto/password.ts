import setupWasm from 'argon2id/lib/setup.js'
import type { computeHash } from 'argon2id'
import noSimd from 'argon2id/dist/no-simd.wasm'
import simd from 'argon2id/dist/simd.wasm'
import { findKey, type Key, type Keyring } from './keyring.ts'
import { formatPhc, parsePhc, type Phc } from './phc.ts'

/** OWASP Password Storage Cheat Sheet and ASVS 5.0 appendix C: the floor for Argon2id. */
const currentParameters = { memory: 19456, passes: 2, lanes: 1 } as const

/** More would let a burst of sign-ins starve everything else in this isolate: one hash is 20 MiB and 45 ms. */
const maxInFlight = 4

/** `busy`: the isolate hashes as much as it may; nothing was computed. */
export type Verification =
  | { kind: 'busy' }
  | { kind: 'checked'; matches: boolean; outdated: boolean }

/** When each hash in flight is given up for lost: a client that left may have taken its end along. */
let slots: { until: number }[] = []
const slotMilliseconds = 2000

/**
 * A new PHC string for a password.
 * @returns null while the isolate hashes as much as it may
 */
export const hashPassword = (peppers: Keyring, password: string): Promise<string | null> =>
  gated(async () => {
    const [pepper] = peppers
    const salt = crypto.getRandomValues(new Uint8Array(16))
    const phc = { ...currentParameters, keyId: pepper.id, salt, hash: new Uint8Array(32) }
    return formatPhc({ ...phc, hash: await compute(pepper, phc, password) })
  })

/**
 * Compares exactly: no normalization, no truncation. Without a stored hash the same work is done for
 * nothing, so that the clock does not tell who exists.
 *
 * @param stored PHC string of the user, or null for nobody
 */
export const verifyPassword = async (
  peppers: Keyring,
  stored: string | null,
  password: string,
): Promise<Verification> => {
  const phc = stored === null ? null : parsePhc(stored)
  const pepper = phc && findKey(peppers, phc.keyId)
  const checked = await gated(async () => {
    const actual = await compute(pepper ?? peppers[0], phc && pepper ? phc : decoy, password)
    return phc && pepper ? crypto.subtle.timingSafeEqual(actual, phc.hash) : false
  })
  if (checked === null) return { kind: 'busy' }
  return { kind: 'checked', matches: checked, outdated: !!phc && isOutdated(peppers, phc) }
}

const decoy: Phc = {
  ...currentParameters,
  keyId: '',
  salt: new Uint8Array(16),
  hash: new Uint8Array(32),
}

const isOutdated = (peppers: Keyring, phc: Phc): boolean =>
  phc.keyId !== peppers[0].id ||
  phc.memory !== currentParameters.memory ||
  phc.passes !== currentParameters.passes ||
  phc.lanes !== currentParameters.lanes

/** Refuses instead of queueing: whoever waits in an isolate waits behind 45 ms of someone else's CPU. */
const gated = async <T>(work: () => Promise<T>): Promise<T | null> => {
  const now = Date.now()
  slots = slots.filter(({ until }) => until > now && until <= now + slotMilliseconds)
  if (slots.length >= maxInFlight) return null
  const slot = { until: now + slotMilliseconds }
  slots.push(slot)
  try {
    // A hash never yields: without this turn of the loop nobody else would come to be counted.
    await scheduler.wait(0)
    return await work()
  } finally {
    slots = slots.filter((other) => other !== slot)
  }
}

/** The pepper first (NIST SP 800-63B 3.1.1.2), so that a stolen table alone cannot be guessed against. */
const compute = async (pepper: Key, phc: Omit<Phc, 'hash'>, password: string) => {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', pepper.bytes, algorithm, false, ['sign'])
  const peppered = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(password))
  const argon2id = await loadArgon2id()
  return argon2id({
    password: new Uint8Array(peppered),
    salt: phc.salt,
    memorySize: phc.memory,
    passes: phc.passes,
    parallelism: phc.lanes,
    tagLength: 32,
  })
}

let loaded: Promise<computeHash> | null = null

/** One instance for the isolate's life: its memory is cleared after each hash, never given back. */
const loadArgon2id = (): Promise<computeHash> =>
  (loaded ??= setupWasm(instantiate(simd), instantiate(noSimd)).catch(forget))

/** A failure is not kept: the next request tries again. */
const forget = (error: unknown): never => {
  loaded = null
  throw error
}

const instantiate = (module: WebAssembly.Module) => async (imports: WebAssembly.Imports) => ({
  module,
  instance: await WebAssembly.instantiate(module, imports),
})
