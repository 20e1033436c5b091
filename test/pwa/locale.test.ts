import { describe, expect, it } from 'vitest'
import type { EntryReason, FormatName } from '../../pwa/authenticator/formats/reading.ts'
import { english } from '../../pwa/authenticator/locale/en/index.ts'
import { languages } from '../../pwa/authenticator/locale/languages.ts'
import type { LaterWords, Locale, Words } from '../../pwa/authenticator/locale/words.ts'
import { languageFor } from '../../pwa/authenticator/state/language.ts'
import type { ImportRefusal } from '../../pwa/authenticator/state/import.ts'
import type { LockRefusal } from '../../pwa/authenticator/storage/locks.ts'

const wordsOf = async ({ first, later }: Locale): Promise<Words> => {
  const parts = await Promise.all(
    Object.entries(later).map(async ([name, load]) => [name, await load()] as const),
  )
  return { ...first, ...(Object.fromEntries(parts) as LaterWords) }
}

const spoken = await Promise.all(
  Object.entries(languages).map(async ([tag, { load }]) => {
    const locale = await load()
    return { tag, locale, words: await wordsOf(locale) }
  }),
)
const others = spoken.filter(({ tag }) => tag !== 'en')
const original = await wordsOf(english)

const formats: FormatName[] = ['latchkey', 'google', 'freeotp', 'uri-list']
const entryReasons: EntryReason[] = [
  ...([
    'no-secret',
    'bad-secret',
    'bad-name',
    'unsupported-type',
    'unsupported-algorithm',
  ] as const),
  ...(['bad-digits', 'bad-period', 'bad-counter', 'damaged'] as const),
]
const importRefusals: ImportRefusal[] = [
  ...(['unknown-format', 'not-a-backup', 'too-large', 'too-long', 'damaged'] as const),
  ...(['incomplete', 'wrong-passphrase', 'unknown-version', 'account-restricted'] as const),
  ...(['too-costly', 'other-batch', 'no-space', 'failed'] as const),
]
const lockRefusals: LockRefusal[] = [
  ...(['wrong', 'changed', 'failed', 'cancelled', 'unsupported', 'no-prf', 'unstable'] as const),
]

/** What a sentence is asked with where any number will not do. */
const asked: Readonly<Record<string, unknown[][]>> = {
  'backup.importPassphrase': formats.map((format) => [format]),
  'backup.previewOf': formats.map((format) => [format]),
  'backup.entry': entryReasons.map((reason) => ['Bank', reason]),
  'backup.refusal': importRefusals.map((reason) => [reason]),
  'lock.refusal': lockRefusals.map((reason) => [reason]),
}

type Said = [path: string, sentence: string]

/** Every sentence of a language, those with a name or a number in them said of threes. */
const saidOf = (words: unknown, path = ''): Said[] => {
  if (typeof words === 'string') return [[path, words]]
  if (typeof words === 'function')
    return (asked[path] ?? [[3, 3, 3]]).flatMap((args) =>
      saidOf(words(...args), `${path}(${args.join()})`),
    )
  return Object.entries(words as object).flatMap(([name, value]) =>
    saidOf(value, path ? `${path}.${name}` : name),
  )
}

/** Names, and words that these languages have taken from English, or it from them. */
const alike: Readonly<Record<string, string>> = {
  de: 'Authenticator|Token|3 Token|Codes|Code|Link|Passphrase|Passkey|Passkeys|(optional)|Bank|Cloud|Server|Steam',
  tr: 'Token|3 token|Steam',
  ar: 'Steam',
}

/** Each sentence that counts. */
const counted = (
  { list, token, settings, backup, register }: Words,
  count: number,
): Record<string, string> => ({
  found: list.found(count),
  unreadable: list.unreadable(count),
  ahead: list.clockAhead(count),
  behind: list.clockBehind(count),
  daysLeft: token.daysLeft(count),
  emptyText: token.emptyText(count),
  trashCount: settings.trashCount(count),
  minutes: settings.minutes(count),
  serverAhead: settings.clockAhead(count),
  serverBehind: settings.clockBehind(count),
  last: backup.last('May', count),
  since: backup.since(count),
  bound: backup.bound(count),
  madeLead: backup.madeLead(count),
  savedText: backup.savedText(count),
  googleLeft: backup.googleLeft(count),
  add: backup.add(count),
  ...backup.doneCounts(count, count, count),
  replaces: register.replaces(count),
  doneRetired: register.doneRetired(count),
})

const counts = [0, 1, 2, 3, 11, 100]
/** Forms that are of one number alone, so that they may spell it. */
const spelled = new Set<Intl.LDMLPluralRule>(['zero', 'one', 'two'])

describe.each(spoken)('the language $tag', ({ tag, locale, words }) => {
  it('is the one that it is called by, in its direction', () => {
    expect(locale.language).toBe(tag)
    expect(locale.direction).toBe(tag === 'ar' ? 'rtl' : 'ltr')
    expect(languageFor(null, [`${tag}-XX`, 'en'])).toBe(tag)
  })

  it('has every sentence, and nothing left open in it', () => {
    const said = saidOf(words)
    expect(said.map(([path]) => path)).toEqual(saidOf(original).map(([path]) => path))
    const faulty = said.filter(([, text]) => text.trim() === '' || /undefined|#|\$\{/.test(text))
    expect(faulty).toEqual([])
  })

  it('says how many', () => {
    const rules = new Intl.PluralRules(tag)
    const all = counts.map((count) => ({ count, said: counted(words, count) }))
    for (const { count, said } of all)
      for (const [name, text] of Object.entries(said)) {
        const elsewhere = all
          .filter((other) => other.count !== count)
          .map((other) => other.said[name])
        const says = spelled.has(rules.select(count)) && !elsewhere.includes(text)
        expect(says || text.includes(count.toLocaleString(tag)), `${name}: ${text}`).toBe(true)
      }
  })
})

describe.each(others)('the language $tag', ({ tag, words }) => {
  it('has no English left in it', () => {
    const there = new Map(saidOf(original))
    const left = saidOf(words).filter(
      ([path, text]) => there.get(path) === text && !alike[tag]?.split('|').includes(text),
    )
    const names = left.filter(([, text]) => !/Google Authenticator|FreeOTP/.test(text))
    expect(names).toEqual([])
  })

  it('keeps names apart from what stands around them', () => {
    const isolates = (text: string): number => text.split('\u2068').length
    const there = new Map(saidOf(original))
    const open = saidOf(words).filter(
      ([path, text]) => isolates(text) < isolates(there.get(path) ?? ''),
    )
    expect(open).toEqual([])
  })
})
