/** What stands in the list's place when the tokens are gone or out of reach. */
export const trouble = {
  lost: 'Restore your tokens',
  lostText:
    'This app held tokens, but the browser’s storage is empty now. Browsers clear it when site data is deleted or space runs low.',
  lostHelp:
    'If you made a backup, open it here. Otherwise add your tokens again from where you got them. If you cannot sign in there, use a recovery code, or ask your administrator.',
  restore: 'Open a backup',
  addAgain: 'Add tokens again',
  removedMyself: 'I removed them myself',
  noStorage: 'Your tokens cannot be read',
  noStorageText:
    'This browser does not let the app open its storage. That happens in some private windows, and where site data is turned off. Nothing has been deleted.',
  outdated: 'Reload to go on',
  outdatedText: 'A newer release of this app is open in another tab. Your tokens are safe.',
  tryAgain: 'Try again',
}
