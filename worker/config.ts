import type { Keyring } from './crypto/keyring.ts'
import { parseKeyring } from './crypto/keyring.ts'
import type { Gateway } from './sms/gateway.ts'

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
  /** Who carries codes to phones: `twilio`, `webhook`, or, on a local server, `outbox`. None: nobody. */
  SMS_GATEWAY?: string
  TWILIO_ACCOUNT?: string
  TWILIO_TOKEN?: string
  /** A number, or the id of a messaging service. */
  TWILIO_SENDER?: string
  /** Whoever else speaks Twilio's API. */
  TWILIO_BASE_URL?: string
  SMS_WEBHOOK_URL?: string
  /** At least 32 characters: signs what is sent there. */
  SMS_WEBHOOK_KEY?: string
  /** `on`: the Worker itself stands in front of sites that have an upstream. */
  GATEWAY?: string
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
  /** Who carries messages to phones. */
  gateway: Gateway
}

/**
 * Reads the configuration. A missing binding or secret refuses to start: a guard that silently is not
 * there is worse than a door that stays shut.
 * @throws Error naming the variable, never its value
 */
export const readConfig = (env: Env): Config => {
  if (!env.DB) throw new Error('The D1 binding DB is missing')
  if (!env.ASSETS) throw new Error('The assets binding ASSETS is missing')
  if (!['on', 'off', '', undefined].includes(env.GATEWAY))
    throw new Error('GATEWAY must be on or off')
  return {
    origin: readOrigin(env.ORIGIN),
    masterKeys: parseKeyring('MASTER_KEYS', env.MASTER_KEYS),
    peppers: parseKeyring('PASSWORD_PEPPERS', env.PASSWORD_PEPPERS),
    setupToken: readSetupToken(env.SETUP_TOKEN),
    attestationRoots:
      env.ATTESTATION_ROOTS?.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ??
      [],
    gateway: readGateway(env),
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

/** Whether we answer on hosts of sites too, in front of their upstreams. */
export const isGateway = ({ GATEWAY }: Env): boolean => GATEWAY === 'on'

const readGateway = (env: Env): Gateway => {
  switch (env.SMS_GATEWAY) {
    case undefined:
    case '':
    case 'none':
      return { kind: 'none' }
    case 'outbox':
      return { kind: 'outbox' }
    case 'twilio':
      return {
        kind: 'twilio',
        account: given(env, 'TWILIO_ACCOUNT'),
        token: given(env, 'TWILIO_TOKEN'),
        sender: given(env, 'TWILIO_SENDER'),
        baseUrl: readUrl('TWILIO_BASE_URL', env.TWILIO_BASE_URL || 'https://api.twilio.com'),
      }
    case 'webhook':
      return {
        kind: 'webhook',
        url: readUrl('SMS_WEBHOOK_URL', given(env, 'SMS_WEBHOOK_URL')),
        key: given(env, 'SMS_WEBHOOK_KEY', 32),
      }
    default:
      throw new Error('SMS_GATEWAY must be twilio, webhook, outbox or none')
  }
}

const given = (
  env: Env,
  name: 'TWILIO_ACCOUNT' | 'TWILIO_TOKEN' | 'TWILIO_SENDER' | 'SMS_WEBHOOK_URL' | 'SMS_WEBHOOK_KEY',
  least = 1,
): string => {
  const value = env[name] ?? ''
  if (value.length >= least) return value
  throw new Error(`${name} must have at least ${least} characters`)
}

/** Codes travel there: not over a line that others read, but for a gateway on this very machine. */
const readUrl = (name: string, text: string): string => {
  const url = URL.parse(text)
  const isLocal = url?.hostname === 'localhost' || url?.hostname === '127.0.0.1'
  if (!url || url.username || (url.protocol !== 'https:' && !(isLocal && url.protocol === 'http:')))
    throw new Error(`${name} must be an address that begins with https://`)
  return text.replace(/\/+$/, '')
}
