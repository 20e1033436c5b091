import { isolated, pluralsOf } from '../plural.ts'
import type { LaterWords } from '../words.ts'

const plural = pluralsOf<'one' | 'other'>('de')

const iconNames: LaterWords['token']['iconNames'] = {
  bank: 'Bank',
  mail: 'E-Mail',
  chat: 'Nachrichten',
  work: 'Arbeit',
  school: 'Schule',
  shop: 'Einkauf',
  game: 'Spiele',
  cloud: 'Cloud',
  code: 'Code',
  server: 'Server',
  home: 'Zuhause',
  health: 'Gesundheit',
  travel: 'Reisen',
  key: 'Schlüssel',
}

export const token: LaterWords['token'] = {
  byTime: (digits, period, algorithm) => `${digits} Ziffern, alle ${period} s, ${algorithm}`,
  byUse: (digits, counter, algorithm) =>
    `${digits} Ziffern, bei jeder Benutzung neu, ${algorithm}. Der nächste Code ist Nummer ${counter}.`,
  steam: 'Steam: fünf Zeichen, alle 30 s',
  registered:
    'Dieses Token ist beim Server registriert und an dieses Gerät gebunden. Es ist in keinem Backup enthalten.',
  issuer: 'Website oder App',
  account: 'Konto',
  note: 'Notiz',
  noteHint: 'Nur für Sie. Die Suche findet sie.',
  groups: 'Gruppen',
  groupsHint: 'Mehrere durch Kommas trennen.',
  pin: 'Oben in der Liste anheften',
  icon: 'Symbol',
  iconNames,
  automatic: 'Automatisch',
  initials: 'Initialen',
  save: 'Speichern',
  saved: 'Gespeichert',
  noName: 'Geben Sie an, wofür dieses Token ist.',
  hiddenCharacters: 'Der Text enthält unsichtbare Zeichen. Tippen Sie ihn neu ein.',
  tooManyGroups: 'Ein Token kann in höchstens 20 Gruppen sein.',
  groupTooLong: 'Ein Gruppenname hat höchstens 64 Zeichen.',
  missing: 'Dieses Token gibt es nicht',
  missingText: 'Vielleicht wurde es in einem anderen Tab gelöscht.',
  remove: 'Dieses Token löschen',
  removeAction: 'Löschen',
  removeText: (name) =>
    `Dieses Gerät zeigt dann keine Codes für ${isolated(name)} mehr an. Schalten Sie dort zuerst die Zwei-Faktor-Anmeldung aus, sonst sperren Sie sich womöglich aus. 30 Tage lang können Sie das Token aus dem Papierkorb wiederherstellen.`,
  removeRegisteredTitle: 'Registriertes Token löschen?',
  removeRegisteredText: (name) =>
    `Mit ihm melden Sie sich bei ${isolated(name)} an. Ohne das Token brauchen Sie einen Wiederherstellungscode oder die Hilfe der Administration. Es ist in keinem Backup enthalten, und wenn es nach 30 Tagen den Papierkorb verlässt, ist es unwiederbringlich verloren.`,
  removeRegisteredConfirm: 'Geben Sie zur Bestätigung LÖSCHEN ein',
  removeRegisteredWord: 'LÖSCHEN',
  removed: 'In den Papierkorb verschoben',
  notRemoved: 'Das Token wurde nicht gelöscht. Versuchen Sie es erneut.',
  arrangeTitle: 'Reihenfolge ändern',
  arrangeLead:
    'Ziehen Sie an den Griffen oder benutzen Sie die Pfeile. Angeheftete Token bleiben oben.',
  drag: (name) => `${name} verschieben`,
  moveUp: (name) => `${name} nach oben`,
  moveDown: (name) => `${name} nach unten`,
  moved: (name, place, count) => `${name}: ${place} von ${count}`,
  done: 'Fertig',
  trash: 'Papierkorb',
  trashLead: 'Der Inhalt wird nach 30 Tagen endgültig gelöscht.',
  trashEmpty: 'Der Papierkorb ist leer',
  daysLeft: (days) =>
    plural(days, {
      one: 'Wird in # Tag endgültig gelöscht',
      other: 'Wird in # Tagen endgültig gelöscht',
    }),
  restore: 'Wiederherstellen',
  restored: 'Wiederhergestellt',
  erase: 'Endgültig löschen',
  eraseOf: (name) => `${name} endgültig löschen`,
  restoreOf: (name) => `${name} wiederherstellen`,
  eraseTitle: 'Dieses Token endgültig löschen?',
  eraseText: (name) =>
    `Der Schlüssel für ${isolated(name)} verschwindet von diesem Gerät. Nur ein Backup bringt ihn zurück.`,
  emptyTrash: 'Papierkorb leeren',
  emptyTitle: 'Alles im Papierkorb löschen?',
  emptyText: (count) =>
    plural(count, {
      one: 'Der Schlüssel von # Token verschwindet von diesem Gerät. Nur ein Backup bringt ihn zurück.',
      other:
        'Die Schlüssel von # Token verschwinden von diesem Gerät. Nur ein Backup bringt sie zurück.',
    }),
  erased: 'Endgültig gelöscht',
}
