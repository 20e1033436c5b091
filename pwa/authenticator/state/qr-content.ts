import { type OtpAccount, parseUri, type UriRefusal } from '../../../schema/otp/uri.ts'

/** Why a scanned, pasted or dropped text adds no token. */
export type ContentRefusal = UriRefusal | 'empty' | 'web-link'
type Content =
  | { ok: true; kind: 'account'; value: OtpAccount }
  /** One QR code of several (state/series.ts). */
  | { ok: true; kind: 'part'; text: string }
  /** A backup of ours. */
  | { ok: true; kind: 'backup'; text: string }
  | { ok: false; reason: ContentRefusal }

/** Our own link, on whichever server: what it carries stands behind the `#`, where no server sees it. */
const enrollment = /^https?:\/\/[^/?#]+\/authenticator\/?(?:\?[^#]*)?#enroll=(.*)$/is

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The token's link inside an enrollment link, or inside one of the form that browsers hand to web apps. */
const unwrapped = (text: string): string => {
  const carried = enrollment.exec(text)?.[1]
  return (carried === undefined ? text : decoded(carried)).trim().replace(/^web\+/i, '')
}

/** Reads what a QR code said or a person pasted, and tells apart what people mix up. */
export const readContent = (text: string): Content => {
  const content = unwrapped(text.trim())
  if (content === '') return { ok: false, reason: 'empty' }
  if (/^(otpauth-migration|latchkey-part):/i.test(content))
    return { ok: true, kind: 'part', text: content }
  if (/\blatchkey1\./.test(content)) return { ok: true, kind: 'backup', text: content }
  if (/^https?:/i.test(content)) return { ok: false, reason: 'web-link' }
  const parsed = parseUri(content)
  return parsed.ok ? { ok: true, kind: 'account', value: parsed.value } : parsed
}
