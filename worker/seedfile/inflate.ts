import { Inflate } from 'fflate/browser'

/**
 * How much compressed data goes in at a time, in bytes. It becomes a thousand times as much at most, so that a
 * bomb is stopped within 16 MiB of what its entry claims. Each step leaves buffers of 200 KB behind: smaller
 * ones cost an honest file more memory than they spare with a bomb (measured in workerd, 100,000 rows: 1 KiB
 * and 4 KiB take 25 MiB more than 16 KiB, and longer).
 */
const step = 16_384

/** What fills a buffer of a size said beforehand, and takes not a byte more. */
export type Fill = {
  /** Throws where the data is damaged or is more than was said. */
  push: (bytes: Uint8Array) => void
  /** @returns the content, or null where it is less than was said */
  end: () => Uint8Array<ArrayBuffer> | null
}

/** Takes stored data as it is. */
export const storedFill = (size: number): Fill => {
  const content = new Uint8Array(size)
  let length = 0
  return {
    push(bytes) {
      if (length + bytes.length > size) throw new RangeError('more than was said')
      content.set(bytes, length)
      length += bytes.length
    },
    end: () => (length === size ? content : null),
  }
}

/** Takes deflated data (RFC 1951) and inflates it in small steps. */
export const inflatedFill = (size: number): Fill => {
  const stored = storedFill(size)
  let ended = false
  const inflate = new Inflate((bytes, last) => {
    stored.push(bytes)
    ended ||= last
  })
  return {
    push(bytes) {
      for (let at = 0; at < bytes.length; at += step) inflate.push(bytes.subarray(at, at + step))
    },
    end() {
      inflate.push(new Uint8Array(0), true)
      return ended ? stored.end() : null
    },
  }
}
