import type { add } from './en/add.ts'
import type { backup } from './en/backup.ts'
import type { common } from './en/common.ts'
import type { list } from './en/list.ts'
import type { lock } from './en/lock.ts'
import type { register } from './en/register.ts'
import type { settings } from './en/settings.ts'
import type { token } from './en/token.ts'
import type { trouble } from './en/trouble.ts'

/** What the first screen says. It comes with the first script. */
export type FirstWords = { common: typeof common; list: typeof list }

/** What the other screens say. Each part comes with its screen. */
export type LaterWords = {
  token: typeof token
  add: typeof add
  register: typeof register
  settings: typeof settings
  trouble: typeof trouble
  backup: typeof backup
  lock: typeof lock
}

export type Words = FirstWords & LaterWords

/** One language, whole: English says what there is to say, and what another leaves out does not compile. */
export type Locale = {
  /** BCP 47. */
  language: string
  direction: 'ltr' | 'rtl'
  first: FirstWords
  later: { [Part in keyof LaterWords]: () => Promise<LaterWords[Part]> }
}
