import { hashToken, newToken, sha256, type Token } from './token.ts'

/** What an application proves itself with: the secret of an OpenID Connect client, or an API key. */
export type ApplicationKeyKind = 'secret' | 'api'

/** Where one leaks, scanners and people see at once what it is. */
const prefixes: Record<ApplicationKeyKind, string> = { secret: 'lks_', api: 'lka_' }

/** A fresh one of 256 random bits: its text, shown this once, and the hash of the whole text. */
export const newApplicationKey = async (kind: ApplicationKeyKind): Promise<Token> => {
  const text = `${prefixes[kind]}${(await newToken()).text}`
  return { text, hash: await sha256(text) }
}

/** The hash of one that somebody brought, or null where it cannot be one of ours. */
export const hashApplicationKey = async (text: string | undefined): Promise<ArrayBuffer | null> => {
  const prefix = Object.values(prefixes).find((one) => text?.startsWith(one))
  const rest = prefix && text?.slice(prefix.length)
  return text && rest && (await hashToken(rest)) ? sha256(text) : null
}
