import { decodeBase64Url, encodeBase64Url } from './keyring.ts'

/** A fresh opaque token: 256 random bits for the cookie, and the hash that is all the database keeps. */
export type Token = { text: string; hash: ArrayBuffer }

const tokenBytes = 32

export const newToken = async (): Promise<Token> => {
  const text = encodeBase64Url(crypto.getRandomValues(new Uint8Array(tokenBytes)))
  return { text, hash: await sha256(text) }
}

/** The hash of a token somebody brought, or null where it cannot be one of ours. */
export const hashToken = async (text: string | undefined): Promise<ArrayBuffer | null> =>
  text?.length === 43 && decodeBase64Url(text)?.length === tokenBytes ? sha256(text) : null

export const sha256 = (data: string | Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> =>
  crypto.subtle.digest('SHA-256', typeof data === 'string' ? new TextEncoder().encode(data) : data)

/** Equality in constant time: digests have one length, which timingSafeEqual asks for (ASVS 11.2.4). */
export const sameSecret = async (a: string, b: string): Promise<boolean> =>
  crypto.subtle.timingSafeEqual(await sha256(a), await sha256(b))
