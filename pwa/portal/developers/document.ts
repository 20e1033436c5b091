/** As much of OpenAPI 3.1 as our own document uses. */
export type Schema = {
  type?: string | string[]
  description?: string
  format?: string
  const?: unknown
  enum?: unknown[]
  default?: unknown
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  items?: Schema | false
  prefixItems?: Schema[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  pattern?: string
  contentMediaType?: string
}
export type Content = Record<string, { schema?: Schema; example?: Record<string, unknown> }>
export type Parameter = {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  description?: string
  schema: Schema
}
export type Answer = { description: string; content?: Content }
type Described = {
  operationId: string
  summary: string
  description?: string
  tags: string[]
  security: Record<string, []>[]
  parameters?: (Parameter | { $ref: string })[]
  requestBody?: { content: Content }
  responses: Record<string, Answer>
}
export type ApiDocument = {
  info: { description: string }
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Described>>
  components: {
    parameters: Record<string, Parameter>
    securitySchemes: Record<string, { description: string; name?: string }>
  }
}

export type Operation = Omit<Described, 'parameters'> & {
  method: string
  path: string
  parameters: Parameter[]
}
export type Group = { name: string; description: string; operations: Operation[] }

/** What belongs together, in the order of the document. */
export const groupsOf = ({ tags, paths, components }: ApiDocument): Group[] => {
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]): Operation => ({
      ...described,
      method: method.toUpperCase(),
      path,
      parameters: (described.parameters ?? []).flatMap((parameter) =>
        '$ref' in parameter
          ? (components.parameters[parameter.$ref.split('/').at(-1) ?? ''] ?? [])
          : parameter,
      ),
    })),
  )
  return tags.map(({ name, description }) => ({
    name,
    description,
    operations: all.filter((operation) => operation.tags.includes(name)),
  }))
}

/** Those in which every word that was typed occurs somewhere. */
export const search = (groups: Group[], typed: string): Group[] => {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return groups
    .map((group) => ({
      ...group,
      operations: group.operations.filter(({ method, path, summary, operationId }) => {
        const text = `${method} ${path} ${summary} ${operationId} ${group.name}`.toLowerCase()
        return words.every((word) => text.includes(word))
      }),
    }))
    .filter(({ operations }) => operations.length > 0)
}
