import { HOTP, Secret, TOTP, URI } from 'otpauth/bare'
import * as v from 'valibot'
import { OtpParameters, type OtpType, steamParameters } from './parameters.ts'
import { isPlainText } from '../plain-text.ts'
import { fromBase32, toBase32 } from './totp.ts'

/** One account, as a QR code carries it. */
export type OtpAccount = OtpParameters & { issuer: string; account: string; key: Uint8Array }

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

const typedPath = /^otpauth:\/\/(totp|hotp|steam)\//i
const longest = 2048
const longestName = 256

/**
 * Reads an `otpauth://` URI (Key URI format) of type totp, hotp or steam. Hostile input: a parameter that
 * is there but not understood, or there twice, refuses; a wrong code later is worse than a no now.
 */
export const parseUri = (text: string): UriResult => {
  const uri = text.trim()
  if (!/^otpauth:\/\//i.test(uri)) return refuse('not-otpauth')
  if (uri.length > longest) return refuse('too-long')
  const written = typedPath.exec(uri)?.[1]?.toLowerCase() as OtpType | undefined
  if (!written) return refuse('unsupported-type')
  const [path = '', query = ''] = split(uri, '?')
  const pairs = query.split('&').map((pair) => split(pair, '='))
  const names = pairs.map(([name]) => name.toLowerCase())
  if (new Set(names).size < names.length) return refuse('bad-parameter')
  const valueOf = (name: string) => decode(pairs[names.indexOf(name)]?.[1] ?? '') ?? ''
  const key = fromBase32(valueOf('secret'))
  if (!key || key.length > 128) return refuse('bad-secret')
  const isSteam = written === 'steam' || (written === 'totp' && valueOf('encoder') === 'steam')
  return withKey(key, path, pairs, isSteam ? 'steam' : written)
}

/** Read apart from the rest: the secret, which we read more leniently; and of Steam, what it always is. */
const own = ['secret', 'encoder']
const fixedForSteam = ['algorithm', 'digits', 'period']

/** The library reads label and numbers. */
const withKey = (
  key: Uint8Array,
  path: string,
  pairs: [string, string][],
  type: OtpType,
): UriResult => {
  const left = type === 'steam' ? [...own, ...fixedForSteam] : own
  const query = pairs
    .filter(([name]) => !left.includes(name.toLowerCase()))
    // Some apps write their issuer as a form field: `Air+Canada`.
    .map(([name, value]) => `&${name}=${value.replaceAll('+', '%20')}`)
  const label = path.replace(typedPath, '')
  const kind = type === 'hotp' ? 'hotp' : 'totp'
  const parsed = attempt(() =>
    URI.parse(`otpauth://${kind}/${label}?secret=${toBase32(key)}${query.join('')}`),
  )
  if (!parsed) return refuse(decode(label) ? 'bad-parameter' : 'bad-label')
  const parameters = v.safeParse(OtpParameters, parametersOf(parsed, type))
  if (!parameters.success) return refuse('bad-parameter')
  const [issuer, account] = [parsed.issuer.trim(), parsed.label.trim()]
  const named = issuer || account
  if (!named || ![issuer, account].every((name) => name.length <= longestName && isPlainText(name)))
    return refuse('bad-label')
  return { ok: true, value: { issuer, account, ...parameters.output, key } }
}

const parametersOf = (parsed: TOTP | HOTP, type: OtpType) => {
  if (type === 'steam') return { type, ...steamParameters }
  const { algorithm, digits } = parsed
  return parsed instanceof HOTP
    ? { type, algorithm, digits, period: 30, counter: parsed.counter }
    : { type, algorithm, digits, period: parsed.period, counter: 0 }
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

/** What a URI says: a type that is left out is `totp`. */
type Written = Omit<OtpAccount, 'type' | 'counter'> & Partial<Pick<OtpAccount, 'type' | 'counter'>>

/** The URI that a QR code carries to an authenticator app. Steam's is written as most apps read it. */
export const formatUri = (account: Written): string => {
  const { issuer, account: label, algorithm, digits, period, type = 'totp', counter = 0 } = account
  const secret = Secret.fromBase32(toBase32(account.key))
  if (type === 'hotp')
    return URI.stringify(new HOTP({ issuer, label, secret, algorithm, digits, counter }))
  const uri = URI.stringify(new TOTP({ issuer, label, secret, algorithm, digits, period }))
  return type === 'steam' ? uri.replace('otpauth://totp/', 'otpauth://steam/') : uri
}
