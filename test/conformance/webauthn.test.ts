/** Section 'Test Vectors' of W3C WebAuthn Level 3, in the runtime that verifies. */
import { SettingsService, verifyRegistrationResponse } from '@simplewebauthn/server'
import { afterEach, describe, expect, it } from 'vitest'
import { defaultSettings } from '../../schema/policy.ts'
import { toHex } from '../../worker/crypto/hex.ts'
import { refuseAttestation } from '../../worker/flow/passkey/attestation.ts'
import { verifyAssertion } from '../../worker/flow/passkey/assertion.ts'
import { type Registered, verifyRegistration } from '../../worker/flow/passkey/registration.ts'
import { textOf } from '../support/cose.ts'
import type { Model } from '../support/authenticator-model.ts'
import { newForger, newMaker } from '../support/maker.ts'
import { newAuthenticator } from '../support/software-authenticator.ts'
import { attestationRoot, origin, rpId, type Vector, vectors } from '../vectors/webauthn.ts'

const bytesOf = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
const base64Url = (hex: string): string => textOf(bytesOf(hex))

const party = { id: rpId, name: 'Example', origins: [origin] }
const settings = defaultSettings

const responseOf = ({ registration }: Vector) => ({
  id: base64Url(registration.credentialId),
  rawId: base64Url(registration.credentialId),
  type: 'public-key' as const,
  response: {
    clientDataJSON: base64Url(registration.clientDataJSON),
    attestationObject: base64Url(registration.attestationObject),
  },
})

type Asked = { listed?: 'none' | string[]; roots?: string[] }

const verify = (
  response: ReturnType<typeof responseOf>,
  challenge: Uint8Array<ArrayBuffer>,
  { listed = 'none', roots = [] }: Asked,
) =>
  verifyRegistration({
    response,
    challenge,
    party,
    settings: { ...settings, 'webauthn.attestation': listed },
    automatic: false,
    roots,
  })

const register = (vector: Vector, asked: Asked = {}) =>
  verify(responseOf(vector), bytesOf(vector.registration.challenge), asked)

/** For credentials that are made here. */
const ownChallenge = new Uint8Array(32).fill(7)
const ownOptions = { challenge: textOf(ownChallenge), rp: { id: rpId }, user: { id: 'x' } }
const registerOwn = (made: object, asked: Asked = {}) =>
  verify({ ...made, type: 'public-key' } as ReturnType<typeof responseOf>, ownChallenge, asked)

const authenticate = ({ registration, authentication }: Vector, registered: Registered) => {
  if (registered.kind !== 'good') throw new Error(registered.reason)
  const { passkey } = registered
  const id = base64Url(registration.credentialId)
  return verifyAssertion({
    response: {
      id,
      rawId: id,
      type: 'public-key',
      response: {
        clientDataJSON: base64Url(authentication.clientDataJSON),
        authenticatorData: base64Url(authentication.authenticatorData),
        signature: base64Url(authentication.signature),
      },
    },
    purpose: 'factor',
    challenge: {
      id: 'challenge',
      challenge: bytesOf(authentication.challenge),
      purpose: 'factor',
      userId: 'somebody',
    },
    stored: { ...passkey, factorId: 'factor', userId: 'somebody' },
    userId: 'somebody',
    party,
    settings,
  })
}

const vectorOf = (anchor: string): Vector => {
  const found = vectors.find((vector) => vector.anchor === anchor)
  if (!found) throw new Error(`the section has no ${anchor}`)
  return found
}

/** Makers whose statements lead to a root. */
const formats = ['packed', 'tpm', 'android-key', 'apple', 'fido-u2f'] as const
const makers = formats.map((identifier) => ({
  identifier,
  certificates: SettingsService.getRootCertificates({ identifier }),
}))
afterEach(() => makers.forEach((maker) => SettingsService.setRootCertificates(maker)))

/** Takes the section's root for every maker's. */
const trustSection = () => {
  const certificates = [bytesOf(attestationRoot)]
  for (const identifier of formats)
    SettingsService.setRootCertificates({ identifier, certificates })
}

/** What becomes of each credential while its makers are the real ones, and with the section as maker. */
const expected: Record<string, [string, string]> = {
  'none-es256': ['good', 'good'],
  'packed-self-es256': ['good', 'good'],
  // Asked in another site's frame: nobody may frame us.
  'none-es256-crossOrigin': ['framed', 'framed'],
  'none-es256-topOrigin': ['framed', 'framed'],
  'none-es256-long-credential-id': ['good', 'good'],
  'packed-es256': ['good', 'good'],
  // Algorithms that we do not offer; the last of them the runtime does not have.
  'packed-es384': ['invalid', 'invalid'],
  'packed-es512': ['invalid', 'invalid'],
  'packed-rs256': ['good', 'good'],
  'packed-eddsa': ['good', 'good'],
  'packed-ed448': ['invalid', 'invalid'],
  // Of a manufacturer, id:00000000, that makes no TPM.
  'tpm-es256': ['invalid', 'invalid'],
  // Without its root in the chain, which every Android brings along.
  'android-key-es256': ['invalid', 'invalid'],
  'apple-es256': ['invalid', 'good'],
  // With an AAGUID, which U2F has none of.
  'fido-u2f-es256': ['invalid', 'invalid'],
}
const cases = Object.entries(expected)
const good = cases.filter(([, [real]]) => real === 'good').map(([anchor]) => anchor)

const outcomeOf = (registered: Registered): string =>
  registered.kind === 'good' ? 'good' : registered.reason

/** What the authenticator data says of user verification and of backups. */
const flagsIn = (hex: string) => {
  const hash = 'bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b5'
  const flags = Number.parseInt(hex.slice(hex.indexOf(hash) + hash.length).slice(0, 2), 16)
  return { verified: (flags & 4) !== 0, eligible: (flags & 8) !== 0, backedUp: (flags & 16) !== 0 }
}

/** Of each salt that the section uses, in turn (section 16, 'Derived by'). */
const derived = async (info: string, length: number): Promise<string[]> => {
  const text = new TextEncoder()
  const secret = await crypto.subtle.importKey(
    'raw',
    text.encode('WebAuthn test vectors'),
    'HKDF',
    false,
    ['deriveBits'],
  )
  const of = async (salt: number) => {
    const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array([salt]) }
    const stream = { ...algorithm, info: text.encode(info) }
    return toHex(new Uint8Array(await crypto.subtle.deriveBits(stream, secret, length * 8)))
  }
  return Promise.all(Array.from({ length: 10 }, (_, salt) => of(salt)))
}

const flipLast = (hex: string): string => {
  const last = Number.parseInt(hex.slice(-2), 16) ^ 1
  return hex.slice(0, -2) + last.toString(16).padStart(2, '0')
}

describe('WebAuthn Level 3, Test Vectors', () => {
  it('has an expectation for each', () => {
    expect(vectors.map(({ anchor }) => anchor)).toEqual(Object.keys(expected))
  })

  it.each(vectors)(
    '$anchor: is the specification’s: it follows from its one sentence',
    async (vector) => {
      const { registration, authentication, info } = vector
      const random = [
        registration.challenge,
        registration.aaguid,
        registration.credentialId,
        authentication.challenge,
      ]
      for (const value of random) expect(await derived(info, value.length / 2)).toContain(value)
      expect(registration.attestationObject).toContain(registration.aaguid)
      expect(registration.attestationObject).toContain(registration.credentialId)
    },
  )

  it.each([
    ['packed-es384', -35],
    ['packed-es512', -36],
  ])(
    '%s: is refused because nobody asked for it, and not for lack of the runtime',
    async (anchor, algorithm) => {
      trustSection()
      const { registration } = vectorOf(anchor)
      const { verified } = await verifyRegistrationResponse({
        response: { ...responseOf(vectorOf(anchor)), clientExtensionResults: {} },
        expectedChallenge: base64Url(registration.challenge),
        expectedOrigin: origin,
        expectedRPID: rpId,
        requireUserVerification: false,
        supportedAlgorithmIDs: [algorithm],
      })
      expect(verified).toBe(true)
    },
  )

  it.each(cases)('%s: %s', async (anchor, [real, sections]) => {
    expect(outcomeOf(await register(vectorOf(anchor)))).toBe(real)
    trustSection()
    expect(outcomeOf(await register(vectorOf(anchor)))).toBe(sections)
  })

  it.each(good)('%s: is kept as it says it is, and its key signs in', async (anchor) => {
    const { registration, authentication } = vectorOf(anchor)
    const registered = await register(vectorOf(anchor))
    const said = flagsIn(registration.attestationObject)
    expect(registered).toMatchObject({
      userVerified: said.verified,
      passkey: {
        credentialId: bytesOf(registration.credentialId),
        signCount: 0,
        backupEligible: said.eligible,
        backedUp: said.backedUp,
      },
    })
    const now = flagsIn(authentication.authenticatorData)
    expect(await authenticate(vectorOf(anchor), registered)).toMatchObject({
      kind: 'good',
      userVerified: now.verified,
      backedUp: now.backedUp,
    })
  })

  it.each(good)('%s: one bit of key or signature makes it worthless', async (anchor) => {
    const vector = vectorOf(anchor)
    const { registration, authentication } = vector
    const attestationObject = flipLast(registration.attestationObject)
    const other = { ...vector, registration: { ...registration, attestationObject } }
    expect(outcomeOf(await register(other))).toBeOneOf(['bad-key', 'invalid', 'unverified'])
    const signature = flipLast(authentication.signature)
    const forged = { ...vector, authentication: { ...authentication, signature } }
    const asserted = await authenticate(forged, await register(vector))
    expect(asserted).toEqual({ kind: 'refused', reason: 'bad-signature' })
  })
})

const pem = `-----BEGIN CERTIFICATE-----
${btoa(String.fromCharCode(...bytesOf(attestationRoot)))}
-----END CERTIFICATE-----`

describe('webauthn.attestation names makers', () => {
  const uuidOf = (hex: string) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  const makerOf = (anchor: string) => uuidOf(vectorOf(anchor).registration.aaguid)
  const listed = async (anchor: string, roots: string[], maker = makerOf(anchor)) =>
    outcomeOf(await register(vectorOf(anchor), { listed: [maker], roots }))

  it.each(good)('%s: proves none without roots', async (anchor) => {
    expect(await listed(anchor, [])).toBe('not-attested')
  })

  it.each(['none-es256', 'packed-self-es256', 'none-es256-long-credential-id'])(
    '%s: proves none with roots either: it has no chain',
    async (anchor) => {
      expect(await listed(anchor, [pem])).toBe('not-attested')
    },
  )

  it.each(['packed-es256', 'packed-rs256', 'packed-eddsa'])(
    '%s: its certificate names no authenticator, so that it may speak for none on the list',
    async (anchor) => {
      expect(await listed(anchor, [pem])).toBe('not-attested')
      expect(await listed(anchor, [pem], makerOf('none-es256'))).toBe('not-attested')
    },
  )

  const [listedOne, other] = [
    '11111111-2222-4333-8444-555555555555',
    '66666666-7777-4888-8999-aaaaaaaaaaaa',
  ]
  const makes = async (key: Partial<Model>, list: string[], roots: string[], forged = {}) => {
    const made = await newAuthenticator(key, origin).create(ownOptions, forged)
    return outcomeOf(await registerOwn(made, { listed: list, roots }))
  }

  it('a maker’s certificate lets in its own, where the operator gave its root and lists it', async () => {
    const attestation = await newMaker(listedOne)
    const key = { attestation, aaguid: listedOne }
    const { pem: root } = attestation
    expect(await makes(key, [listedOne], [root])).toBe('good')
    expect(await makes(key, [listedOne.toUpperCase(), other], [root])).toBe('good')
    expect(await makes(key, [other], [root])).toBe('not-attested')
    expect(await makes(key, [listedOne], [])).toBe('not-attested')
  })

  it('and nobody else’s: another root, another authenticator, another signature, no name', async () => {
    const attestation = await newMaker(listedOne)
    const { pem: root } = attestation
    const key = { attestation, aaguid: listedOne }
    const stranger = await newMaker(listedOne)
    expect(await makes(key, [listedOne], [stranger.pem])).toBe('invalid')
    expect(await makes({ ...key, aaguid: other }, [other], [root])).toBe('invalid')
    const forged = { signWith: stranger.leaf }
    expect(await makes(key, [listedOne], [root], forged)).toBe('unverified')
    const nameless = await newMaker()
    const unnamed = { attestation: nameless, aaguid: listedOne }
    expect(await makes(unnamed, [listedOne], [nameless.pem])).toBe('not-attested')
  })

  it('nor what a key certifies that the maker has certified: it is no authority', async () => {
    const maker = await newMaker(listedOne)
    const attestation = await newForger(maker, other)
    expect(await makes({ attestation, aaguid: other }, [other], [maker.pem])).toBe('invalid')
  })

  it('Apple’s statement speaks for Apple’s own alone', async () => {
    trustSection()
    expect(await listed('apple-es256', [])).toBe('not-attested')
  })

  it.each([
    ['apple', 'f24a8e70-d0d3-f82c-2937-32523cc4de5a'],
    ['apple', 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd'],
    ['android-key', 'b93fd961-f2e6-462f-b122-82002247de78'],
  ])(
    '%s speaks for %s, by whatever its own roots are, and not for who is listed beside',
    (fmt, own) => {
      const allowed = { ...settings, 'webauthn.attestation': [own, listedOne] }
      const refuses = (aaguid: string) =>
        refuseAttestation({ fmt, aaguid, namesMaker: false }, allowed, false)
      expect([own, listedOne].map(refuses)).toEqual([false, true])
      const named = { fmt, aaguid: listedOne, namesMaker: true }
      expect(refuseAttestation(named, allowed, true)).toBe(true)
    },
  )
})

describe('WebAuthn Level 3, section 7.1, step 25', () => {
  it.each([
    [15, 'bad-id'],
    [16, 'good'],
    [1023, 'good'],
    [1024, 'bad-id'],
  ])('a credential id of %d bytes: %s', async (idLength, outcome) => {
    const made = await newAuthenticator({ idLength }, origin).create(ownOptions)
    expect(outcomeOf(await registerOwn(made))).toBe(outcome)
  })
})
