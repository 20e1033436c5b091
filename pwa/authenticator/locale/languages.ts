import { english } from './en/index.ts'
import type { Locale } from './words.ts'

type Language = { name: string; load: () => Promise<Locale> }

/**
 * The languages of the authenticator, each by its own name. Another one is a folder beside `en/`, whose
 * `index.ts` exports a `Locale`, and a line here.
 */
export const languages: Readonly<Record<string, Language>> = {
  en: { name: 'English', load: () => Promise.resolve(english) },
}
