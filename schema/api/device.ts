import * as v from 'valibot'
import { code } from './factor.ts'
import { line } from './text.ts'

/*
 * Our authenticator, registered: one installation that is bound to a person. Its sign-in is everybody's
 * (`POST /api/login`); these routes are for whoever is signed in, or held at the door until they enroll. Keys
 * and signatures travel in base64url; a signature is over texts joined by NUL, in UTF-8.
 */

const base64url = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+$/, 'must be base64url'))
/** An uncompressed P-256 point (SEC 1, section 2.3.3): 65 bytes. */
const p256Point = v.pipe(base64url, v.length(87, 'must be a P-256 public key'))
/** ECDSA with SHA-256, r and s (IEEE P1363): 64 bytes. */
const p256Signature = v.pipe(base64url, v.length(86, 'must be a P-256 signature'))
const id = v.pipe(v.string(), v.uuid('must be an id'))

/** `GET /api/authenticator/register`: what registering here would take. */
export type RegistrationOffer = {
  issuer: string
  /** A code sent to the phone has to be typed too: `POST /api/authenticator/register/sms` sends it. */
  needsSms: boolean
  /** The end of the phone's number, `**42`; null: there is none, and an administrator has to help. */
  phone: string | null
  devices: { id: string; name: string; createdAt: number }[]
  /** How many devices one may have: the oldest gives way. */
  maxDevices: number
}

/** `POST /api/authenticator/register/sms`: sends a code, good for this sign-in alone; a new one retires the last. */
export type SmsSent = { phone: string; expiresAt: number }

/** `POST /api/authenticator/register`: the public halves of what this installation has just made. */
export const RegisterDevice = v.strictObject({
  name: v.pipe(line(64), v.minLength(1, 'must not be empty')),
  /** Signs sign-ins. */
  signingKey: p256Point,
  /** For this one answer (ECDH). */
  exchangeKey: p256Point,
  smsCode: v.optional(code),
})
/**
 * The seed, for this installation alone: AES-256-GCM under HKDF-SHA-256 of ECDH(exchangeKey, serverKey), with
 * empty salt and the info 'latchkey/device-seed' NUL exchangeKey NUL serverKey (as they travel);
 * additional data: `id`.
 * It counts from its first code (`confirm`).
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
 * `POST /api/authenticator/register/:id/confirm`: the first code, and a signature over
 * 'latchkey/device-confirm', the id and the code. Devices beyond `app.max_devices` are retired by it.
 */
export const ConfirmDevice = v.strictObject({
  code,
  signature: p256Signature,
  trust: v.optional(v.boolean()),
})
/** `authenticated`: a pending login that had to enroll is now a session. */
export type ConfirmedDevice = { status: 'authenticated' | 'enrolled'; retired: number }

/**
 * `POST /api/authenticator/status`: whether this device still counts. Signed: 'latchkey/device-status', the id
 * and `at`, in unix seconds, within five minutes of the server's clock.
 */
export const DeviceStatusQuery = v.strictObject({
  id,
  at: v.pipe(v.number(), v.integer()),
  signature: p256Signature,
})
/** `retired`: also of an id that never was. `now`: the server's clock. */
export type DeviceStatus = { state: 'registered' | 'retired'; now: number }

/**
 * `POST /api/login/device`: finishes a pending login without typing. Signed: 'latchkey/device-login', the
 * `challenge` of the login's answer, the id and the code.
 */
export const LoginDevice = v.strictObject({
  id,
  code,
  signature: p256Signature,
  trust: v.optional(v.boolean()),
})

/** `GET /api/admin/outbox`: messages that a local server would have sent, newest first; 404 where a gateway sends them. */
export type Outbox = { messages: { id: string; at: number; to: string; text: string }[] }
