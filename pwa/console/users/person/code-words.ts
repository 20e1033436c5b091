import type { UserAction, UserDetails } from '../../../../schema/api/user.ts'
import type { CodeKind } from '../../state/handing-over.ts'

type Words = {
  action: UserAction
  /** Whom it helps: a pass stands in for a factor, a ticket leads to the first one. */
  helps: (user: UserDetails) => boolean
  name: string
  /** What it is for, beside its button. */
  purpose: string
  /** What it does, before it is made. */
  effect: string
  /** What to tell the person who gets it. */
  tell: string
}

const hasFactor = ({ factors }: UserDetails): boolean => factors > 0

/** The codes that an administrator passes on, in words. */
export const codeWords: Record<CodeKind, Words> = {
  pass: {
    action: 'pass',
    helps: hasFactor,
    name: 'Temporary pass',
    purpose: 'For a day without their phone.',
    effect: 'Stands in for their second factor once, after their password. A former pass dies.',
    tell: 'Sign in with your password, then enter this pass where your code is asked for.',
  },
  ticket: {
    action: 'ticket',
    helps: (user) => !hasFactor(user),
    name: 'Enrollment ticket',
    purpose: 'To set up their first factor where the settings want a ticket.',
    effect: 'Lets them set up a second factor once, when they sign in. A former ticket dies.',
    tell: 'Sign in with your password, then enter this ticket to set up your second factor.',
  },
  'password-reset': {
    action: 'password-reset',
    helps: () => true,
    name: 'New-password code',
    purpose: 'For a forgotten password.',
    effect: 'Lets them choose a new password once. Until they do, the old one works.',
    tell: 'Choose “I have a code to set a new password” at sign-in, and enter it there.',
  },
}
