import { Secret, TOTP, URI } from 'otpauth/bare'
import * as v from 'valibot'
import { TotpParameters } from './parameters.ts'
import { isPlainText } from '../plain-text.ts'
import { fromBase32, toBase32 } from './totp.ts'

/** One TOTP account, as a QR code carries it. */
export type OtpAccount = TotpParameters & { issuer: string; account: string; key: Uint8Array }

/** Why a text is no account of ours; the authenticator has a sentence for each. */
export type UriRefusal =
  | 'not-otpauth'
  | 'too-long'
  | 'unsupported-type'
  | 'bad-secret'
  | 'bad-label'
  | 'bad-parameter'
export type UriResult = { ok: true; value: OtpAccount } | { ok: false; reason: UriRefusal }

const refuse = (reason: UriRefusal): UriResult => ({ ok: false, reason })

const totpPath = /^otpauth:\/\/totp\//i
const longest = 2048
const longestName = 256

/**
 * Reads an `otpauth://totp/` URI (Key URI format). Hostile input: a parameter that is there but not
 * understood, or there twice, refuses; a wrong code later is worse than a no now.
 */
export const parseUri = (text: string): UriResult => {
  const uri = text.trim()
  if (!/^otpauth:\/\//i.test(uri)) return refuse('not-otpauth')
  if (uri.length > longest) return refuse('too-long')
  if (!totpPath.test(uri)) return refuse('unsupported-type')
  const [path = '', query = ''] = split(uri, '?')
  const pairs = query.split('&').map((pair) => split(pair, '='))
  const names = pairs.map(([name]) => name.toLowerCase())
  if (new Set(names).size < names.length) return refuse('bad-parameter')
  const key = fromBase32(decode(pairs[names.indexOf('secret')]?.[1] ?? '') ?? '')
  if (!key || key.length > 128) return refuse('bad-secret')
  return withKey(key, path, pairs)
}

/** The library reads label and numbers; the secret has been read already, more leniently than it does. */
const withKey = (key: Uint8Array, path: string, pairs: [string, string][]): UriResult => {
  const query = pairs
    .filter(([name]) => name.toLowerCase() !== 'secret')
    // Some apps write their issuer as a form field: `Air+Canada`.
    .map(([name, value]) => `&${name}=${value.replaceAll('+', '%20')}`)
  const parsed = attempt(() => URI.parse(`${path}?secret=${toBase32(key)}${query.join('')}`))
  if (!(parsed instanceof TOTP))
    return refuse(decode(path.replace(totpPath, '')) ? 'bad-parameter' : 'bad-label')
  const parameters = v.safeParse(TotpParameters, parsed)
  if (!parameters.success) return refuse('bad-parameter')
  const [issuer, account] = [parsed.issuer.trim(), parsed.label.trim()]
  const named = issuer || account
  if (!named || ![issuer, account].every((name) => name.length <= longestName && isPlainText(name)))
    return refuse('bad-label')
  return { ok: true, value: { issuer, account, ...parameters.output, key } }
}

const split = (text: string, at: string): [string, string] => {
  const place = text.indexOf(at)
  return place < 0 ? [text, ''] : [text.slice(0, place), text.slice(place + 1)]
}

const attempt = <T>(work: () => T): T | null => {
  try {
    return work()
  } catch {
    return null
  }
}

const decode = (text: string): string | null => attempt(() => decodeURIComponent(text))

/** The URI that a QR code carries to an authenticator app. */
export const formatUri = (account: OtpAccount): string =>
  URI.stringify(
    new TOTP({
      issuer: account.issuer,
      label: account.account,
      secret: Secret.fromBase32(toBase32(account.key)),
      algorithm: account.algorithm,
      digits: account.digits,
      period: account.period,
    }),
  )
