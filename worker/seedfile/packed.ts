/** Many short arrays of bytes, one behind the other in one long array. */
export const packedColumn = () => {
  let bytes = new Uint8Array(64 * 1024)
  let ends = new Uint32Array(4096)
  let length = 0
  const endOf = (index: number): number => (index < 0 ? 0 : (ends[index] ?? 0))

  return {
    push(value: Uint8Array) {
      const from = endOf(length - 1)
      const to = from + value.length
      if (to > bytes.length) bytes = grown(bytes, new Uint8Array(Math.max(to, 2 * bytes.length)))
      if (length === ends.length) ends = grown(ends, new Uint32Array(2 * length))
      bytes.set(value, from)
      ends[length] = to
      length += 1
    },
    length: () => length,
    /** Good until the next push. */
    view: (index: number): Uint8Array => bytes.subarray(endOf(index - 1), endOf(index)),
    /** As comparing the view, without making one: 100,000 rows ask it several times each. */
    equals(index: number, value: Uint8Array): boolean {
      const from = endOf(index - 1)
      if (endOf(index) - from !== value.length) return false
      for (let at = 0; at < value.length; at += 1) if (bytes[from + at] !== value[at]) return false
      return true
    },
    copy: (index: number): Uint8Array<ArrayBuffer> => bytes.slice(endOf(index - 1), endOf(index)),
  }
}

const grown = <Column extends Uint8Array | Uint32Array>(from: Column, to: Column): Column => {
  to.set(from)
  return to
}
