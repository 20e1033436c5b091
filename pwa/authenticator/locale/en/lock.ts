import type { LockRefusal } from '../../storage/locks.ts'

const refusals: Record<LockRefusal, string> = {
  wrong: 'This does not open it. Nothing was changed.',
  changed: 'The lock was changed in another tab. Try again.',
  failed: 'That did not work. This device may be short of memory. Try again.',
  cancelled: 'The passkey was not used. Try again, or use the passphrase.',
  unsupported: 'This browser knows no passkeys. Use the passphrase.',
  'no-prf': 'This passkey cannot open the lock here. Use the passphrase.',
  unstable: 'This passkey cannot open the lock here. Use the passphrase.',
}

/** Locking the tokens on this device, and opening them. */
export const lock = {
  unlockTitle: 'Unlock',
  unlockLead: 'Your tokens are locked on this device.',
  withPasskey: 'Unlock with a passkey',
  passphrase: 'Passphrase',
  unlock: 'Unlock',
  forgotten: 'Forgotten?',
  forgottenText:
    'Nobody can open the tokens without it. If you have a backup, delete this site’s data in the browser, open the app again and import the backup.',
  title: 'Lock',
  lead: 'With a lock nobody opens your tokens on this device without you, not even with a copy of the browser’s data.',
  none: 'There is no lock. Whoever can use this browser sees your codes.',
  backupFirst:
    'Make a backup first: without the passphrase the tokens here cannot be opened by anybody.',
  backupLink: 'Back up your tokens',
  newPassphrase: 'New passphrase',
  newHint: 'At least 10 characters. It is asked for each time the app opens.',
  short: 'Use at least 10 characters.',
  repeat: 'Type it again',
  different: 'The two are not the same.',
  set: 'Turn the lock on',
  on: 'The lock is on.',
  setDone: 'The lock is on',
  current: 'Present passphrase',
  change: 'Change the passphrase',
  changed: 'The passphrase was changed',
  passkeys: 'Passkeys',
  passkeysLead:
    'Open the lock with your face, your finger or a security key. The passphrase stays, in case it is lost.',
  addPasskey: 'Add a passkey',
  passkeyAdded: 'The passkey opens the lock from now on',
  passkeyName: 'Passkey',
  removePasskey: (day: string) => `Remove the passkey of ${day}`,
  passkeyRemoved: 'The passkey was removed',
  off: 'Turn the lock off',
  offTitle: 'Turn the lock off?',
  offText: 'Whoever can use this browser sees your codes then.',
  offDone: 'The lock is off',
  lockNow: 'Lock now',
  refusal: (reason: LockRefusal) => refusals[reason],
}
