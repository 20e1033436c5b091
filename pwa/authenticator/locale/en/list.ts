import { pluralsOf } from '../plural.ts'

const plural = pluralsOf<'one' | 'other'>('en')

/** The list of tokens, and what stands there before the first one. */
export const list = {
  title: 'Your codes',
  tokens: 'Tokens',
  add: 'Add',
  detailsOf: (name: string) => `Details of ${name}`,
  next: 'Next',
  newCode: 'New code',
  hiddenCode: 'Code hidden, tap to show',
  codeNumber: (counter: number) => `Code number ${counter}`,
  notUsed: 'The code was not stored as used, so it is not shown. Try again.',
  search: 'Search',
  searchHint: 'Search by name, note or group',
  groups: 'Groups',
  allGroups: 'All',
  nothingFound: 'Nothing found',
  nothingFoundText: 'No name, note or group has this in it.',
  found: (count: number) => plural(count, { one: '# token', other: '# tokens' }),
  showAll: 'Show all tokens',
  arrange: 'Change order',
  registered: 'Registered',
  retired: 'No longer registered',
  pinned: 'Pinned',
  unreadable: (count: number) =>
    plural(count, { one: 'One token cannot be opened', other: '# tokens cannot be opened' }),
  unreadableText:
    'They are still stored here, but this browser has lost the key to them or changed them. Add them again from where you got them. The others are not affected.',
  clockAhead: (seconds: number) =>
    plural(seconds, {
      one: 'This device’s clock is # second ahead.',
      other: 'This device’s clock is # seconds ahead.',
    }),
  clockBehind: (seconds: number) =>
    plural(seconds, {
      one: 'This device’s clock is # second behind.',
      other: 'This device’s clock is # seconds behind.',
    }),
  corrected: 'The codes here are corrected for that.',
  notCorrected: 'The codes here may be refused.',
  kept: 'Kept on this device. The browser has promised not to clear your tokens.',
  atRisk:
    'Kept on this device. The browser may clear them when space runs low: install this app, or make a backup.',
  keptHere: 'Kept on this device only.',
  install: 'Install this app',
  welcome: 'Codes for signing in, on this device',
  welcomeText:
    'Add your first token, and this app shows a fresh code whenever a site asks for one. It works without a network, and your keys do not leave this device.',
  addFirst: 'Add your first token',
  importInstead: 'Import from a backup or another app',
  installFirst: 'Install this app first',
  installFirstText:
    'On an iPhone or iPad, tap Share, then “Add to Home Screen”, and open it from there. The installed app keeps its tokens apart from this tab.',
}
