import { entriesOf, type Loose, splitLabel } from './entry.ts'
import { asList, asObject, asText, field, type Reader } from './reading.ts'

/** FreeOTP+: JSON. Its secrets are lists of signed bytes, and its counters those of the last use. */
export const readFreeotp: Reader = async ({ json }) => {
  const list = asList(field(asObject(json), 'tokens'))
  if (!list || field(asObject(json), 'tokenOrder') === undefined) return null
  return {
    kind: 'read',
    format: 'freeotp',
    ...entriesOf(
      list,
      (entry) => looseOf(asObject(entry)),
      (entry) => asText(field(asObject(entry), 'label')),
    ),
  }
}

const looseOf = (entry: Record<string, unknown> | null): Loose => {
  const issuer = ['issuerAlt', 'issuerExt', 'issuerInt']
    .map((name) => asText(field(entry, name)))
    .find((name) => name !== '')
  const label = asText(field(entry, 'labelAlt')) || asText(field(entry, 'label'))
  const lastUsed = field(entry, 'counter')
  return {
    ...splitLabel(label, issuer),
    type: field(entry, 'type'),
    secret: bytesOf(field(entry, 'secret')),
    algorithm: field(entry, 'algo'),
    digits: field(entry, 'digits'),
    period: field(entry, 'period'),
    counter: typeof lastUsed === 'number' ? lastUsed + 1 : lastUsed,
  }
}

const bytesOf = (value: unknown): Uint8Array | null => {
  const list = asList(value)
  const isBytes = list?.every(
    (one) => typeof one === 'number' && Number.isInteger(one) && one >= -128 && one <= 255,
  )
  return list && isBytes ? Uint8Array.from(list as number[], (one) => one & 255) : null
}
