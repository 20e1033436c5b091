import { parseUri, type UriRefusal } from '../../../schema/otp/uri.ts'
import { entriesOf, tokenOf } from './entry.ts'
import { jsonOf } from './opening.ts'
import { asList, asObject, type EntryReason, field, type Reader } from './reading.ts'

const reasons: Record<UriRefusal, EntryReason> = {
  'not-otpauth': 'damaged',
  'too-long': 'damaged',
  'unsupported-type': 'unsupported-type',
  'bad-secret': 'bad-secret',
  'bad-label': 'bad-name',
  'bad-parameter': 'damaged',
}

/** What Ente hides in a URI beside the token. */
const display = /[?&]codeDisplay=([^&#]*)/i

/**
 * One otpauth URI, with what other apps add to it: Ente's groups, pins and notes, andOTP's tags,
 * FreeOTP's picture. Old Ente releases wrote `Algorithm.sha1`.
 */
export const readUri = (line: string): ReturnType<typeof tokenOf> => {
  const extras = extrasOf(line)
  const bare = line
    .replace(/([?&])(codeDisplay|tags|image|icon|color|encoder_hint)=[^&#]*/gi, '$1')
    .replace(/algorithm=Algorithm\./i, 'algorithm=')
    .replace(/&{2,}/g, '&')
    .replace(/([?&])&?$/, '')
    .replace('?&', '?')
  const read = parseUri(bare)
  if (!read.ok) return { ok: false, reason: reasons[read.reason] }
  return tokenOf({ ...read.value, secret: read.value.key, ...extras })
}

const extrasOf = (line: string) => {
  const tags = [...line.matchAll(/[?&]tags=([^&#]*)/gi)].map(([, tag = '']) => decoded(tag))
  const shown = asObject(jsonOf(decoded(display.exec(line)?.[1] ?? '')))
  return {
    groups: [...tags, ...(asList(field(shown, 'tags')) ?? [])],
    pinned: field(shown, 'pinned'),
    note: field(shown, 'note'),
  }
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

const isTrashed = (line: string): boolean =>
  field(asObject(jsonOf(decoded(display.exec(line)?.[1] ?? ''))), 'trashed') === true

/** A list of otpauth URIs, one a line: what most apps can write, Ente's plain export among them. */
export const readUriList: Reader = async ({ text }) => {
  const lines = (text ?? '')
    .replace(/^\uFEFF/, '')
    .split(/\r\n|[\r\n]|,(?=otpauth:)/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#') && !isTrashed(line))
  if (!lines.some((line) => /^otpauth:\/\//i.test(line))) return null
  const isEnte = lines.some((line) => display.test(line))
  return {
    kind: 'read',
    format: isEnte ? 'ente' : 'uri-list',
    ...entriesOf(lines, readUri, () => ''),
  }
}
