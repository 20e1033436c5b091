import { type OtpAccount, parseUri, type UriRefusal } from '../../../schema/otp/uri.ts'

/** Why a scanned, pasted or dropped text adds no token. */
export type ContentRefusal = UriRefusal | 'empty' | 'counter' | 'migration' | 'web-link'
type Content = { ok: true; value: OtpAccount } | { ok: false; reason: ContentRefusal }

/** Reads what a QR code said or a person pasted, and tells apart what people mix up. */
export const readContent = (text: string): Content => {
  const content = text.trim()
  if (content === '') return { ok: false, reason: 'empty' }
  if (/^otpauth-migration:/i.test(content)) return { ok: false, reason: 'migration' }
  if (/^otpauth:\/\/hotp\//i.test(content)) return { ok: false, reason: 'counter' }
  if (/^https?:/i.test(content)) return { ok: false, reason: 'web-link' }
  return parseUri(content)
}
