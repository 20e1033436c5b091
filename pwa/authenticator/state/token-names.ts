import { isPlainText } from '../../../schema/plain-text.ts'

/** What a token is called; one of the two may be empty. */
export type TokenNames = { issuer: string; account: string }
type Wrong = { field: keyof TokenNames; reason: 'empty' | 'hidden'; text: string }

/** Names as a person typed them, under the rule that QR codes and links are held to: they show what they are. */
export const readNames = (typed: TokenNames): { names: TokenNames } | { wrong: Wrong } => {
  const names = { issuer: typed.issuer.trim(), account: typed.account.trim() }
  if (!names.issuer && !names.account)
    return { wrong: { field: 'issuer', reason: 'empty', text: 'Say what this token is for.' } }
  const field = (['issuer', 'account'] as const).find((name) => !isPlainText(names[name]))
  return field
    ? {
        wrong: {
          field,
          reason: 'hidden',
          text: 'There are hidden characters in this. Type it anew.',
        },
      }
    : { names }
}
