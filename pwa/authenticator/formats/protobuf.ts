/**
 * The little of protocol buffers that Google's codes use: numbers and bytes by the number of their field.
 * Others are skipped by their wire type (https://protobuf.dev/programming-guides/encoding).
 */
export type Field = { number: number; value?: number; bytes?: Uint8Array<ArrayBuffer> }

/** @returns null where the bytes are no message */
export const fieldsOf = (message: Uint8Array<ArrayBuffer>): Field[] | null => {
  const fields: Field[] = []
  let at = 0
  const varint = (): number | null => {
    let [value, weight] = [0, 1]
    for (; at < message.length && weight < 2 ** 70; at++, weight *= 128) {
      const byte = message[at] ?? 0
      value += (byte & 127) * weight
      if (byte < 128) {
        at++
        return value
      }
    }
    return null
  }
  const take = (length: number | null): Uint8Array<ArrayBuffer> | null => {
    if (length === null || at + length > message.length) return null
    at += length
    return message.slice(at - length, at)
  }
  while (at < message.length) {
    const tag = varint()
    if (tag === null || tag < 8) return null
    const number = Math.floor(tag / 8)
    const wire = tag % 8
    const bytes = wire === 2 ? take(varint()) : wire === 1 ? take(8) : wire === 5 ? take(4) : null
    const value = wire === 0 ? varint() : null
    if (bytes === null && value === null) return null
    if (wire === 0) fields.push({ number, value: value ?? 0 })
    else if (wire === 2 && bytes) fields.push({ number, bytes })
  }
  return fields
}

/** A number field that is left out is 0. */
export const numberAt = (fields: readonly Field[], number: number): number =>
  fields.find((field) => field.number === number)?.value ?? 0

export const encodeFields = (fields: readonly Field[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    fields.flatMap(({ number, value, bytes }) =>
      bytes
        ? [...varintOf(number * 8 + 2), ...varintOf(bytes.length), ...bytes]
        : [...varintOf(number * 8), ...varintOf(value ?? 0)],
    ),
  )

const varintOf = (value: number): number[] => {
  const bytes = []
  let left = value
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) + 128)
  return [...bytes, left]
}
