import type { Operation, Schema } from './document.ts'

/** A line for a terminal that calls an operation: what only the reader knows is written in capitals. */
export const curlOf = (operation: Operation, origin: string): string =>
  [
    `curl ${operation.method === 'GET' ? '' : `-X ${operation.method} `}${quoted(addressOf(operation, origin))}`,
    ...proofOf(operation),
    ...operation.parameters
      .filter((parameter) => parameter.in === 'header')
      .map(({ name }) => `-H ${quoted(`${name}: ${origin}`)}`),
    ...sent(operation),
  ].join(' \\\n  ')

const addressOf = ({ path, parameters }: Operation, origin: string): string => {
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required)
    .map(({ name, schema }) => `${name}=${placeholder(name, schema)}`)
    .join('&')
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase())
  return `${origin}${filled}${query && `?${query}`}`
}

const proofs: Record<string, string> = {
  session: `-b '__Host-latchkey-session=TOKEN'`,
  pendingLogin: `-b '__Host-latchkey-login=TOKEN'`,
  apiKey: `-H 'Authorization: Bearer API_KEY'`,
  accessToken: `-H 'Authorization: Bearer ACCESS_TOKEN'`,
  client: `-u 'CLIENT_ID:CLIENT_SECRET'`,
}

const proofOf = ({ security }: Operation): string[] => {
  const [name = ''] = Object.keys(security[0] ?? {})
  return proofs[name] ? [proofs[name]] : []
}

const sent = ({ requestBody }: Operation): string[] => {
  const [type, { schema = {}, example } = {}] = Object.entries(requestBody?.content ?? {})[0] ?? []
  if (type === undefined) return []
  const body = example ?? (sample('', schema) as Record<string, unknown>)
  if (type === 'application/json')
    return [`-H 'Content-Type: application/json'`, `-d ${quoted(JSON.stringify(body))}`]
  const flag = type === 'multipart/form-data' ? '-F' : '--data-urlencode'
  return Object.entries(body).map(
    ([name, value]) => `${flag} ${quoted(`${name}=${name === 'file' ? '@FILE' : String(value)}`)}`,
  )
}

/** Something of that form: what must be there, and no more. */
const sample = (name: string, schema: Schema): unknown => {
  if ('const' in schema) return schema.const
  if (schema.enum) return schema.enum[0]
  const [form] = schema.oneOf ?? schema.anyOf ?? schema.allOf ?? []
  if (form) return sample(name, form)
  if (schema.type === 'array') return []
  if (schema.type === 'boolean') return true
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 0
  if (schema.type !== 'object') return name.toUpperCase()
  const members = schema.required ?? []
  return Object.fromEntries(
    members.map((member) => [member, sample(member, schema.properties?.[member] ?? {})]),
  )
}

const placeholder = (name: string, schema: Schema): string =>
  encodeURIComponent(String(sample(name, schema)))

/** For a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`
