import type { ComponentType } from 'preact'
import { later } from '../../ui/later.tsx'
import type { LaterWords } from '../locale/words.ts'
import { loadWords } from '../state/language.ts'

/** A screen that comes when it is first shown, with the words that it says. */
export const partLater = <Props extends object>(
  part: keyof LaterWords,
  load: () => Promise<ComponentType<Props>>,
) => later<Props>(() => Promise.all([load(), loadWords(part)]).then(([component]) => component))
