import { isolated, pluralsOf } from '../plural.ts'

const plural = pluralsOf<'one' | 'other'>('en')

/** What the bundled icons show; those of sites go by the sites' own names. */
const iconNames: Readonly<Record<string, string>> = {
  bank: 'Bank',
  mail: 'Mail',
  chat: 'Messages',
  work: 'Work',
  school: 'School',
  shop: 'Shop',
  game: 'Games',
  cloud: 'Cloud',
  code: 'Code',
  server: 'Server',
  home: 'Home',
  health: 'Health',
  travel: 'Travel',
  key: 'Key',
}

/** One token, their order, and the trash. */
export const token = {
  byTime: (digits: number, period: number, algorithm: string) =>
    `${digits} digits, every ${period} s, ${algorithm}`,
  byUse: (digits: number, counter: number, algorithm: string) =>
    `${digits} digits, new with each use, ${algorithm}. The next code is number ${counter}.`,
  steam: 'Steam: five characters, every 30 s',
  registered:
    'This token is registered with the server and bound to this device. It is in no backup.',
  issuer: 'Site or app',
  account: 'Account',
  note: 'Note',
  noteHint: 'For yourself. Search finds it.',
  groups: 'Groups',
  groupsHint: 'Separate several with commas.',
  pin: 'Keep at the top of the list',
  icon: 'Icon',
  iconNames,
  automatic: 'Automatic',
  initials: 'Initials',
  save: 'Save',
  saved: 'Saved',
  noName: 'Say what this token is for.',
  hiddenCharacters: 'There are hidden characters in this. Type it anew.',
  tooManyGroups: 'A token may be in at most 20 groups.',
  groupTooLong: 'A group’s name has at most 64 characters.',
  missing: 'There is no such token',
  missingText: 'It may have been deleted in another tab.',
  remove: 'Delete this token',
  removeAction: 'Delete',
  removeText: (name: string) =>
    `This device will not show codes for ${isolated(name)} any more. First turn off two-step sign-in there, or you may lock yourself out. For 30 days you can bring it back from the trash.`,
  removeRegisteredTitle: 'Delete your registered token?',
  removeRegisteredText: (name: string) =>
    `With it you sign in at ${isolated(name)}. Without it you need a recovery code or an administrator. It is in no backup, and once it leaves the trash, after 30 days, nothing brings it back.`,
  removeRegisteredConfirm: 'Type DELETE to go on',
  removeRegisteredWord: 'DELETE',
  removed: 'Moved to the trash',
  notRemoved: 'The token was not deleted. Try again.',
  arrangeTitle: 'Change order',
  arrangeLead: 'Drag the handles, or use the arrows. Pinned tokens stay at the top.',
  drag: (name: string) => `Move ${name}`,
  moveUp: (name: string) => `Move ${name} up`,
  moveDown: (name: string) => `Move ${name} down`,
  moved: (name: string, place: number, count: number) => `${name}: ${place} of ${count}`,
  done: 'Done',
  trash: 'Trash',
  trashLead: 'What is here is deleted for good after 30 days.',
  trashEmpty: 'The trash is empty',
  daysLeft: (days: number) =>
    plural(days, { one: 'Deleted for good in # day', other: 'Deleted for good in # days' }),
  restore: 'Bring back',
  restored: 'Brought back',
  erase: 'Delete for good',
  eraseOf: (name: string) => `Delete for good: ${name}`,
  restoreOf: (name: string) => `Bring back ${name}`,
  eraseTitle: 'Delete this token for good?',
  eraseText: (name: string) =>
    `The key for ${isolated(name)} will be gone from this device. Nothing brings it back but a backup.`,
  emptyTrash: 'Empty the trash',
  emptyTitle: 'Delete everything in the trash?',
  emptyText: (count: number) =>
    plural(count, {
      one: 'The key of # token will be gone from this device. Nothing brings it back but a backup.',
      other:
        'The keys of # tokens will be gone from this device. Nothing brings them back but a backup.',
    }),
  erased: 'Deleted for good',
}
