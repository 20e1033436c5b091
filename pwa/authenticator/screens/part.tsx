import type { ComponentType } from 'preact'
import { later } from '../../ui/later.tsx'
import type { LaterWords } from '../locale/words.ts'
import { loadWords } from '../state/language.ts'

/** A screen that comes when it is first shown, with the words that it says. */
export const partLater = <Props extends object>(
  parts: keyof LaterWords | readonly (keyof LaterWords)[],
  load: () => Promise<ComponentType<Props>>,
) =>
  later<Props>(async () => {
    const [component] = await Promise.all([load(), ...[parts].flat().map(loadWords)])
    return component
  })
