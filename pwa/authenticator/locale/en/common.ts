import type { UiWords } from '../../../ui/words.ts'

/** Said by the shared controls themselves. */
const ui: UiWords = {
  loading: 'Loading…',
  notLoaded: 'This part of the app could not be loaded.',
  reload: 'Reload',
  close: 'Close',
  cancel: 'Cancel',
  optional: '(optional)',
  chooseFile: 'Choose file',
}

/** What several screens say. */
export const common = {
  ui,
  app: 'Authenticator',
  back: 'Back',
  cancel: 'Cancel',
  reload: 'Reload',
  later: 'Later',
  undo: 'Undo',
  settings: 'Settings',
  copied: 'Copied',
  notCopied: 'The browser did not allow copying. Type the code instead.',
  noSpace: 'There is no space left on this device. Nothing was changed.',
  notStored: 'The browser did not store it. Try again.',
  updateReady: 'Update ready',
  updatedElsewhere: 'Updated in another tab',
}
