import { type ConversionConfig, type JsonSchema, toJsonSchema } from '@valibot/to-json-schema'
import type { Schema } from '../http/shape.ts'

export type { JsonSchema }

/** What a request must be, in JSON Schema. @throws Error where a rule has no words for it here */
export const requestSchema = (schema: Schema): JsonSchema => convert(schema, 'input')

/** The same for what is answered. */
export const answerSchema = (schema: Schema): JsonSchema => convert(schema, 'output')

const convert = (schema: Schema, typeMode: 'input' | 'output'): JsonSchema => {
  if (schema.async) throw new Error('a schema that asks somebody else has no form of its own')
  const { $schema: _, ...rest } = toJsonSchema(schema, {
    target: 'draft-2020-12',
    typeMode,
    overrideAction,
  })
  return rest
}

/** What JSON Schema has no word for, in the words of whom it refuses; what changes nothing of the form. */
const overrideAction: Override = ({ valibotAction, jsonSchema }) => {
  const { type, message, requirement } = valibotAction as Action
  switch (type) {
    case 'trim':
      return jsonSchema
    case 'check':
      return told(jsonSchema, message)
    case 'regex':
      return told({ ...jsonSchema, pattern: (requirement as RegExp).source }, message)
    case 'ip':
      return { ...jsonSchema, anyOf: [{ format: 'ipv4' }, { format: 'ipv6' }] }
    case 'excludes':
      return told(jsonSchema, message)
    default:
      return null
  }
}

type Override = NonNullable<ConversionConfig['overrideAction']>
type Action = { type: string; message?: unknown; requirement?: unknown }

const told = (schema: JsonSchema, message: unknown): JsonSchema =>
  typeof message === 'string'
    ? { ...schema, description: [schema.description, sentence(message)].filter(Boolean).join(' ') }
    : schema

const sentence = (message: string) => `${message.charAt(0).toUpperCase()}${message.slice(1)}.`
