/** Chromium's event; lib.dom does not know it. */
type InstallEvent = Event & { prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }> }

/** The browser's own install dialog. @returns whether the person agreed */
export type Installer = () => Promise<boolean>

/**
 * Whether this is a tab on an iPhone or iPad: the app that is installed from it has a storage of its own, and
 * no dialog offers to install it. Only Safari there knows the property.
 */
export const isTabOfItsOwn = (): boolean =>
  'standalone' in navigator && navigator.standalone === false

/** Tells when this browser is ready to install the app. Browsers without the event never are. */
export const whenInstallable = (tell: (installer: Installer) => void): void => {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    tell(async () => (await (event as InstallEvent).prompt()).outcome === 'accepted')
  })
}
