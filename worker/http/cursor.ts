import * as v from 'valibot'
import { decodeBase64Url, encodeBase64Url } from '../crypto/keyring.ts'
import { sha256 } from '../crypto/token.ts'
import type { Position } from '../store/user-list.ts'
import { ProblemError } from './problem.ts'

const Cursor = v.strictTuple([v.string(), v.union([v.string(), v.number()]), v.string()])

/**
 * Cursors of one list as one question asks for it; those of another are refused. They are opaque, and
 * whatever they say only ever is a value that the list is compared with.
 *
 * @param question all that decides what the list holds, and in which order
 */
export const cursorsOf = async (question: Record<string, unknown>) => {
  const asked = Object.entries(question).filter(([, value]) => value !== undefined)
  const mark = await markOf(JSON.stringify(asked.sort(([a], [b]) => (a < b ? -1 : 1))))
  return {
    write: ({ key, tie }: Position): string =>
      encodeBase64Url(new TextEncoder().encode(JSON.stringify([mark, key, tie]))),
    /** @throws ProblemError malformed_request where this list never handed that out */
    read: (text: string, ofType: 'string' | 'number'): Position => {
      const [of, key, tie] = parse(text) ?? []
      if (of !== mark || typeof key !== ofType || key === undefined || tie === undefined)
        throw new ProblemError('malformed_request', {
          field: 'after',
          detail: 'after: must be a cursor of this very list',
        })
      return { key, tie }
    },
  }
}

const markOf = async (text: string): Promise<string> =>
  encodeBase64Url(new Uint8Array(await sha256(text)).slice(0, 6))

const parse = (text: string) => {
  try {
    const bytes = decodeBase64Url(text)
    const read = v.safeParse(Cursor, bytes && JSON.parse(new TextDecoder().decode(bytes)))
    return read.success ? read.output : null
  } catch {
    return null
  }
}
