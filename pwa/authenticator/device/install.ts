/** Chromium's event; lib.dom does not know it. */
type InstallEvent = Event & { prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }> }

/** The browser's own install dialog. @returns whether the person agreed */
export type Installer = () => Promise<boolean>

/** Tells when this browser is ready to install the app. Browsers without the event never are. */
export const whenInstallable = (tell: (installer: Installer) => void): void => {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    tell(async () => (await (event as InstallEvent).prompt()).outcome === 'accepted')
  })
}
