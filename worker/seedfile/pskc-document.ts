import sax, { type Handlers, type Tag } from 'sax'
import { seedFileLimits } from '../../schema/seed-file.ts'
import { longestText, PskcFault, textCollection, type PskcTexts } from './pskc-texts.ts'
import { decoded } from './text.ts'

/** `line`: where the key package begins. */
export type PskcPackage = { line: number; texts: PskcTexts }

const namespace = 'urn:ietf:params:xml:ns:keyprov:pskc'
/** RFC 6030 goes nine deep. 16 MiB of real key packages have half a million elements. */
const most = { depth: 16, attributes: 16, elements: 800_000 }

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)
const prefixOf = (name: string): string => (name.includes(':') ? `:${name.split(':')[0]}` : '')

/** Below the root only local names count: of those that RFC 6030 uses no two are alike. */
const isRoot = ({ name, attributes }: Tag): boolean =>
  localName(name) === 'KeyContainer' && attributes[`xmlns${prefixOf(name)}`] === namespace

/** Where a document's reading stands: the elements that are open, and the text of the last. */
const position = () => {
  const path: string[] = []
  /** Null once an element has closed: one that holds others has no text of its own. */
  let text: string | null = null
  let elements = 0
  return {
    path,
    enter(name: string, line: number) {
      elements += 1
      if (elements > most.elements || path.length >= most.depth)
        throw new PskcFault('unsupported-pskc', line)
      path.push(name)
      text = ''
    },
    addText(more: string) {
      if (text !== null && text.length <= longestText) text += more
    },
    takeText(): string | null {
      const taken = text
      text = null
      return taken
    },
  }
}

/** Collects the key packages of a document. @param line of what is being read */
const collect = (line: () => number) => {
  const at = position()
  const { path } = at
  const [header, inside] = [textCollection(), textCollection()]
  let packages: PskcPackage[] = []
  let [attributes, begin, count] = [0, 0, 0]
  const isInside = () => path[1] === 'KeyPackage'
  const note = (suffix: string, value: string) => {
    const [collection, depth] = isInside() ? ([inside, 2] as const) : ([header, 1] as const)
    collection.add(path.slice(depth).join('/') + suffix, value.trim(), line())
  }
  const handlers: Handlers = {
    onattribute() {
      attributes += 1
      if (attributes > most.attributes) throw new PskcFault('unsupported-pskc', line())
    },
    onopentag(tag) {
      if (path.length === 0 && !isRoot(tag)) throw new PskcFault('unknown-format')
      at.enter(localName(tag.name), line())
      if (path.length === 2) begin = line()
      for (const [name, value] of Object.entries(tag.attributes)) note(`@${localName(name)}`, value)
      attributes = 0
    },
    onclosetag() {
      const text = at.takeText()
      if (text !== null) note('', text)
      if (path.length === 2 && isInside()) {
        count += 1
        if (count > seedFileLimits.lines) throw new PskcFault('too-many-lines', line())
        packages.push({ line: begin, texts: inside.take() })
      }
      path.pop()
    },
    ontext: (text) => at.addText(text),
    oncdata: (text) => at.addText(text),
    ondoctype() {
      throw new PskcFault('xml-doctype', line())
    },
    onerror() {
      throw new PskcFault('malformed-xml', line())
    },
  }
  const take = (): PskcPackage[] => {
    const taken = packages
    packages = []
    return taken
  }
  return { handlers, header: header.texts, take }
}

/**
 * Reads a document piece by piece: the key packages of one are handed over before the next is read. No
 * document type is accepted, so there are no entities but XML's own five.
 */
export function* pskcPackages(
  bytes: Uint8Array,
): Generator<{ header: PskcTexts; packages: PskcPackage[] }> {
  const parser = sax.parser(true, { strictEntities: true, position: true })
  const document = collect(() => parser.line + 1)
  Object.assign(parser, document.handlers)
  for (const piece of decoded(bytes)) {
    parser.write(piece)
    yield { header: document.header(), packages: document.take() }
  }
  parser.close()
}
