/** What a software authenticator is, holds, and may be told to say instead of the truth. */
import type { Algorithm } from './cose.ts'
import type { Maker } from './maker.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** Of authenticator data (WebAuthn Level 3, section 6.1). */
export const flag = { UP: 1, UV: 4, BE: 8, BS: 16, AT: 64, ED: 128 } as const

export type Model = {
  algorithm: Algorithm
  /** Keeps credentials that are found without being named, and says whose they are. */
  resident: boolean
  /** Checks who is there: a PIN, a finger, a face. */
  verifies: boolean
  /** Its credentials may be on other devices too, and are. */
  synced: boolean
  /** Counts its signatures; else every count is 0. */
  counts: boolean
  /** Who vouches for its credentials: nobody, each for itself, or its maker. */
  attestation: 'none' | 'self' | Maker
  aaguid: string
  idLength: number
}

export const anyModel: Model = {
  algorithm: 'ES256',
  resident: true,
  verifies: true,
  synced: false,
  counts: true,
  attestation: 'none',
  aaguid: '00000000-0000-0000-0000-000000000000',
  idLength: 32,
}

export type Credential = {
  id: Bytes
  keys: CryptoKeyPair
  algorithm: Algorithm
  /** Null: it is found only by its id. */
  userHandle: string | null
  count: number
  rpId: string
}

/** What is said instead of the truth. What is left out is true. */
export type Forgery = {
  /** Laid over the client data; `undefined` takes a member away. */
  clientData?: Record<string, unknown>
  /** All of the client data. */
  clientDataJSON?: string
  rpId?: string
  flags?: (flags: number) => number
  count?: number
  id?: string
  rawId?: string
  userHandle?: string | null
  /** In the authenticator data, and, where they say nothing else, in both ids. */
  credentialId?: Bytes
  /** COSE. */
  publicKey?: Bytes
  /** After the authenticator data. */
  trailing?: Bytes
  attestationObject?: (object: Bytes) => Bytes
  signature?: (signature: Bytes) => Bytes
  signWith?: CryptoKeyPair
}

/** What is read of a page's options; `challenge` and ids are base64url. */
export type CreationOptions = {
  challenge: string
  rp: { id?: string }
  user: { id: string }
  excludeCredentials?: { id: string }[]
}
export type RequestOptions = { challenge: string; allowCredentials?: { id: string }[] }
