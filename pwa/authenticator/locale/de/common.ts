import type { UiWords } from '../../../ui/words.ts'
import type { FirstWords } from '../words.ts'

const ui: UiWords = {
  loading: 'Wird geladen …',
  notLoaded: 'Dieser Teil der App konnte nicht geladen werden.',
  reload: 'Neu laden',
  close: 'Schließen',
  cancel: 'Abbrechen',
  optional: '(optional)',
  chooseFile: 'Datei auswählen',
}

export const common: FirstWords['common'] = {
  ui,
  app: 'Authenticator',
  back: 'Zurück',
  cancel: 'Abbrechen',
  reload: 'Neu laden',
  later: 'Später',
  undo: 'Rückgängig',
  settings: 'Einstellungen',
  copied: 'Kopiert',
  notCopied: 'Der Browser hat das Kopieren nicht erlaubt. Tippen Sie den Code ab.',
  noSpace: 'Auf diesem Gerät ist kein Speicherplatz mehr frei. Es wurde nichts geändert.',
  notStored: 'Der Browser hat nicht gespeichert. Versuchen Sie es erneut.',
  updateReady: 'Update bereit',
  updatedElsewhere: 'In einem anderen Tab aktualisiert',
}
