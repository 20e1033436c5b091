import * as v from 'valibot'
import { line } from './text.ts'

/** Base64url, as browsers send bytes (WebAuthn Level 3, section 5.1.8). */
const bytes = (max: number) =>
  v.pipe(
    v.string(),
    v.minLength(1),
    v.maxLength(max),
    v.regex(/^[A-Za-z0-9_-]*$/, 'must be base64url'),
  )

/** What a credential is named by: 16 to 1023 bytes (section 4, Credential ID). */
const credentialId = v.pipe(bytes(1364), v.minLength(22, 'is too short for a credential id'))

const common = {
  id: credentialId,
  rawId: credentialId,
  type: v.literal('public-key'),
  clientExtensionResults: v.optional(v.looseObject({})),
  authenticatorAttachment: v.optional(v.nullable(v.string())),
}

/** RegistrationResponseJSON; what it repeats of the attestation object is not looked at. */
export const RegistrationResponse = v.strictObject({
  ...common,
  response: v.looseObject({
    clientDataJSON: bytes(8192),
    attestationObject: bytes(32_768),
    transports: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(32))), v.maxLength(16))),
  }),
})

export type RegistrationResponse = v.InferOutput<typeof RegistrationResponse>

/** AuthenticationResponseJSON */
export const AuthenticationResponse = v.strictObject({
  ...common,
  response: v.strictObject({
    clientDataJSON: bytes(8192),
    authenticatorData: bytes(8192),
    signature: bytes(4096),
    userHandle: v.optional(v.nullable(bytes(128))),
  }),
})
export type AuthenticationResponse = v.InferOutput<typeof AuthenticationResponse>

/** `POST /api/factors/passkey`: finishes what its options began. Without a name, its maker's. */
export const NewPasskey = v.strictObject({
  response: RegistrationResponse,
  name: v.optional(line(64)),
  trust: v.optional(v.boolean()),
  /** Made by the browser along with a sign-in (conditional create): nobody pressed anything. */
  automatic: v.optional(v.boolean()),
})
/** `authenticated`: a pending login that had to enroll is now a session. */
export type EnrolledPasskey = { status: 'authenticated' | 'enrolled'; id: string; name: string }

/** `POST /api/login/passkey/options`. A username changes nothing: the answer must not say who has what. */
export const PasskeyOptions = v.strictObject({ username: v.optional(line(256)) })

/** `POST /api/login/passkey`: alone, or as the second factor of a pending login. */
export const LoginPasskey = v.strictObject({
  response: AuthenticationResponse,
  trust: v.optional(v.boolean()),
})

/** What a passkey's factor says beside its name. `synced`: may be on several devices. */
export type PasskeyTraits = { synced: boolean; credentialId: string; provider: string | null }
