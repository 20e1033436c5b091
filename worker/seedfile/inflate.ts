import { Inflate } from 'fflate/browser'
import { seedFileLimits } from '../../schema/seed-file.ts'

/**
 * How much compressed data goes in at a time, in bytes: at first, and at most. It becomes a thousand times as
 * much at worst. Each step leaves buffers of 200 KB behind, so that an honest file wants large ones, and a
 * bomb small ones: they grow as long as little comes out.
 */
const [firstStep, longestStep] = [1024, 16_384]
/** A step that gives more than this for each byte is followed by a short one. */
const usual = 16
/** What may come out beyond the ratio that entries are held to, in bytes: texts begin with headers. */
const slack = 1024 * 1024

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
  let [ended, step, taken, given] = [false, firstStep, 0, 0]
  const inflate = new Inflate((bytes, last) => {
    given += bytes.length
    stored.push(bytes)
    ended ||= last
  })
  const pushStep = (piece: Uint8Array): void => {
    const before = given
    inflate.push(piece)
    taken += piece.length
    if (given > taken * seedFileLimits.ratio + slack) throw new RangeError('more than was said')
    step = given - before > usual * piece.length ? firstStep : Math.min(2 * step, longestStep)
  }
  return {
    push(bytes) {
      for (let at = 0; at < bytes.length;) {
        const piece = bytes.subarray(at, at + step)
        pushStep(piece)
        at += piece.length
      }
    },
    end() {
      inflate.push(new Uint8Array(0), true)
      return ended ? stored.end() : null
    },
  }
}
