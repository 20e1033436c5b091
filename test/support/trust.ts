/** Trust cookies as their owners and thieves handle them. */
import type { Client } from './client.ts'
import { rows } from './database.ts'
import { trustCookie } from './people.ts'

/** How many browsers a person trusts. */
export const familiesOf = async (holder: { id: string }): Promise<number> =>
  (await rows('SELECT id FROM trusted_browser WHERE user_id = ?', holder.id)).length

export const valueOf = (browser: Client): string => browser.cookies.get(trustCookie)?.value ?? ''

/** Puts a trust cookie into a browser that was never given it. */
export const carry = (browser: Client, value: string): Client => {
  browser.cookies.set(trustCookie, { name: trustCookie, value, attributes: {} })
  return browser
}
