import type { Method } from '../../../../schema/api/factor.ts'
import type { ResetTarget, UserDetails } from '../../../../schema/api/user.ts'
import { resetTargets } from '../../../../schema/api/user.ts'

type Words = {
  /** The verb of its button. */
  action: string
  /** Ends 'Reset …?' and stands in a list. */
  what: string
  /** Once it is done. */
  said: string
  /** What happens to the person. */
  effect: string
}

/** What taking each of them away means. */
export const resetWords: Record<ResetTarget, Words> = {
  totp: {
    action: 'Reset',
    what: 'authenticator apps',
    said: 'Authenticator apps reset',
    effect:
      'Codes from all their apps stop working, and so do the recovery codes that came with them. They are signed out everywhere, and no browser is trusted any more.',
  },
  device: {
    action: 'Reset',
    what: 'registered devices',
    said: 'Registered devices reset',
    effect:
      'Codes and signatures from all their registered devices stop working, and recovery codes where no other factor is left. They are signed out everywhere, and no browser is trusted any more.',
  },
  passkey: {
    action: 'Reset',
    what: 'passkeys',
    said: 'Passkeys reset',
    effect:
      'All their passkeys stop working, and recovery codes where no other factor is left. They are signed out everywhere, and no browser is trusted any more.',
  },
  hardware: {
    action: 'Take back',
    what: 'hardware tokens',
    said: 'Hardware tokens taken back',
    effect:
      'Codes from all their hardware tokens stop working, and recovery codes where no other factor is left. The tokens can be given to somebody else. They are signed out everywhere, and no browser is trusted any more.',
  },
  recovery: {
    action: 'Delete',
    what: 'recovery codes',
    said: 'Recovery codes deleted',
    effect:
      'The recovery codes that they saved stop working. They are signed out everywhere, and no browser is trusted any more.',
  },
  trust: {
    action: 'Forget',
    what: 'trusted browsers',
    said: 'Trusted browsers forgotten',
    effect: 'In every browser they are asked for their second factor again.',
  },
  sessions: {
    action: 'End',
    what: 'sessions',
    said: 'Sessions ended',
    effect: 'They are signed out everywhere, right away.',
  },
}

const countOf = ({ factorList }: UserDetails, wanted: Method): number =>
  factorList.filter(({ method }) => method === wanted).length

/** What there is to take away. */
export const heldOf = (user: UserDetails): ResetTarget[] => {
  const counts: Record<ResetTarget, number> = {
    totp: countOf(user, 'totp'),
    device: countOf(user, 'device'),
    passkey: countOf(user, 'passkey'),
    hardware: countOf(user, 'hardware'),
    recovery: user.recoveryCodesLeft,
    trust: user.trustedBrowsers,
    sessions: user.sessions,
  }
  return resetTargets.filter((target) => counts[target] > 0)
}
