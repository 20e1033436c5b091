import { pluralsOf } from '../plural.ts'

const plural = pluralsOf<'one' | 'other'>('en')

/** The settings. */
export const settings = {
  title: 'Settings',
  tokens: 'Tokens',
  backup: 'Back up and export',
  backupNever: 'There is no backup yet',
  backupAt: (date: string) => `Last backup ${date}`,
  import: 'Import from a backup or another app',
  register: 'Register this device',
  registerText: 'For signing in here without typing codes',
  signIn: 'Sign in',
  trash: 'Trash',
  trashCount: (count: number) => plural(count, { one: '# token', other: '# tokens' }),
  arrange: 'Change order',
  safety: 'Safety',
  lock: 'Lock',
  lockText: 'A passphrase or a passkey',
  lockNow: 'Lock now',
  autoLock: 'Lock by itself',
  autoLockHint: 'When nobody has touched the app for so long. Only where a lock is set.',
  minutes: (count: number) => plural(count, { one: 'after # minute', other: 'after # minutes' }),
  never: 'never',
  hideCodes: 'Hide codes until they are tapped',
  hideCodesHint: 'For places where others can see the screen.',
  storage: 'Storage',
  storageKept: 'Protected',
  storageKeptText: 'The browser has promised not to clear your tokens.',
  storageAtRisk: 'At risk',
  storageAtRiskText:
    'The browser may clear your tokens when space runs low, or when the app is not used for some time. Install the app, ask the browser to keep them, or make a backup.',
  storageUnknown: 'Not known',
  storageUnknownText: 'This browser does not say whether it keeps your tokens. Make a backup.',
  storageAsk: 'Ask the browser to keep them',
  storageRefused: 'The browser did not promise it. Install the app, or make a backup.',
  install: 'Install this app',
  appearance: 'Language and clock',
  language: 'Language',
  languageOfBrowser: 'As in the browser',
  clock: 'Clock',
  clockUnknown: 'Not compared yet: that needs a connection.',
  clockRight: 'This device’s clock is right.',
  clockBehind: (seconds: number) =>
    plural(seconds, {
      one: 'This device’s clock is # second behind the server’s.',
      other: 'This device’s clock is # seconds behind the server’s.',
    }),
  clockAhead: (seconds: number) =>
    plural(seconds, {
      one: 'This device’s clock is # second ahead of the server’s.',
      other: 'This device’s clock is # seconds ahead of the server’s.',
    }),
  correctClock: 'Correct the codes by this difference',
  correctClockHint: 'Turn this off if you set the clock yourself.',
  compare: 'Compare now',
}
