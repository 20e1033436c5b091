import type { Schema } from './document.ts'

/** One member of what is sent or answered, in words. */
export type Field = {
  name: string
  required: boolean
  /** 'string', 'list of integer', '"preview" or "commit"'. */
  type: string
  /** What it must be besides: '1 to 64 characters'. */
  bounds: string[]
  sentence: string
  /** What stands inside of it: one form, or several of which one fits. */
  forms: Form[]
}
export type Form = { name: string; fields: Field[] }

/** The forms of an object: one, or each that it may take. */
export const formsOf = (schema: Schema): Form[] => {
  const inner = schema.allOf?.flatMap(formsOf) ?? []
  if (inner.length > 0) return inner
  const several = (schema.oneOf ?? schema.anyOf ?? []).filter(({ type }) => type !== 'null')
  if (several.length > 0) return several.flatMap(formsOf)
  const of = schema.items ? schema.items : schema
  if (of !== schema) return formsOf(of)
  if (!schema.properties) return []
  return [{ name: nameOf(schema), fields: fieldsOf(schema) }]
}

const fieldsOf = ({ properties = {}, required = [] }: Schema): Field[] =>
  Object.entries(properties).map(([name, schema]) => ({
    name,
    required: required.includes(name),
    type: typeOf(schema),
    bounds: boundsOf(schema),
    sentence: sentenceOf(schema),
    forms: formsOf(schema),
  }))

/** What tells one of several forms from the others: 'kind "oidc"'. */
const nameOf = ({ properties = {} }: Schema): string => {
  const [name, told] = Object.entries(properties).find(([, member]) => 'const' in member) ?? []
  return name === undefined ? '' : `${name} ${JSON.stringify(told?.const)}`
}

export const typeOf = (schema: Schema): string => {
  if ('const' in schema) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ')
  const several = schema.oneOf ?? schema.anyOf
  if (several && !schema.type) return [...new Set(several.map(typeOf))].join(' or ')
  if (schema.type === 'array') return schema.items ? `list of ${typeOf(schema.items)}` : 'list'
  if (schema.contentMediaType) return 'file'
  return [schema.type ?? 'anything'].flat().join(' or ')
}

/** Its own, or those of the one thing that it is a list of or that may be null. */
export const boundsOf = (schema: Schema): string[] => {
  const { default: usual, items, anyOf = [] } = schema
  const [only, ...others] = anyOf.filter(({ type }) => type !== 'null')
  return [
    ...(range(schema.minLength, schema.maxLength, 'characters') ?? []),
    ...(range(schema.minimum, schema.maximum) ?? []),
    ...(range(schema.minItems, schema.maxItems, 'entries') ?? []),
    ...(schema.format ? [schema.format] : []),
    ...(schema.pattern ? [`\`${schema.pattern}\``] : []),
    ...(usual === undefined ? [] : [`default ${JSON.stringify(usual)}`]),
    ...(items && !items.properties ? boundsOf(items).map((bound) => `each ${bound}`) : []),
    ...(only && others.length === 0 ? boundsOf(only) : []),
  ]
}

const range = (least: number | undefined, most: number | undefined, unit = ''): string[] | null => {
  if (least === undefined && most === undefined) return null
  const words =
    least === undefined
      ? `at most ${most}`
      : most === undefined
        ? `at least ${least}`
        : least === most
          ? String(least)
          : `${least} to ${most}`
  return [`${words} ${unit}`.trim()]
}

const sentenceOf = (schema: Schema): string =>
  [schema, ...(schema.anyOf ?? []), ...(schema.items ? [schema.items] : [])]
    .map(({ description }) => description ?? '')
    .filter(Boolean)
    .join(' ')
