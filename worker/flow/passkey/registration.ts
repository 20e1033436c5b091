import type { RegistrationResponse } from '../../../schema/api/passkey.ts'
import type { Settings } from '../../../schema/policy.ts'
import { toHex } from '../../crypto/hex.ts'
import { decodeBase64Url, encodeBase64Url } from '../../crypto/keyring.ts'
import { isFramed } from '../../domain/passkey.ts'
import type { NewPasskeyRecord } from '../../store/passkey.ts'
import { knowRoots, leadsNowhere, refuseAttestation } from './attestation.ts'
import { readClientData } from './client-data.ts'
import type { RelyingParty } from './relying-party.ts'

/** Ed25519, P-256 and RSA with PKCS #1 v1.5, all with SHA-256: what the runtime verifies. */
export const algorithms = [-8, -7, -257]

type Registration = {
  response: RegistrationResponse
  challenge: Uint8Array<ArrayBuffer>
  party: RelyingParty
  settings: Settings
  /** Made without a gesture, after a password manager signed somebody in (section 7.1, step 15). */
  automatic: boolean
  /** Roots of makers, as PEM (config.ts). */
  roots: readonly string[]
}

/** A new credential that may be kept; or, exactly, why not. The wire is told less. */
export type Registered =
  | { kind: 'good'; passkey: Omit<NewPasskeyRecord, 'factorId'>; userVerified: boolean }
  | { kind: 'refused'; reason: RegistrationRefusal }
export type RegistrationRefusal =
  | 'framed'
  | 'invalid'
  | 'unverified'
  | 'bad-id'
  | 'bad-key'
  | 'not-attested'

/**
 * The relying party's steps for a new credential (WebAuthn Level 3, section 7.1), cheapest first. That
 * the challenge is this browser's, and used once, is for whoever calls and spends it.
 */
export const verifyRegistration = async ({
  response,
  challenge,
  party,
  settings,
  automatic,
  roots,
}: Registration): Promise<Registered> => {
  const refused = (reason: RegistrationRefusal): Registered => ({ kind: 'refused', reason })
  // Steps 10 and 11: not in anybody's frame. The library asks nothing about it here.
  const clientData = readClientData(response.response.clientDataJSON)
  if (!clientData) return refused('invalid')
  if (isFramed(clientData)) return refused('framed')
  const object = decodeBase64Url(response.response.attestationObject)
  if (!object || (await leadsNowhere(object).catch(() => true))) return refused('invalid')
  await knowRoots(roots)
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  const { transports, ...bare } = response.response
  const verified = await verifyRegistrationResponse({
    response: {
      ...response,
      response: { ...bare, transports: transports ?? [] },
      clientExtensionResults: {},
      authenticatorAttachment: undefined as never,
    },
    expectedChallenge: encodeBase64Url(challenge),
    expectedOrigin: party.origins,
    expectedRPID: party.id,
    requireUserVerification: settings['webauthn.user_verification'] === 'required',
    requireUserPresence: !automatic,
    supportedAlgorithmIDs: algorithms,
  }).catch(() => null)
  if (!verified) return refused('invalid')
  if (!verified.verified) return refused('unverified')
  const { registrationInfo: info } = verified
  const credentialId = decodeBase64Url(info.credential.id)
  // Step 25; and the browser must have named what the authenticator made.
  if (!credentialId || credentialId.length < 16 || credentialId.length > 1023)
    return refused('bad-id')
  if (info.credential.id !== response.id) return refused('bad-id')
  if (!(await isUsableKey(info.credential.publicKey))) return refused('bad-key')
  const statement = await readWhole(info.attestationObject)
  if (!statement) return refused('invalid')
  const attested = { ...info, namesMaker: statement.namesMaker }
  if (refuseAttestation(attested, settings, roots.length > 0)) return refused('not-attested')
  return {
    kind: 'good',
    userVerified: info.userVerified,
    passkey: {
      credentialId,
      publicKey: new Uint8Array(info.credential.publicKey),
      signCount: info.credential.counter,
      transports: (transports ?? []).filter((name) => /^[a-z-]{1,32}$/.test(name)),
      aaguid: info.aaguid,
      backupEligible: info.credentialDeviceType === 'multiDevice',
      backedUp: info.credentialBackedUp,
      uvInitialized: info.userVerified,
    },
  }
}

/**
 * The attestation object, if nothing follows it: the library reads the first object of what came. Authenticators
 * write CBOR in the one canonical form (CTAP 2.1, section 8), so it must come out as it came in.
 */
const readWhole = async (object: Uint8Array): Promise<{ namesMaker: boolean } | null> => {
  const { decodeAttestationObject, isoCBOR } = await import('@simplewebauthn/server/helpers')
  const bytes = Uint8Array.from(object)
  const decoded = parse(() => decodeAttestationObject(bytes))
  const again = decoded && parse(() => isoCBOR.encode(decoded as never))
  if (!decoded || again?.length !== bytes.length) return null
  const [leaf] = decoded.get('attStmt').get('x5c') ?? []
  return { namesMaker: leaf !== undefined && toHex(leaf).includes(aaguidExtension) }
}

/** DER of id-fido-gen-ce-aaguid, 1.3.6.1.4.1.45724.1.1.4 (section 8.2.1). */
const aaguidExtension = '060b2b0601040182e51c010104'

/** Below this RSA is not asked to protect anything (NIST SP 800-131A). */
const leastRsaBytes = 256

/**
 * Whether the runtime can verify with it: a point off its curve, or a short modulus, must show now and
 * not at the first sign-in. Without attestation nobody has used the key yet.
 */
const isUsableKey = async (publicKey: Uint8Array<ArrayBuffer>): Promise<boolean> => {
  const { cose, decodeCredentialPublicKey, verifySignature } =
    await import('@simplewebauthn/server/helpers')
  const key = parse(() => decodeCredentialPublicKey(publicKey))
  if (!key) return false
  if (cose.isCOSEPublicKeyRSA(key)) {
    const modulus = key.get(cose.COSEKEYS.n)
    // Padded with zeros a short one looks long.
    const significant = modulus?.subarray(modulus.findIndex((byte) => byte !== 0))
    if (!significant || significant.length < leastRsaBytes) return false
  }
  const signature = cose.isCOSEPublicKeyEC2(key) ? anyEcdsaSignature : new Uint8Array(64)
  return verifySignature({
    signature,
    data: new Uint8Array(1),
    credentialPublicKey: publicKey,
  }).then(
    () => true,
    () => false,
  )
}

/** DER of r = s = 1: well-formed, and wrong. */
const anyEcdsaSignature = new Uint8Array([0x30, 6, 2, 1, 1, 2, 1, 1])

const parse = <T>(read: () => T): T | null => {
  try {
    return read()
  } catch {
    return null
  }
}
