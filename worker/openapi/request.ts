import type { Shape } from '../http/shape.ts'
import { type Asked, needsOrigin } from './problem-code.ts'
import { type JsonSchema, requestSchema } from './schema.ts'

type Place = 'path' | 'query' | 'header'
type Parameter = { name: string; in: Place; required: boolean; schema: unknown }

export const requestComponents = {
  parameters: {
    Origin: {
      name: 'Origin',
      in: 'header',
      required: true,
      description: 'This origin. Browsers send it by themselves, and no page of another site can.',
      schema: { type: 'string' },
    },
  },
}

/** OpenAPI's `parameters`: of the path, of the query, and our own origin where something may change. */
export const parametersOf = (path: string, { method, area, shapes }: Asked): object[] => {
  const known = shapes.flatMap(({ part, schema }) => {
    const place = places[part]
    return place ? members(requestSchema(schema), place) : []
  })
  return [
    // A place in a path that nothing judges is some text.
    ...namesIn(path).map(
      (name) =>
        known.find((parameter) => parameter.in === 'path' && parameter.name === name) ?? {
          name,
          in: 'path',
          required: true,
          schema: { type: 'string' },
        },
    ),
    ...known.filter((parameter) => parameter.in !== 'path'),
    ...(needsOrigin(area, method) ? [{ $ref: '#/components/parameters/Origin' }] : []),
  ]
}

const places: Partial<Record<Shape['part'], Place>> = {
  param: 'path',
  query: 'query',
  header: 'header',
}

const members = (schema: JsonSchema, place: Place): Parameter[] =>
  Object.entries(schema.properties ?? {}).map(([name, member]) => ({
    name,
    in: place,
    required: place === 'path' || (schema.required ?? []).includes(name),
    schema: member,
  }))

const namesIn = (path: string): string[] =>
  path.split('/').flatMap((part) => (part.startsWith(':') ? [part.slice(1)] : []))

const media = {
  json: 'application/json',
  urlencoded: 'application/x-www-form-urlencoded',
  form: 'multipart/form-data',
} as const

/** OpenAPI's `requestBody`, by the very schema that will judge it; none: nothing is sent. */
export const bodyOf = ({ shapes, operation }: Asked): object | undefined => {
  const shape = shapes.find(({ part }) => part in media)
  if (!shape) return undefined
  const { part, schema } = shape as Shape & { part: keyof typeof media }
  const content = {
    schema: part === 'form' ? withFile(requestSchema(schema)) : requestSchema(schema),
    ...(operation.example && { example: operation.example }),
  }
  return { required: true, content: { [media[part]]: content } }
}

/** A form's one file travels beside its fields (http/form.ts). */
const withFile = (schema: JsonSchema): JsonSchema => ({
  ...schema,
  properties: {
    file: { type: 'string', contentMediaType: 'application/octet-stream' },
    ...schema.properties,
  },
  required: ['file', ...(schema.required ?? [])],
})
