import type { Settings } from '../../../schema/policy.ts'

/**
 * What the library found out about who vouches for a new credential; `namesMaker`: a certificate says
 * which AAGUID it is for, and the library has held the credential's to it.
 */
type Attested = { fmt: string; aaguid: string; namesMaker: boolean }

/** What Apple's and Android's own statements can say of themselves, and of no other maker. */
const ownAaguids: Record<string, readonly string[]> = {
  apple: ['f24a8e70-d0d3-f82c-2937-32523cc4de5a', 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd'],
  'android-key': ['b93fd961-f2e6-462f-b122-82002247de78'],
}

/** Statements of makers whose certificates name the AAGUID, where an operator gave their roots. */
const makersFormats: readonly string[] = ['packed', 'tpm']

/**
 * Whether a new credential is not of the makers that are let in. A statement that names no maker proves
 * none: 'none' and a key that vouches for itself are refused where there is a list. An Android key is
 * attested with whatever AAGUID its app claims, so only Android's own counts.
 *
 * @param hasRoots whether the operator gave roots; what chains to none of them the library has refused
 */
export const refuseAttestation = (
  { fmt, aaguid, namesMaker }: Attested,
  settings: Settings,
  hasRoots: boolean,
): boolean => {
  const allowed = settings['webauthn.attestation']
  if (allowed === 'none') return false
  const id = aaguid.toLowerCase()
  const vouched =
    ownAaguids[fmt]?.includes(id) ?? (hasRoots && namesMaker && makersFormats.includes(fmt))
  return !vouched || !allowed.some((one) => one.toLowerCase() === id)
}

/** Tells the library which roots it may trust for makers' statements. */
export const knowRoots = async (roots: readonly string[]): Promise<void> => {
  if (roots.length === 0) return
  const { SettingsService } = await import('@simplewebauthn/server')
  for (const identifier of ['packed', 'tpm'] as const)
    SettingsService.setRootCertificates({ identifier, certificates: [...roots] })
}

/**
 * Whether a statement leads nowhere, before the library follows it: it asks for what was revoked wherever
 * the certificates of a chain say, takes an Android chain's own end for its root before it looks whose that is, and
 * lets any key certify another. So whoever certifies must be an authority (RFC 5280, section 6.1.4, step
 * k), and an Android chain must end where Google's do. SafetyNet is no more.
 *
 * @throws Error where it cannot be read
 */
export const leadsNowhere = async (
  attestationObject: Uint8Array<ArrayBuffer>,
): Promise<boolean> => {
  const { SettingsService } = await import('@simplewebauthn/server')
  const { convertCertBufferToPEM, decodeAttestationObject, getCertificateInfo } =
    await import('@simplewebauthn/server/helpers')
  const statement = decodeAttestationObject(attestationObject)
  const [fmt, chain] = [statement.get('fmt'), statement.get('attStmt').get('x5c') ?? []]
  if (fmt === 'android-safetynet') return true
  const isAuthority = (certificate: Uint8Array<ArrayBuffer>) =>
    getCertificateInfo(certificate).basicConstraintsCA
  if (!chain.slice(1).every(isAuthority)) return true
  if (fmt !== 'android-key') return false
  const end = chain.at(-1)
  const roots = SettingsService.getRootCertificates({ identifier: 'android-key' })
  return !end || !roots.includes(convertCertBufferToPEM(end))
}
