import * as v from 'valibot'
import { code, codeMethods, type Method } from './factor.ts'
import { line, secret, username } from './text.ts'

/*
 * Registering an installation of our authenticator as a person's bound device, and signing in with it.
 * The request lives in an HttpOnly cookie; keys and signatures travel in base64url.
 */

const base64url = (max: number) =>
  v.pipe(v.string(), v.maxLength(max), v.regex(/^[A-Za-z0-9_-]+$/, 'must be base64url'))
/** An uncompressed P-256 point (SEC 1, section 2.3.3): 65 bytes. */
const p256Point = v.pipe(base64url(87), v.length(87, 'must be a P-256 public key'))
/** ECDSA with SHA-256, r and s (IEEE P1363): 64 bytes. */
const p256Signature = v.pipe(base64url(86), v.length(86, 'must be a P-256 signature'))

/** `POST /api/authenticator/register/start` */
export const StartRegistration = v.strictObject({ username, password: secret })
/**
 * What must be proved before this installation may be registered: one of `methods`, beside them `sms`: a code
 * sent to the person's phone (`POST /api/authenticator/register/sms` sends it). Nothing: `methods` is empty.
 */
export type RegistrationStarted = {
  methods: (Method | 'sms' | 'ticket')[]
  /** The last two digits of the phone that a code would go to. */
  phone: string | null
  /** Devices that this person has registered, and how many they may have: the oldest gives way. */
  devices: { name: string; createdAt: number }[]
  maxDevices: number
  expiresAt: number
}

/** `POST /api/authenticator/register/prove` */
export const ProveRegistration = v.strictObject({
  method: v.picklist([...codeMethods, 'sms', 'ticket']),
  code,
})

/** `POST /api/authenticator/register`: the public halves of what this installation has just made. */
export const RegisterDevice = v.strictObject({
  name: v.pipe(line(64), v.minLength(1, 'must not be empty')),
  /** Signs sign-ins. */
  signingKey: p256Point,
  /** For this one answer (ECDH). */
  exchangeKey: p256Point,
})
/**
 * The seed, for this installation alone: AES-256-GCM under HKDF-SHA-256(ECDH(exchangeKey, serverKey)) with empty
 * salt and info 'latchkey/device-seed' followed by both points; additional data: `id`. It counts
 * from its first code (`confirm`).
 */
export type DeviceRegistration = {
  id: string
  serverKey: string
  iv: string
  sealed: string
  issuer: string
  account: string
  algorithm: 'SHA1' | 'SHA256' | 'SHA512'
  digits: number
  period: number
}

/**
 * `POST /api/authenticator/register/confirm`: the first code, and a signature over
 * 'latchkey/device-confirm' NUL id NUL code (UTF-8). Devices beyond `app.max_devices` are retired by it.
 */
export const ConfirmDevice = v.strictObject({
  id: v.pipe(v.string(), v.uuid('must be an id')),
  code,
  signature: p256Signature,
})
export type ConfirmedDevice = { retired: number }

/**
 * `POST /api/authenticator/status`: whether this device still counts. Signed: 'latchkey/device-status' NUL id
 * NUL at. `at` is in unix seconds, within five minutes of the server's clock.
 */
export const DeviceStatusQuery = v.strictObject({
  id: v.pipe(v.string(), v.uuid('must be an id')),
  at: v.pipe(v.number(), v.integer()),
  signature: p256Signature,
})
/** `retired`: also of an id that never was. */
export type DeviceStatus = { state: 'registered' | 'retired'; issuer: string; now: number }

/**
 * `POST /api/login/device`: finishes a pending login without typing. Signed: 'latchkey/device-login' NUL
 * challenge NUL id NUL code; `challenge` came with the login's answer.
 */
export const LoginDevice = v.strictObject({
  id: v.pipe(v.string(), v.uuid('must be an id')),
  code,
  signature: p256Signature,
})

/** `GET /api/admin/outbox`: messages that a local server would have sent, newest first; 404 where a gateway sends them. */
export type Outbox = { messages: { id: string; at: number; to: string; text: string }[] }
