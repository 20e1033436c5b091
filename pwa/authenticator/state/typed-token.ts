import {
  type Algorithm,
  defaultParameters,
  type OtpType,
  steamParameters,
} from '../../../schema/otp/parameters.ts'
import { fromBase32 } from '../../../schema/otp/totp.ts'
import type { OtpAccount } from '../../../schema/otp/uri.ts'
import { readNames } from './token-names.ts'

/** A token as somebody types it off a page. */
export type TypedToken = {
  issuer: string
  account: string
  key: string
  type: OtpType
  algorithm: Algorithm
  digits: string
  period: string
  counter: string
}
export type TypedField = 'issuer' | 'account' | 'key' | 'period' | 'counter'
type Reason = 'noName' | 'hiddenCharacters' | 'noKey' | 'badKey' | 'longKey'
export type TypedFault = { field: TypedField; reason: Reason | 'badPeriod' | 'badCounter' }

export const nothingTyped: TypedToken = {
  issuer: '',
  account: '',
  key: '',
  type: 'totp',
  algorithm: defaultParameters.algorithm,
  digits: String(defaultParameters.digits),
  period: String(defaultParameters.period),
  counter: '0',
}
/** Seconds. */
export const longestPeriod = 300
const longestKey = 128

export const readTyped = (typed: TypedToken): { account: OtpAccount } | { fault: TypedFault } => {
  const named = readNames(typed)
  if ('wrong' in named) {
    const { field, reason } = named.wrong
    return { fault: { field, reason: reason === 'empty' ? 'noName' : 'hiddenCharacters' } }
  }
  const key = fromBase32(typed.key)
  if (typed.key.trim() === '') return { fault: { field: 'key', reason: 'noKey' } }
  if (!key) return { fault: { field: 'key', reason: 'badKey' } }
  if (key.length > longestKey) return { fault: { field: 'key', reason: 'longKey' } }
  const how = howOf(typed)
  return 'fault' in how ? how : { account: { ...named.names, key, ...how } }
}

const howOf = (
  typed: TypedToken,
): Omit<OtpAccount, 'issuer' | 'account' | 'key'> | { fault: TypedFault } => {
  const { type, algorithm } = typed
  if (type === 'steam') return { type, ...steamParameters }
  const digits = Number(typed.digits)
  if (type === 'hotp') {
    const counter = /^\d+$/.test(typed.counter.trim()) ? Number(typed.counter) : -1
    if (counter < 0 || !Number.isSafeInteger(counter))
      return { fault: { field: 'counter', reason: 'badCounter' } }
    return { type, algorithm, digits, period: defaultParameters.period, counter }
  }
  const period = Number(typed.period)
  if (!Number.isInteger(period) || period < 1 || period > longestPeriod)
    return { fault: { field: 'period', reason: 'badPeriod' } }
  return { type, algorithm, digits, period, counter: 0 }
}
