import type { SettingName } from '../../../schema/policy.ts'
import { settingTexts } from './texts.ts'

/** A value as one reads it: 'On', '30 days', 'Ticket'. null, as the history knows it: the default. */
export const spokenValue = (name: SettingName, value: unknown): string => {
  if (value === null || value === undefined) return 'the default'
  if (typeof value === 'boolean') return value ? 'On' : 'Off'
  const { unit, choices, empty } = settingTexts[name]
  if (empty && isNothing(value)) return empty
  if (Array.isArray(value)) return value.join(', ')
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (choices) return choices[text] ?? text
  // All units are regular plurals.
  return unit ? `${text} ${text === '1' ? unit.slice(0, -1) : unit}` : text
}

/** `none` is how an empty list is spelled where everything is let in. */
const isNothing = (value: unknown): boolean =>
  value === '' || value === 'none' || (Array.isArray(value) && value.length === 0)
