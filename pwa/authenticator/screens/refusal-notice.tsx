import { Notice } from '../../ui/notice.tsx'
import type { AddRefusal } from '../state/adding.ts'

type Sentence = { title: string; text: string }

const sentences: Record<AddRefusal, Sentence> = {
  empty: {
    title: 'Nothing to read',
    text: 'Paste the link that the site shows beside its QR code.',
  },
  'not-otpauth': {
    title: 'This is not a token',
    text: 'The text is something else. A token’s link begins with otpauth://.',
  },
  'web-link': {
    title: 'This is a web address, not a token',
    text: 'The site shows a QR code for authenticator apps in its security settings.',
  },
  counter: {
    title: 'Counter-based tokens are not supported yet',
    text: 'This one changes with each use (HOTP). Ask the site for a time-based token (TOTP).',
  },
  migration: {
    title: 'Transfers from Google Authenticator are not supported yet',
    text: 'Ask each site for its own QR code instead.',
  },
  'unsupported-type': {
    title: 'This kind of token is not supported yet',
    text: 'Only time-based tokens (TOTP) can be added.',
  },
  'too-long': { title: 'This is too long to be a token', text: 'Nothing was added.' },
  'bad-secret': {
    title: 'The key in this token is not valid',
    text: 'It is missing or damaged. Ask the site for a new QR code.',
  },
  'bad-label': {
    title: 'The name in this token is not valid',
    text: 'It is missing, damaged or too long. Ask the site for a new QR code.',
  },
  'bad-parameter': {
    title: 'This token asks for something that we do not know',
    text: 'Its codes would be wrong, so it was not added. Codes have 6 to 8 digits and use SHA1, SHA256 or SHA512.',
  },
  'no-code': {
    title: 'No QR code in this picture',
    text: 'Try a sharper picture with the whole code and some margin around it.',
  },
  'no-picture': {
    title: 'This file cannot be read as a picture',
    text: 'Use a PNG, JPEG or WebP file of up to 30 MB.',
  },
  'gave-up': { title: 'Reading this picture took too long', text: 'Try a smaller one.' },
}

/** What was wrong with what was given, and what to do about it. */
export const RefusalNotice = ({ reason }: { reason: AddRefusal | null }) =>
  reason && (
    <Notice key={reason} kind="error" title={sentences[reason].title}>
      <p>{sentences[reason].text}</p>
    </Notice>
  )
