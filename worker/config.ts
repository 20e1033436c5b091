import type { Keyring } from './crypto/keyring.ts'
import { parseKeyring } from './crypto/keyring.ts'

/** Bindings, variables and secrets as Cloudflare hands them over. */
export type Env = {
  DB: D1Database
  ASSETS: Fetcher
  ORIGIN: string
  MASTER_KEYS: string
  PASSWORD_PEPPERS: string
  SETUP_TOKEN?: string
  /** PEM certificates, one after the other: roots of authenticators' makers (FIDO metadata). */
  ATTESTATION_ROOTS?: string
}

/** What the operator decides at deploy time. What an administrator decides at run time is policy. */
export type Config = {
  /** Scheme, host and port that people type; the only origin that may change anything. */
  origin: string
  masterKeys: Keyring
  peppers: Keyring
  /** Opens the set-up page; null: it stays shut. */
  setupToken: string | null
  /** PEM; without any, `webauthn.attestation` can only name what vouches for itself: Apple, Android. */
  attestationRoots: readonly string[]
}

/**
 * Reads the configuration. A missing binding or secret refuses to start: a guard that silently is not
 * there is worse than a door that stays shut.
 * @throws Error naming the variable, never its value
 */
export const readConfig = (env: Env): Config => {
  if (!env.DB) throw new Error('The D1 binding DB is missing')
  if (!env.ASSETS) throw new Error('The assets binding ASSETS is missing')
  return {
    origin: readOrigin(env.ORIGIN),
    masterKeys: parseKeyring('MASTER_KEYS', env.MASTER_KEYS),
    peppers: parseKeyring('PASSWORD_PEPPERS', env.PASSWORD_PEPPERS),
    setupToken: readSetupToken(env.SETUP_TOKEN),
    attestationRoots:
      env.ATTESTATION_ROOTS?.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ??
      [],
  }
}

const readOrigin = (text: string | undefined): string => {
  const url = text ? URL.parse(text) : null
  if (!url || url.origin !== text)
    throw new Error('ORIGIN must be an origin: https://login.example.org')
  return url.origin
}

const readSetupToken = (text: string | undefined): string | null => {
  if (!text) return null
  if (text.length < 16) throw new Error('SETUP_TOKEN must have at least 16 characters')
  return text
}
