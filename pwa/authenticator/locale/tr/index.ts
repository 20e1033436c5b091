import type { Locale } from '../words.ts'
import { common } from './common.ts'
import { list } from './list.ts'

export const turkish: Locale = {
  language: 'tr',
  direction: 'ltr',
  first: { common, list },
  later: {
    add: () => import('./add.ts').then((part) => part.add),
    register: () => import('./register.ts').then((part) => part.register),
    token: () => import('./token.ts').then((part) => part.token),
    settings: () => import('./settings.ts').then((part) => part.settings),
    trouble: () => import('./trouble.ts').then((part) => part.trouble),
    backup: () => import('./backup.ts').then((part) => part.backup),
    lock: () => import('./lock.ts').then((part) => part.lock),
  },
}
