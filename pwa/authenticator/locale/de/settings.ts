import { pluralsOf } from '../plural.ts'
import type { LaterWords } from '../words.ts'

const plural = pluralsOf<'one' | 'other'>('de')

export const settings: LaterWords['settings'] = {
  title: 'Einstellungen',
  tokens: 'Token',
  backup: 'Backup und Export',
  backupNever: 'Noch kein Backup vorhanden',
  backupAt: (date) => `Letztes Backup: ${date}`,
  import: 'Aus Backup oder anderer App importieren',
  register: 'Dieses Gerät registrieren',
  registerText: 'Zum Anmelden ohne Abtippen von Codes',
  signIn: 'Anmelden',
  trash: 'Papierkorb',
  trashCount: (count) => plural(count, { one: '# Token', other: '# Token' }),
  arrange: 'Reihenfolge ändern',
  safety: 'Sicherheit',
  lock: 'Sperre',
  lockText: 'Passphrase oder Passkey',
  lockNow: 'Jetzt sperren',
  autoLock: 'Automatisch sperren',
  autoLockHint: 'Wenn die App so lange nicht benutzt wird. Nur mit eingerichteter Sperre.',
  minutes: (count) => plural(count, { one: 'nach # Minute', other: 'nach # Minuten' }),
  never: 'nie',
  hideCodes: 'Codes erst beim Antippen anzeigen',
  hideCodesHint: 'Für Orte, an denen andere mitlesen können.',
  storage: 'Speicher',
  storageKept: 'Geschützt',
  storageKeptText: 'Der Browser hat zugesagt, Ihre Token nicht zu löschen.',
  storageAtRisk: 'Gefährdet',
  storageAtRiskText:
    'Der Browser kann Ihre Token löschen, wenn der Speicherplatz knapp wird oder die App länger nicht benutzt wird. Installieren Sie die App, bitten Sie den Browser um Schutz oder erstellen Sie ein Backup.',
  storageUnknown: 'Unbekannt',
  storageUnknownText:
    'Dieser Browser sagt nicht, ob er Ihre Token behält. Erstellen Sie ein Backup.',
  storageAsk: 'Browser um Schutz bitten',
  storageRefused:
    'Der Browser hat es nicht zugesagt. Installieren Sie die App oder erstellen Sie ein Backup.',
  install: 'App installieren',
  appearance: 'Sprache und Uhr',
  language: 'Sprache',
  languageOfBrowser: 'Wie im Browser',
  clock: 'Uhr',
  clockUnknown: 'Noch nicht verglichen: Dazu ist eine Verbindung nötig.',
  clockRight: 'Die Uhr dieses Geräts geht richtig.',
  clockBehind: (seconds) =>
    plural(seconds, {
      one: 'Die Uhr dieses Geräts geht gegenüber dem Server # Sekunde nach.',
      other: 'Die Uhr dieses Geräts geht gegenüber dem Server # Sekunden nach.',
    }),
  clockAhead: (seconds) =>
    plural(seconds, {
      one: 'Die Uhr dieses Geräts geht gegenüber dem Server # Sekunde vor.',
      other: 'Die Uhr dieses Geräts geht gegenüber dem Server # Sekunden vor.',
    }),
  correctClock: 'Codes um diese Abweichung korrigieren',
  correctClockHint: 'Ausschalten, wenn Sie die Uhr selbst stellen.',
  compare: 'Vergleichen',
}
