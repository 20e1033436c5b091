import { type SettingName, Settings } from '../../../schema/policy.ts'

type Value = Settings[SettingName]

/** What a setting can be, read from where it is defined, so that no bound stands in two places. */
export type SettingShape =
  | { kind: 'flag' }
  | { kind: 'choice'; options: readonly (string | number)[] }
  | { kind: 'number'; min: number; max: number }
  | { kind: 'text'; max: number; optional: boolean }
  /** Lines of text; `none`: what stands for none of them. */
  | { kind: 'list'; none: 'none' | readonly string[] }

type Rule = { type: string; requirement?: unknown }

const bound = (rules: readonly Rule[], type: string, fallback: number): number => {
  const found = rules.find((rule) => rule.type === type)?.requirement
  return typeof found === 'number' ? found : fallback
}

export const shapeOf = (name: SettingName): SettingShape => {
  const { wrapped } = Settings.entries[name]
  if (wrapped.type === 'boolean') return { kind: 'flag' }
  if (wrapped.type === 'picklist') return { kind: 'choice', options: wrapped.options }
  if (wrapped.type === 'union') return { kind: 'list', none: 'none' }
  if (wrapped.type === 'array') return { kind: 'list', none: [] }
  const rules: readonly Rule[] = wrapped.pipe
  return wrapped.type === 'number'
    ? {
        kind: 'number',
        min: bound(rules, 'min_value', 0),
        max: bound(rules, 'max_value', Number.MAX_SAFE_INTEGER),
      }
    : {
        kind: 'text',
        max: bound(rules, 'max_length', 64),
        optional: bound(rules, 'min_length', 0) === 0,
      }
}

/** A value as a field holds it. */
export const textOf = (value: Value): string => {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (Array.isArray(value)) return value.join('\n')
  return value === 'none' ? '' : String(value)
}

/** @returns the value that a field means, or what is wrong with it */
export const valueOf = (
  shape: SettingShape,
  text: string,
): { value: Value | string | number | readonly string[] } | { fault: string } => {
  if (shape.kind === 'flag') return { value: text === 'on' }
  if (shape.kind === 'choice')
    return { value: shape.options.find((option) => String(option) === text) ?? text }
  if (shape.kind === 'text')
    return text.trim() || shape.optional
      ? { value: text.trim() }
      : { fault: 'This must not be empty.' }
  if (shape.kind === 'list') {
    const lines = text.split(/[\s,]+/).filter(Boolean)
    return { value: lines.length > 0 ? lines : shape.none }
  }
  const number = /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN
  return number >= shape.min && number <= shape.max
    ? { value: number }
    : { fault: `Enter a whole number from ${shape.min} to ${shape.max}.` }
}
