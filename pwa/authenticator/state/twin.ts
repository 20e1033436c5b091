import type { OtpAccount } from '../../../schema/otp/uri.ts'

type Named = Pick<OtpAccount, 'issuer' | 'account'>

const plain = (text: string): string => text.normalize('NFC').trim().toLowerCase()

/** The first token that people would take for this one: same issuer, same account. */
export const findTwin = <T extends Named>(tokens: readonly T[], wanted: Named): T | null =>
  tokens.find(
    ({ issuer, account }) =>
      plain(issuer) === plain(wanted.issuer) && plain(account) === plain(wanted.account),
  ) ?? null
