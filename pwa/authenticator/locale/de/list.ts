import { pluralsOf } from '../plural.ts'
import type { FirstWords } from '../words.ts'

const plural = pluralsOf<'one' | 'other'>('de')

export const list: FirstWords['list'] = {
  title: 'Ihre Codes',
  tokens: 'Token',
  add: 'Neu',
  detailsOf: (name) => `Details zu ${name}`,
  next: 'Nächster',
  newCode: 'Neuer Code',
  hiddenCode: 'Code verborgen, zum Anzeigen antippen',
  codeNumber: (counter) => `Code Nummer ${counter}`,
  notUsed:
    'Der Code konnte nicht als benutzt gespeichert werden und wird daher nicht angezeigt. Versuchen Sie es erneut.',
  search: 'Suchen',
  searchHint: 'Name, Notiz oder Gruppe suchen',
  groups: 'Gruppen',
  allGroups: 'Alle',
  nothingFound: 'Nichts gefunden',
  nothingFoundText: 'Das kommt in keinem Namen, keiner Notiz und keiner Gruppe vor.',
  found: (count) => plural(count, { one: '# Token', other: '# Token' }),
  showAll: 'Alle Token anzeigen',
  arrange: 'Reihenfolge ändern',
  registered: 'Registriert',
  retired: 'Nicht mehr registriert',
  pinned: 'Angeheftet',
  unreadable: (count) =>
    plural(count, {
      one: 'Ein Token lässt sich nicht öffnen',
      other: '# Token lassen sich nicht öffnen',
    }),
  unreadableText:
    'Die Daten sind noch hier gespeichert, aber der Browser hat den Schlüssel dazu verloren oder sie verändert. Fügen Sie diese Token neu hinzu, von dort, wo Sie sie erhalten haben. Die übrigen sind nicht betroffen.',
  clockAhead: (seconds) =>
    plural(seconds, {
      one: 'Die Uhr dieses Geräts geht # Sekunde vor.',
      other: 'Die Uhr dieses Geräts geht # Sekunden vor.',
    }),
  clockBehind: (seconds) =>
    plural(seconds, {
      one: 'Die Uhr dieses Geräts geht # Sekunde nach.',
      other: 'Die Uhr dieses Geräts geht # Sekunden nach.',
    }),
  corrected: 'Die Codes hier sind entsprechend korrigiert.',
  notCorrected: 'Die Codes hier werden möglicherweise abgelehnt.',
  kept: 'Auf diesem Gerät gespeichert. Der Browser hat zugesagt, Ihre Token nicht zu löschen.',
  atRisk:
    'Auf diesem Gerät gespeichert. Bei wenig Speicherplatz kann der Browser die Token löschen: Installieren Sie diese App oder erstellen Sie ein Backup.',
  keptHere: 'Nur auf diesem Gerät gespeichert.',
  install: 'App installieren',
  welcome: 'Anmeldecodes auf diesem Gerät',
  welcomeText:
    'Fügen Sie Ihr erstes Token hinzu. Danach zeigt diese App einen frischen Code, wann immer eine Website danach fragt. Das geht auch ohne Netz, und Ihre Schlüssel verlassen dieses Gerät nicht.',
  addFirst: 'Erstes Token hinzufügen',
  importInstead: 'Aus Backup oder anderer App importieren',
  installFirst: 'Installieren Sie die App zuerst',
  installFirstText:
    'Tippen Sie auf dem iPhone oder iPad auf „Teilen“, dann auf „Zum Home-Bildschirm“, und öffnen Sie die App von dort. Die installierte App bewahrt ihre Token getrennt von diesem Tab auf.',
}
