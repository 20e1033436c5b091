import { english } from './en/index.ts'
import type { Locale } from './words.ts'

type Language = { name: string; load: () => Promise<Locale> }

/**
 * The languages of the authenticator, each by its own name. Another one is a folder beside `en/`, whose
 * `index.ts` exports a `Locale`, and a line here.
 */
export const languages: Readonly<Record<string, Language>> = {
  en: { name: 'English', load: () => Promise.resolve(english) },
  de: { name: 'Deutsch', load: () => import('./de/index.ts').then((file) => file.german) },
  tr: { name: 'Türkçe', load: () => import('./tr/index.ts').then((file) => file.turkish) },
  ar: { name: 'العربية', load: () => import('./ar/index.ts').then((file) => file.arabic) },
}
