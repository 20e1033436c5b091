import type { SettingName } from '../../../schema/policy.ts'
import { settingTexts } from './texts.ts'

/** A value as one reads it: 'On', '30 days', 'Ticket'. null, as the history knows it: the default. */
export const spokenValue = (name: SettingName, value: unknown): string => {
  if (value === null || value === undefined) return 'the default'
  if (typeof value === 'boolean') return value ? 'On' : 'Off'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const { unit, choices } = settingTexts[name]
  if (choices) return choices[text] ?? text
  // All units are regular plurals.
  return unit ? `${text} ${text === '1' ? unit.slice(0, -1) : unit}` : text
}
