import type { LaterWords } from '../words.ts'

export const trouble: LaterWords['trouble'] = {
  lost: 'Token wiederherstellen',
  lostText:
    'Diese App enthielt Token, aber der Speicher des Browsers ist jetzt leer. Browser leeren ihn, wenn Websitedaten gelöscht werden oder der Speicherplatz knapp wird.',
  lostHelp:
    'Wenn Sie ein Backup haben, öffnen Sie es hier. Sonst fügen Sie Ihre Token neu hinzu, von dort, wo Sie sie erhalten haben. Können Sie sich dort nicht anmelden, benutzen Sie einen Wiederherstellungscode oder wenden Sie sich an Ihre Administration.',
  restore: 'Backup öffnen',
  addAgain: 'Token neu hinzufügen',
  removedMyself: 'Ich habe sie selbst entfernt',
  noStorage: 'Ihre Token sind nicht lesbar',
  noStorageText:
    'Dieser Browser lässt die App nicht auf ihren Speicher zugreifen. Das kommt in manchen privaten Fenstern vor und dort, wo Websitedaten ausgeschaltet sind. Es wurde nichts gelöscht.',
  outdated: 'Bitte neu laden',
  outdatedText:
    'Eine neuere Version dieser App ist in einem anderen Tab geöffnet. Ihre Token sind sicher.',
  tryAgain: 'Erneut versuchen',
}
