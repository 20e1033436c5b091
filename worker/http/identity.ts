/** Who somebody is, as a site is told. Times are unix seconds. */
export type Identity = {
  id: string
  username: string
  name: string
  email: string
  /** Names. */
  groups: readonly string[]
  role: string
  amr: readonly string[]
  acr: string
  authTime: number
  sid: string
}

/**
 * What no client may say of itself: each proxy in front of a site removes these. All of them are always there,
 * for Caddy passes on the name of what is missing.
 */
export const identityHeaders = (
  { username, groups, email, name, amr }: Identity,
  assertion: string,
): Record<string, string> => ({
  'Remote-User': inHeader(username),
  'Remote-Groups': groups.map(inHeader).join(','),
  'Remote-Email': inHeader(email),
  'Remote-Name': inHeader(name),
  'Remote-Amr': amr.map(inHeader).join(','),
  'Latchkey-Assertion': assertion,
})

/** Visible ASCII; what else there is, commas and percent signs as percent-encoded UTF-8. */
const inHeader = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[^!-~]|[,%]/gu, (character) =>
      [...new TextEncoder().encode(character)]
        .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
        .join(''),
    )
