let loaded: Promise<ReadonlySet<string>> | null = null

/**
 * Some 40,000 passwords that are tried first, lower case (NIST SP 800-63B 3.1.1.2). Loaded when the first
 * password is chosen: signing in never needs them.
 */
export const commonPasswords = (): Promise<ReadonlySet<string>> =>
  (loaded ??= load().catch((error: unknown) => {
    loaded = null
    throw error
  }))

const load = async (): Promise<ReadonlySet<string>> => {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set(dictionary['passwords-common'].map((word) => word.toLowerCase()))
}
