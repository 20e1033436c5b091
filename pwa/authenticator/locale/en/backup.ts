import { isolated, pluralsOf } from '../plural.ts'
import type { EntryReason, FormatName } from '../../formats/reading.ts'
import type { ImportRefusal } from '../../state/import.ts'

const plural = pluralsOf<'one' | 'other'>('en')

const formats: Record<FormatName, string> = {
  latchkey: 'a backup of this app',
  google: 'Google Authenticator',
  aegis: 'Aegis',
  '2fas': '2FAS',
  ente: 'Ente Auth',
  bitwarden: 'Bitwarden',
  andotp: 'andOTP',
  freeotp: 'FreeOTP+',
  stratum: 'Stratum',
  proton: 'Proton Authenticator',
  'uri-list': 'a list of otpauth links',
}

const refusals: Record<ImportRefusal, string> = {
  'unknown-format': 'This is nothing that we can read. Nothing was changed.',
  'not-a-backup': 'This is nothing that we can read. Nothing was changed.',
  'too-large': 'This file is larger than any export we know.',
  'too-long': 'This text is longer than any backup of ours.',
  damaged: 'This was changed or damaged on its way. Copy or save it once more.',
  incomplete: 'The end is missing. Copy all of the text.',
  'wrong-passphrase': 'This is not the passphrase. Nothing was changed.',
  'unknown-version': 'This was made by a newer release. Update this app first.',
  'account-restricted':
    'Only your account in that app can open this. Export it again, protected by a password.',
  'too-costly':
    'Opening this asks too much of this device. Export it again in that app, without a password if it allows that.',
  'other-batch': 'This code belongs to another export.',
  'no-space': 'There is no space left on this device. Nothing was changed.',
  failed: 'That did not work. Nothing was changed. Try again.',
}

const reasons: Record<EntryReason, string> = {
  'no-secret': 'it has no key',
  'bad-secret': 'its key is not valid',
  'bad-name': 'its name is missing or not valid',
  'unsupported-type': 'we do not know this kind of token',
  'unsupported-algorithm': 'we do not know its algorithm',
  'bad-digits': 'its codes would not have 6 to 8 digits',
  'bad-period': 'its period is not from 1 to 300 seconds',
  'bad-counter': 'its counter is not valid',
  damaged: 'it cannot be read',
}

/** Carrying tokens out of here, and in. */
export const backup = {
  title: 'Back up your tokens',
  lead: 'One encrypted text with all your tokens. Keep it where you find it without this device.',
  carry:
    'The installed app does not see the tokens of this tab. Back them up here, and import the text there.',
  never: 'There is no backup yet. If this device is lost, so are your tokens.',
  last: (day: string, count: number) =>
    plural(count, {
      one: `The last backup was on ${isolated(day)}, with # token.`,
      other: `The last backup was on ${isolated(day)}, with # tokens.`,
    }),
  since: (count: number) =>
    plural(count, { one: '# token has come since.', other: '# tokens have come since.' }),
  nothingSince: 'Nothing has been added since.',
  nothing: 'There are no tokens to back up.',
  bound: (count: number) =>
    plural(count, {
      one: '# registered token is bound to this device and is not in it.',
      other: '# registered tokens are bound to this device and are not in it.',
    }),
  passphrase: 'Passphrase',
  passphraseHint: 'At least 10 characters. Without it nobody opens the backup, not even we.',
  passphraseShort: 'Use at least 10 characters.',
  make: 'Make the backup',
  madeTitle: 'Keep it, then check it',
  madeLead: (count: number) =>
    plural(count, {
      one: 'Your backup with # token is ready. Keep it in one of these ways.',
      other: 'Your backup with # tokens is ready. Keep it in one of these ways.',
    }),
  copy: 'Copy the text',
  file: 'Save as a file',
  codes: 'Show as QR codes',
  tooManyCodes: 'This is too long for QR codes. Use the file.',
  codeOf: (number: number, total: number) => `QR code ${number} of ${total}`,
  nextCode: 'Next code',
  previousCode: 'Previous code',
  checkTitle: 'Can you open it?',
  checkLead: 'Type the passphrase again. The backup counts as saved once it opens.',
  check: 'Check the backup',
  wrong: 'This does not open the backup that you just made. Try again, or make it anew.',
  failed: 'That did not work. This device may be short of memory. Try again.',
  savedTitle: 'Saved',
  savedText: (count: number) =>
    plural(count, {
      one: 'It opens with your passphrase, and # token is in it.',
      other: 'It opens with your passphrase, and # tokens are in it.',
    }),
  done: 'Done',
  again: 'Make it anew',
  unlockFirst: 'Type the passphrase of your lock first.',
  otherTitle: 'Move to another app',
  otherLead: 'Tokens that another app cannot hold are left out.',
  aegis: 'Aegis file, with the passphrase above',
  aegisHint: 'Most other apps read it, too.',
  google: 'QR codes for Google Authenticator',
  googleLeft: (count: number) =>
    plural(count, {
      one: '# token is left out: Google Authenticator cannot hold it.',
      other: '# tokens are left out: Google Authenticator cannot hold them.',
    }),
  plain: 'List of links, not encrypted',
  plainTitle: 'Save without encryption?',
  plainText:
    'Whoever sees this file can make all your codes, for ever. Use it only to move to another app, and delete it at once.',
  plainAction: 'Save it unencrypted',
  importTitle: 'Import tokens',
  importLead: 'From a backup of this app, or from another authenticator app.',
  importFile: 'Backup or export file',
  importDrop: 'Drop a file here',
  importApps:
    'Google Authenticator, Aegis, 2FAS, Ente Auth, Bitwarden, andOTP, FreeOTP+, Stratum, Proton Authenticator, or a list of otpauth links.',
  importPaste: 'Or paste the text',
  importPasteHint: 'Line breaks and quotation marks of mails do not matter.',
  importRead: 'Read it',
  importReading: 'Reading…',
  importPassphrase: (format: FormatName) => `This is ${isolated(formats[format])}, encrypted.`,
  importPassphraseLead: 'Type the passphrase that it was made with.',
  importOpen: 'Open',
  previewTitle: 'Import these tokens?',
  previewOf: (format: FormatName) => `Read from ${isolated(formats[format])}.`,
  fresh: 'New',
  same: 'Here already',
  conflicting: 'Name is taken',
  bad: 'Not readable',
  conflictHint: 'You have another token of this name.',
  beside: 'Add those whose name is taken beside yours',
  besideHint: 'Yours stay as they are either way.',
  add: (count: number) => plural(count, { one: 'Import # token', other: 'Import # tokens' }),
  addNothing: 'Nothing to import',
  entry: (name: string, reason: EntryReason) => `${isolated(name)}: ${reasons[reason]}`,
  doneTitle: 'Your tokens were imported',
  doneNothing: 'Nothing was new',
  doneCounts: (added: number, same: number, left: number) => ({
    added: plural(added, { one: '# new token', other: '# new tokens' }),
    same: plural(same, { one: '# was here already', other: '# were here already' }),
    left: plural(left, { one: '# was left out', other: '# were left out' }),
  }),
  toTokens: 'Show my tokens',
  another: 'Import something else',
  refusal: (reason: ImportRefusal) => refusals[reason],
}
