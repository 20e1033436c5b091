import { isolated, pluralsOf } from '../plural.ts'
import type { EntryReason, FormatName } from '../../formats/reading.ts'
import type { ImportRefusal } from '../../state/import.ts'
import type { LaterWords } from '../words.ts'

const plural = pluralsOf<'one' | 'other'>('de')

const formats: Record<FormatName, string> = {
  latchkey: 'Backup dieser App',
  google: 'Google Authenticator',
  aegis: 'Aegis',
  '2fas': '2FAS',
  ente: 'Ente Auth',
  bitwarden: 'Bitwarden',
  andotp: 'andOTP',
  freeotp: 'FreeOTP+',
  stratum: 'Stratum',
  proton: 'Proton Authenticator',
  'uri-list': 'Liste von otpauth-Links',
}

const refusals: Record<ImportRefusal, string> = {
  'unknown-format': 'Dieses Format ist uns unbekannt. Es wurde nichts geändert.',
  'not-a-backup': 'Dieses Format ist uns unbekannt. Es wurde nichts geändert.',
  'too-large': 'Diese Datei ist größer als jeder Export, den wir kennen.',
  'too-long': 'Dieser Text ist länger als jedes unserer Backups.',
  damaged:
    'Der Inhalt wurde unterwegs verändert oder beschädigt. Kopieren oder speichern Sie ihn noch einmal.',
  incomplete: 'Das Ende fehlt. Kopieren Sie den ganzen Text.',
  'wrong-passphrase': 'Diese Passphrase ist falsch. Es wurde nichts geändert.',
  'unknown-version': 'Das stammt aus einer neueren Version. Aktualisieren Sie zuerst diese App.',
  'account-restricted':
    'Das lässt sich nur mit Ihrem Konto in jener App öffnen. Exportieren Sie dort noch einmal, mit einem Passwort geschützt.',
  'too-costly':
    'Das Öffnen überfordert dieses Gerät. Exportieren Sie in jener App noch einmal, wenn möglich ohne Passwort.',
  'other-batch': 'Dieser Code gehört zu einem anderen Export.',
  'no-space': 'Auf diesem Gerät ist kein Speicherplatz mehr frei. Es wurde nichts geändert.',
  failed: 'Das hat nicht geklappt. Es wurde nichts geändert. Versuchen Sie es erneut.',
}

const reasons: Record<EntryReason, string> = {
  'no-secret': 'der Schlüssel fehlt',
  'bad-secret': 'der Schlüssel ist ungültig',
  'bad-name': 'der Name fehlt oder ist ungültig',
  'unsupported-type': 'diese Art von Token kennen wir nicht',
  'unsupported-algorithm': 'den Algorithmus kennen wir nicht',
  'bad-digits': 'die Codes hätten nicht 6 bis 8 Ziffern',
  'bad-period': 'der Zeitraum liegt nicht zwischen 1 und 300 Sekunden',
  'bad-counter': 'der Zähler ist ungültig',
  damaged: 'nicht lesbar',
}

export const backup: LaterWords['backup'] = {
  title: 'Token sichern',
  lead: 'Ein verschlüsselter Text mit allen Token. Bewahren Sie ihn dort auf, wo Sie ihn auch ohne dieses Gerät finden.',
  carry:
    'Die installierte App sieht die Token dieses Tabs nicht. Sichern Sie sie hier, und importieren Sie den Text dort.',
  never: 'Es gibt noch kein Backup. Geht dieses Gerät verloren, sind auch Ihre Token verloren.',
  last: (day, count) =>
    plural(count, {
      one: `Letztes Backup am ${isolated(day)} mit # Token.`,
      other: `Letztes Backup am ${isolated(day)} mit # Token.`,
    }),
  since: (count) =>
    plural(count, {
      one: 'Seitdem ist # Token dazugekommen.',
      other: 'Seitdem sind # Token dazugekommen.',
    }),
  nothingSince: 'Seitdem ist nichts dazugekommen.',
  nothing: 'Es gibt keine Token zu sichern.',
  bound: (count) =>
    plural(count, {
      one: '# registriertes Token ist an dieses Gerät gebunden und nicht enthalten.',
      other: '# registrierte Token sind an dieses Gerät gebunden und nicht enthalten.',
    }),
  passphrase: 'Passphrase',
  passphraseHint: 'Mindestens 10 Zeichen. Ohne sie kann niemand das Backup öffnen, auch wir nicht.',
  passphraseShort: 'Verwenden Sie mindestens 10 Zeichen.',
  make: 'Backup erstellen',
  madeTitle: 'Aufbewahren, dann prüfen',
  madeLead: (count) =>
    plural(count, {
      one: 'Ihr Backup mit # Token ist fertig. Bewahren Sie es auf eine dieser Arten auf.',
      other: 'Ihr Backup mit # Token ist fertig. Bewahren Sie es auf eine dieser Arten auf.',
    }),
  copy: 'Text kopieren',
  file: 'Als Datei speichern',
  codes: 'Als QR-Codes anzeigen',
  tooManyCodes: 'Für QR-Codes ist das zu lang. Benutzen Sie die Datei.',
  codeOf: (number, total) => `QR-Code ${number} von ${total}`,
  nextCode: 'Nächster Code',
  previousCode: 'Voriger Code',
  checkTitle: 'Lässt es sich öffnen?',
  checkLead:
    'Geben Sie die Passphrase noch einmal ein. Das Backup gilt als gesichert, sobald es sich öffnen lässt.',
  check: 'Backup prüfen',
  wrong:
    'Das öffnet das eben erstellte Backup nicht. Versuchen Sie es erneut oder erstellen Sie es neu.',
  failed:
    'Das hat nicht geklappt. Vielleicht hat dieses Gerät zu wenig Arbeitsspeicher. Versuchen Sie es erneut.',
  savedTitle: 'Gesichert',
  savedText: (count) =>
    plural(count, {
      one: 'Das Backup lässt sich mit Ihrer Passphrase öffnen und enthält # Token.',
      other: 'Das Backup lässt sich mit Ihrer Passphrase öffnen und enthält # Token.',
    }),
  done: 'Fertig',
  again: 'Neu erstellen',
  unlockFirst: 'Geben Sie zuerst die Passphrase Ihrer Sperre ein.',
  otherTitle: 'Zu einer anderen App wechseln',
  otherLead: 'Token, die die andere App nicht aufnehmen kann, werden ausgelassen.',
  aegis: 'Aegis-Datei, mit obiger Passphrase',
  aegisHint: 'Auch die meisten anderen Apps lesen sie.',
  google: 'QR-Codes für Google Authenticator',
  googleLeft: (count) =>
    plural(count, {
      one: '# Token wird ausgelassen: Google Authenticator kann es nicht aufnehmen.',
      other: '# Token werden ausgelassen: Google Authenticator kann sie nicht aufnehmen.',
    }),
  plain: 'Liste von Links, unverschlüsselt',
  plainTitle: 'Unverschlüsselt speichern?',
  plainText:
    'Wer diese Datei sieht, kann für immer alle Ihre Codes erzeugen. Benutzen Sie sie nur für den Wechsel zu einer anderen App und löschen Sie sie sofort danach.',
  plainAction: 'Unverschlüsselt speichern',
  importTitle: 'Token importieren',
  importLead: 'Aus einem Backup dieser App oder aus einer anderen Authenticator-App.',
  importFile: 'Backup- oder Exportdatei',
  importDrop: 'Datei hier ablegen',
  importApps:
    'Google Authenticator, Aegis, 2FAS, Ente Auth, Bitwarden, andOTP, FreeOTP+, Stratum, Proton Authenticator oder eine Liste von otpauth-Links.',
  importPaste: 'Oder Text einfügen',
  importPasteHint: 'Zeilenumbrüche und Zitatzeichen aus E-Mails stören nicht.',
  importRead: 'Einlesen',
  importReading: 'Wird gelesen …',
  importPassphrase: (format) => `${isolated(formats[format])} (verschlüsselt)`,
  importPassphraseLead: 'Geben Sie die Passphrase ein, mit der es verschlüsselt wurde.',
  importOpen: 'Öffnen',
  previewTitle: 'Diese Token importieren?',
  previewOf: (format) => `Quelle: ${isolated(formats[format])}.`,
  fresh: 'Neu',
  same: 'Bereits vorhanden',
  conflicting: 'Name vergeben',
  bad: 'Nicht lesbar',
  conflictHint: 'Sie haben ein anderes Token mit diesem Namen.',
  beside: 'Token mit vergebenem Namen zusätzlich hinzufügen',
  besideHint: 'Ihre eigenen bleiben in jedem Fall unverändert.',
  add: (count) => plural(count, { one: '# Token importieren', other: '# Token importieren' }),
  addNothing: 'Nichts zu importieren',
  entry: (name, reason) => `${isolated(name)}: ${reasons[reason]}`,
  doneTitle: 'Ihre Token wurden importiert',
  doneNothing: 'Es war nichts Neues dabei',
  doneCounts: (added, same, left) => ({
    added: plural(added, { one: '# neues Token', other: '# neue Token' }),
    same: plural(same, { one: '# war bereits vorhanden', other: '# waren bereits vorhanden' }),
    left: plural(left, { one: '# wurde ausgelassen', other: '# wurden ausgelassen' }),
  }),
  toTokens: 'Meine Token anzeigen',
  another: 'Weitere importieren',
  refusal: (reason) => refusals[reason],
}
