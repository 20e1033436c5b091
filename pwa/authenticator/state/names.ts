type Named = { issuer: string; account: string }

/** What a token goes by. */
export const nameOf = ({ issuer, account }: Named): string => issuer || account

/** Both names, for those who hear them. */
export const fullName = ({ issuer, account }: Named): string =>
  [issuer, account].filter(Boolean).join(', ')

/** One letter, or two where the name has two words. */
export const initialsOf = (token: Named): string =>
  nameOf(token)
    .split(/[\s._-]+/)
    .filter((word) => /^[\p{L}\p{N}]/u.test(word))
    .slice(0, 2)
    .map((word) => [...word][0]?.toLocaleUpperCase() ?? '')
    .join('') ||
  ([...nameOf(token)][0] ?? '')

/** A hue of 0 to 359 that a name has wherever it is shown. FNV-1a, for its even spread. */
export const hueOf = (token: Named): number => {
  let hash = 0x811c9dc5
  for (const char of nameOf(token).toLowerCase())
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193)
  return (hash >>> 0) % 360
}
