import type { LockRefusal } from '../../storage/locks.ts'
import type { LaterWords } from '../words.ts'

const refusals: Record<LockRefusal, string> = {
  wrong: 'Damit lässt sich die Sperre nicht öffnen. Es wurde nichts geändert.',
  changed: 'Die Sperre wurde in einem anderen Tab geändert. Versuchen Sie es erneut.',
  failed:
    'Das hat nicht geklappt. Vielleicht hat dieses Gerät zu wenig Arbeitsspeicher. Versuchen Sie es erneut.',
  cancelled:
    'Der Passkey wurde nicht benutzt. Versuchen Sie es erneut oder benutzen Sie die Passphrase.',
  unsupported: 'Dieser Browser kennt keine Passkeys. Benutzen Sie die Passphrase.',
  'no-prf': 'Dieser Passkey kann die Sperre hier nicht öffnen. Benutzen Sie die Passphrase.',
  unstable: 'Dieser Passkey kann die Sperre hier nicht öffnen. Benutzen Sie die Passphrase.',
}

export const lock: LaterWords['lock'] = {
  unlockTitle: 'Entsperren',
  unlockLead: 'Ihre Token auf diesem Gerät sind gesperrt.',
  withPasskey: 'Mit Passkey entsperren',
  passphrase: 'Passphrase',
  unlock: 'Entsperren',
  forgotten: 'Vergessen?',
  forgottenText:
    'Ohne die Passphrase kann niemand die Token öffnen. Wenn Sie ein Backup haben, löschen Sie im Browser die Daten dieser Website, öffnen Sie die App neu und importieren Sie das Backup.',
  title: 'Sperre',
  lead: 'Mit einer Sperre öffnet niemand ohne Sie die Token auf diesem Gerät, auch nicht mit einer Kopie der Browserdaten.',
  none: 'Es ist keine Sperre eingerichtet. Wer diesen Browser benutzen kann, sieht Ihre Codes.',
  backupFirst:
    'Erstellen Sie zuerst ein Backup: Ohne die Passphrase kann niemand die Token hier öffnen.',
  backupLink: 'Token sichern',
  newPassphrase: 'Neue Passphrase',
  newHint: 'Mindestens 10 Zeichen. Sie wird bei jedem Öffnen der App abgefragt.',
  short: 'Verwenden Sie mindestens 10 Zeichen.',
  repeat: 'Passphrase wiederholen',
  different: 'Die beiden stimmen nicht überein.',
  set: 'Sperre einschalten',
  on: 'Die Sperre ist eingeschaltet.',
  setDone: 'Sperre eingeschaltet',
  current: 'Aktuelle Passphrase',
  change: 'Passphrase ändern',
  changed: 'Passphrase geändert',
  passkeys: 'Passkeys',
  passkeysLead:
    'Entsperren Sie mit Gesicht, Fingerabdruck oder Sicherheitsschlüssel. Die Passphrase bleibt gültig, falls der Passkey verloren geht.',
  addPasskey: 'Passkey hinzufügen',
  passkeyAdded: 'Der Passkey öffnet ab jetzt die Sperre',
  passkeyName: 'Passkey',
  removePasskey: (day) => `Passkey vom ${day} entfernen`,
  passkeyRemoved: 'Passkey entfernt',
  off: 'Sperre ausschalten',
  offTitle: 'Sperre ausschalten?',
  offText: 'Wer diesen Browser benutzen kann, sieht dann Ihre Codes.',
  offDone: 'Sperre ausgeschaltet',
  lockNow: 'Jetzt sperren',
  refusal: (reason) => refusals[reason],
}
