/**
 * An authenticator and the browser before it, in software: makes credentials and signs with them as
 * WebAuthn Level 3 says, and forges whatever it is told to (authenticator-model.ts).
 */
import {
  anyModel,
  type CreationOptions,
  type Credential,
  flag,
  type Forgery,
  type Model,
  type RequestOptions,
} from './authenticator-model.ts'
import { cbor, concat, coseAlgorithm, coseKeyOf, newKeyPair, sign, textOf } from './cose.ts'

type Bytes = Uint8Array<ArrayBuffer>

export type Authenticator = ReturnType<typeof newAuthenticator>

export const newAuthenticator = (model: Partial<Model> = {}, origin = 'http://localhost:8787') => {
  const is: Model = { ...anyModel, ...model }
  const held: Credential[] = []
  const flags = flag.UP | (is.verifies ? flag.UV : 0) | (is.synced ? flag.BE | flag.BS : 0)

  const clientDataJSON = (type: string, challenge: string, forged: Forgery): Bytes => {
    const truth = { type, challenge, origin, crossOrigin: false }
    const said = forged.clientDataJSON ?? JSON.stringify({ ...truth, ...forged.clientData })
    return Uint8Array.from(new TextEncoder().encode(said))
  }

  /** `navigator.credentials.create()`, as JSON. */
  const create = async (options: CreationOptions, forged: Forgery = {}) => {
    const mine = held.map(({ id }) => textOf(id))
    if (options.excludeCredentials?.some(({ id }) => mine.includes(id)))
      throw new DOMException('One of its credentials is registered.', 'InvalidStateError')
    const credential: Credential = {
      id: forged.credentialId ?? crypto.getRandomValues(new Uint8Array(is.idLength)),
      keys: await newKeyPair(is.algorithm),
      algorithm: is.algorithm,
      userHandle: is.resident ? options.user.id : null,
      count: is.counts ? 1 : 0,
      rpId: options.rp.id ?? new URL(origin).hostname,
    }
    held.push(credential)
    const attested = await attestedData(credential, is.aaguid, forged)
    const data = await authenticatorData(credential, forged, flags | flag.AT, attested)
    const client = clientDataJSON('webauthn.create', options.challenge, forged)
    const statement = await statementOf(is.attestation, credential, { data, client, forged })
    const object = attestationObject(data, statement)
    return {
      ...named(credential, forged),
      response: {
        clientDataJSON: textOf(client),
        attestationObject: textOf(forged.attestationObject?.(object) ?? object),
        transports: ['internal', 'hybrid'],
      },
    }
  }

  /** `navigator.credentials.get()`, as JSON; by the newest credential that was asked for. */
  const get = async (options: RequestOptions, forged: Forgery = {}) => {
    const asked = options.allowCredentials ?? []
    const credential = held.findLast(({ id, userHandle }) =>
      asked.length === 0 ? userHandle !== null : asked.some((one) => one.id === textOf(id)),
    )
    if (!credential) throw new DOMException('It holds nothing of that.', 'NotAllowedError')
    return assert(credential, options.challenge, forged)
  }

  /** An assertion by that credential, whatever was asked for. */
  const assert = async (credential: Credential, challenge: string, forged: Forgery = {}) => {
    credential.count += is.counts ? 1 : 0
    const data = await authenticatorData(credential, forged, flags)
    const client = clientDataJSON('webauthn.get', challenge, forged)
    const userHandle = forged.userHandle === undefined ? credential.userHandle : forged.userHandle
    return {
      ...named(credential, forged),
      response: {
        clientDataJSON: textOf(client),
        authenticatorData: textOf(data),
        signature: textOf((await signed(credential, data, client, forged)).sig),
        ...(userHandle !== null && { userHandle }),
      },
    }
  }

  return { create, get, assert, held }
}

const sha256 = async (bytes: Uint8Array): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))

const authenticatorData = async (
  { rpId, count }: Credential,
  forged: Forgery,
  flags: number,
  attested: Bytes = new Uint8Array(),
): Promise<Bytes> => {
  const hash = await sha256(new TextEncoder().encode(forged.rpId ?? rpId))
  const said = new Uint8Array(5)
  said[0] = forged.flags ? forged.flags(flags) : flags
  new DataView(said.buffer).setUint32(1, forged.count ?? count)
  return concat(hash, said, attested, forged.trailing ?? new Uint8Array())
}

/** Attested credential data (section 6.5.2). */
const attestedData = async (
  { id, algorithm, keys }: Credential,
  aaguid: string,
  { publicKey }: Forgery,
): Promise<Bytes> => {
  const maker = (aaguid.replaceAll('-', '').match(/../g) ?? []).map((hex) =>
    Number.parseInt(hex, 16),
  )
  const length = [id.length >> 8, id.length & 255]
  const key = publicKey ?? (await coseKeyOf(algorithm, keys))
  return concat(new Uint8Array([...maker, ...length]), id, key)
}

type Statement = { alg: number; sig: Bytes; x5c?: Bytes[] }
type Made = { data: Bytes; client: Bytes; forged: Forgery }

/** A signature of its own key, or of its maker's (section 8.2, packed attestation). */
const statementOf = async (
  attestation: Model['attestation'],
  credential: Credential,
  { data, client, forged }: Made,
): Promise<Statement | null> => {
  if (attestation === 'none') return null
  if (attestation === 'self') return signed(credential, data, client, forged)
  const { leaf, certificate, above } = attestation
  const byMaker = { ...credential, algorithm: 'ES256' as const, keys: leaf }
  return {
    ...(await signed(byMaker, data, client, forged)),
    x5c: above ? [certificate, above] : [certificate],
  }
}

const attestationObject = (data: Bytes, statement: Statement | null): Bytes =>
  cbor(
    new Map<string, string | Bytes | Map<string, number | Bytes | Bytes[]>>([
      ['fmt', statement ? 'packed' : 'none'],
      ['attStmt', new Map(Object.entries(statement ?? {}))],
      ['authData', data],
    ]),
  )

const signed = async (
  { algorithm, keys }: Credential,
  data: Bytes,
  client: Bytes,
  forged: Forgery,
): Promise<{ alg: number; sig: Bytes }> => {
  const said = concat(data, await sha256(client))
  const sig = await sign(algorithm, forged.signWith ?? keys, said)
  return { alg: coseAlgorithm[algorithm], sig: forged.signature?.(sig) ?? sig }
}

const named = ({ id }: Credential, forged: Forgery) => ({
  id: forged.id ?? textOf(id),
  rawId: forged.rawId ?? forged.id ?? textOf(id),
  type: 'public-key',
  clientExtensionResults: {},
})
