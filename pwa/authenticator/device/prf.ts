import { toBase64Url } from '../crypto/base64url.ts'

/** A passkey of this app that locks the vault: not for signing in anywhere. */
export type LockPasskey = { credentialId: Uint8Array<ArrayBuffer>; salt: Uint8Array<ArrayBuffer> }

export type PrfRefusal = 'unsupported' | 'cancelled' | 'no-prf' | 'unstable'
export type PrfResult<T> = { ok: true; value: T } | { ok: false; reason: PrfRefusal }

const refuse = (reason: PrfRefusal) => ({ ok: false, reason }) as const
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length))

/**
 * A new passkey whose PRF (WebAuthn Level 3, section 10.1.4) opens the vault. Asked twice, and the answers
 * compared: some authenticators were seen to give another one each time.
 */
export const createLockPasskey = async (): Promise<
  PrfResult<{ passkey: LockPasskey; output: ArrayBuffer }>
> => {
  if (!('PublicKeyCredential' in globalThis)) return refuse('unsupported')
  const created = await asked(() =>
    navigator.credentials.create({
      publicKey: {
        challenge: random(32),
        rp: { name: 'Latchkey Authenticator' },
        user: { id: random(16), name: 'Vault lock', displayName: 'Vault lock' },
        pubKeyCredParams: [
          { type: 'public-key', alg: -8 },
          { type: 'public-key', alg: -7 },
          { type: 'public-key', alg: -257 },
        ],
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
        extensions: { prf: {} },
      },
    }),
  )
  if (!created) return refuse('cancelled')
  if (!created.getClientExtensionResults().prf?.enabled) return refuse('no-prf')
  const passkey = { credentialId: new Uint8Array(created.rawId), salt: random(32) }
  const [first, second] = [await evaluate([passkey]), await evaluate([passkey])]
  if (!first.ok) return first
  if (!second.ok) return second
  return isSame(first.value.output, second.value.output)
    ? { ok: true, value: { passkey, output: first.value.output } }
    : refuse('unstable')
}

/** Asks whichever of these passkeys the person has at hand. */
export const evaluate = async (
  passkeys: readonly LockPasskey[],
): Promise<PrfResult<{ credentialId: Uint8Array<ArrayBuffer>; output: ArrayBuffer }>> => {
  const found = await asked(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: random(32),
        allowCredentials: passkeys.map(({ credentialId: id }) => ({ type: 'public-key', id })),
        userVerification: 'required',
        extensions: {
          prf: {
            evalByCredential: Object.fromEntries(
              passkeys.map(({ credentialId, salt }) => [
                toBase64Url(credentialId),
                { first: salt },
              ]),
            ),
          },
        },
      },
    }),
  )
  if (!found) return refuse('cancelled')
  const output = found.getClientExtensionResults().prf?.results?.first
  if (!(output instanceof ArrayBuffer)) return refuse('no-prf')
  return { ok: true, value: { credentialId: new Uint8Array(found.rawId), output } }
}

/** Browsers say no to everything in one way. */
const asked = async (
  ask: () => Promise<Credential | null>,
): Promise<PublicKeyCredential | null> => {
  try {
    return (await ask()) as PublicKeyCredential | null
  } catch {
    return null
  }
}

const isSame = (one: ArrayBuffer, other: ArrayBuffer): boolean =>
  String(new Uint8Array(one)) === String(new Uint8Array(other))
