import type { OtpAccount } from '../otp/uri.ts'

/** What a person made of a token. */
export type TokenTraits = {
  note: string
  groups: string[]
  pinned: boolean
  /** Name of a bundled icon; null: initials. */
  icon: string | null
}

/** A token with its secret: on its way into a vault, or out of one. Its id is its identity, never the secret. */
export type NewToken = OtpAccount & Partial<TokenTraits> & { id?: string; createdAt?: number }
