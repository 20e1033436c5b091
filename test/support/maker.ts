/** A maker of authenticators: a root, and certificates that say which AAGUID they are for (section 8.2.1). */
import { concat, newKeyPair, sign } from './cose.ts'

type Bytes = Uint8Array<ArrayBuffer>

export type Maker = {
  /** For `ATTESTATION_ROOTS`. */
  pem: string
  /** What vouches for a credential: who signs, and the certificate that says so. */
  leaf: CryptoKeyPair
  certificate: Bytes
  /** Who certified that one, if the root did not. */
  above?: Bytes
}

const bytes = (hex: string): Bytes =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
const text = (value: string): Bytes => Uint8Array.from(new TextEncoder().encode(value))

/** DER of one thing that is made of others. */
const der = (tag: number, ...parts: Uint8Array[]): Bytes => {
  const body = concat(...parts)
  const { length } = body
  const head =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return concat(new Uint8Array([tag, ...head]), body)
}
const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts)
const oid = (hex: string) => der(6, bytes(hex))

const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'))
const validity = sequence(der(0x17, text('240101000000Z')), der(0x18, text('20991231235959Z')))

/** C, O, OU and CN. */
const nameOf = (commonName: string) => {
  const part = (id: string, tag: number, value: string) =>
    der(0x31, sequence(oid(id), der(tag, text(value))))
  return sequence(
    part('550406', 0x13, 'AA'),
    part('55040a', 0x0c, 'Maker'),
    part('55040b', 0x0c, 'Authenticator Attestation'),
    part('550403', 0x0c, commonName),
  )
}

const basicConstraints = (isRoot: boolean) =>
  sequence(
    oid('551d13'),
    der(1, bytes('ff')),
    der(4, isRoot ? sequence(der(1, bytes('ff'))) : sequence()),
  )

const names = (aaguid: string) =>
  sequence(oid('2b0601040182e51c010104'), der(4, der(4, bytes(aaguid.replaceAll('-', '')))))

type Certificate = {
  subject: string
  keys: CryptoKeyPair
  issuer: CryptoKeyPair
  /** The root, unless it says otherwise. */
  issuerName?: string
  extensions: Bytes[]
}

const certify = async ({
  subject,
  keys,
  issuer,
  issuerName = 'Root',
  extensions,
}: Certificate): Promise<Bytes> => {
  const info = (await crypto.subtle.exportKey('spki', keys.publicKey)) as ArrayBuffer
  const signed = sequence(
    der(0xa0, der(2, bytes('02'))),
    der(2, bytes('01')),
    ecdsaWithSha256,
    nameOf(issuerName),
    validity,
    nameOf(subject),
    new Uint8Array(info),
    der(0xa3, sequence(...extensions)),
  )
  const signature = await sign('ES256', issuer, signed)
  return sequence(signed, ecdsaWithSha256, der(3, concat(bytes('00'), signature)))
}

/** One whose certificate is for that AAGUID; without one it names none. */
export const newMaker = async (aaguid?: string): Promise<Maker> => {
  const [issuer, leaf] = [await newKeyPair('ES256'), await newKeyPair('ES256')]
  const own = { keys: issuer, issuer, extensions: [basicConstraints(true)] }
  const root = await certify({ subject: 'Root', ...own })
  const extensions = [basicConstraints(false), ...(aaguid ? [names(aaguid)] : [])]
  const certificate = await certify({ subject: 'Leaf', keys: leaf, issuer, extensions })
  const lines = btoa(String.fromCharCode(...root))
  return {
    pem: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----`,
    leaf,
    certificate,
  }
}

/** Who holds a key that the maker certified, and certifies by it another of their own. */
export const newForger = async ({ pem, leaf, certificate }: Maker, aaguid: string) => {
  const keys = await newKeyPair('ES256')
  const extensions = [basicConstraints(false), names(aaguid)]
  const by = { issuer: leaf, issuerName: 'Leaf' }
  const forged = await certify({ subject: 'Forged', keys, ...by, extensions })
  return { pem, leaf: keys, certificate: forged, above: certificate } satisfies Maker
}

/** Where a certificate says that its issuer lists what it has revoked. */
const revocationsAt = (url: string) =>
  sequence(oid('551d1f'), der(4, sequence(sequence(der(0xa0, der(0xa0, der(0x86, text(url))))))))

/** What Android says of a key that was made for that challenge, in its two lists nothing. */
const keyDescription = (challenge: Bytes) => {
  const [number, level] = [der(2, bytes('03')), der(0x0a, bytes('01'))]
  const lists = [sequence(), sequence()]
  return sequence(
    oid('2b06010401d679020111'),
    der(4, sequence(number, level, number, level, der(4, challenge), der(4), ...lists)),
  )
}

/**
 * What nobody vouches for in the shape of an Android key's chain: the leaf is for that key and challenge,
 * and names where to ask whether it was revoked; the root is as home-made as the leaf.
 */
export const homemadeAndroid = async (
  keys: CryptoKeyPair,
  challenge: Bytes,
  url: string,
): Promise<Bytes[]> => {
  const issuer = await newKeyPair('ES256')
  const own = { keys: issuer, issuer, extensions: [basicConstraints(true)] }
  const extensions = [basicConstraints(false), keyDescription(challenge), revocationsAt(url)]
  return [
    await certify({ subject: 'Leaf', keys, issuer, extensions }),
    await certify({ subject: 'Root', ...own }),
  ]
}
