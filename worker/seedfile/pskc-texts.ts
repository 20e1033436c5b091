import type { SeedFileRefusal } from '../../schema/seed-file.ts'

/** Attributes and texts by path below an element: `Key@Id`, `DeviceInfo/SerialNo`. */
export type PskcTexts = ReadonlyMap<string, string>

/** Ends the reading of a document; caught where the reading began. */
export class PskcFault extends Error {
  readonly reason: SeedFileRefusal
  readonly line: number | undefined
  constructor(reason: SeedFileRefusal, line?: number) {
    super(reason)
    this.reason = reason
    this.line = line
  }
}

/** In characters; no attribute and no text that we read is longer. */
export const longestText = 4096
const mostTexts = 64

/** What is kept of a document, below a key package and below its root; the rest passes by. */
const kept =
  /^(DeviceInfo\/(Manufacturer|SerialNo|Model)|Key[@/]((Id|Algorithm)|(AlgorithmParameters|Policy|Data)\/.+)|(EncryptionKey|MACMethod)[@/].+)$/

/** May stand several times; its texts are joined by a blank. */
const repeatable = 'Key/Policy/KeyUsage'

/** Collects texts below one element. What is there twice is not guessed at. */
export const textCollection = () => {
  let texts = new Map<string, string>()
  return {
    add(path: string, text: string, line: number): void {
      if (!kept.test(path)) return
      const before = texts.get(path)
      const again = before !== undefined && path !== repeatable
      if (again || text.length > longestText || texts.size >= mostTexts)
        throw new PskcFault('unsupported-pskc', line)
      texts.set(path, before === undefined ? text : `${before} ${text}`)
    },
    texts: (): PskcTexts => texts,
    take(): PskcTexts {
      const taken = texts
      texts = new Map()
      return taken
    },
  }
}
