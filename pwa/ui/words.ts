import { signal } from '@preact/signals'

/** What the shared controls say by themselves. A page that speaks another language sets its own. */
export const uiWords = signal({
  loading: 'Loading…',
  notLoaded: 'This part of the page could not be loaded.',
  reload: 'Reload',
  close: 'Close',
  cancel: 'Cancel',
  optional: '(optional)',
  chooseFile: 'Choose file',
})

export type UiWords = typeof uiWords.value
