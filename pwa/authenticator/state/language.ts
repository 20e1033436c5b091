import { signal } from '@preact/signals'
import { uiWords } from '../../ui/words.ts'
import { english } from '../locale/en/index.ts'
import { languages } from '../locale/languages.ts'
import type { FirstWords, LaterWords, Locale, Words } from '../locale/words.ts'

type Spoken = { locale: Locale; words: FirstWords & Partial<LaterWords> }

const spoken = signal<Spoken>({ locale: english, words: english.first })

/** Whether it is settled what is spoken: nothing is painted before, to be painted again in another language. */
export const isSpoken = signal(false)

/** The language that is spoken, for dates and numbers. BCP 47. */
export const language = (): string => spoken.value.locale.language

/**
 * The sentences of one part, in the language of now: read them while rendering.
 * @throws where the part has not come with its screen (screens/part.tsx)
 */
export const words = <Part extends keyof Words>(part: Part): Words[Part] => {
  const found = spoken.value.words[part]
  if (!found) throw new Error(`the words of '${part}' are not loaded`)
  return found as Words[Part]
}

const partOf = async (locale: Locale, part: keyof LaterWords): Promise<Partial<LaterWords>> => ({
  [part]: await locale.later[part](),
})

/** Fetches a part in the language of now. */
export const loadWords = async (part: keyof LaterWords): Promise<void> => {
  const { locale } = spoken.peek()
  const found = await partOf(locale, part)
  // The language may have changed on the way.
  if (spoken.peek().locale !== locale) return loadWords(part)
  spoken.value = { locale, words: { ...spoken.peek().words, ...found } }
}

/** What is chosen; else the first that the browser prefers and we have; else English. */
export const languageFor = (chosen: string | null, preferred: readonly string[]): string =>
  [chosen ?? '', ...preferred]
    .map((tag) => tag.split('-', 1)[0]?.toLowerCase() ?? '')
    .find((tag) => Object.hasOwn(languages, tag)) ?? 'en'

/** Speaks a language from now on, on all that is on the screen. One that does not come changes nothing. */
export const speak = async (chosen: string | null): Promise<void> => {
  const load = languages[languageFor(chosen, navigator.languages)]?.load
  try {
    const locale = (await load?.()) ?? english
    const later = Object.keys(spoken.peek().words).filter(
      (part): part is keyof LaterWords => part in locale.later,
    )
    const found = await Promise.all(later.map((part) => partOf(locale, part)))
    spoken.value = { locale, words: Object.assign({ ...locale.first }, ...found) as Words }
    uiWords.value = locale.first.common.ui
    document.documentElement.lang = locale.language
    document.documentElement.dir = locale.direction
  } catch {
    // Said in the language of before, rather than not at all.
  }
  isSpoken.value = true
}
