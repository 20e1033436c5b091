import type { Token } from '../storage/token.ts'
import { brands } from './brands.ts'
import { glyphs } from './glyphs.ts'

/** A person's choice against whatever the name says. Null, the other choice, lets the name decide. */
export const initials = 'initials'

const addresses = new Map<string, string>()

/** The address of a bundled icon; undefined where a newer release, or another app, has named it. */
export const addressOf = (icon: string): string | undefined => {
  const svg = glyphs[icon] ?? brands[icon]?.svg
  if (svg === undefined) return undefined
  const address = addresses.get(icon) ?? `data:image/svg+xml,${encodeURIComponent(svg)}`
  addresses.set(icon, address)
  return address
}

/** The icon that an issuer has where nobody chose one. */
export const iconFor = (issuer: string): string | undefined => {
  const name = issuer.trim().toLowerCase()
  return Object.keys(brands).find((icon) => brands[icon]?.names.test(name))
}

/** The icon that a token is shown with; undefined: its initials. */
export const addressFor = ({
  issuer,
  icon,
}: Pick<Token, 'issuer' | 'icon'>): string | undefined => {
  if (icon === initials) return undefined
  const name = icon === null ? iconFor(issuer) : icon
  return name === undefined ? undefined : addressOf(name)
}

/** All that a person may choose: what a token is for, and then sites. */
export const icons: readonly string[] = [...Object.keys(glyphs), ...Object.keys(brands)]
