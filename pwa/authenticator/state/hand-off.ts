import { signal } from '@preact/signals'
import { go } from './route.ts'

/** What came to the app from outside: a link's token, a shared picture. It is asked about like all others. */
export type HandedOver = { text: string } | { picture: Blob }

export const handedOver = signal<HandedOver | null>(null)
/** Backups and other apps' exports that were opened with this app: the import screen takes them. */
export const handedFiles = signal<File[] | null>(null)

const carries = '#enroll='

/** A link's fragment holds a secret: it is taken out of the address, and of the history, at once. */
const takeLink = (): void => {
  const { hash } = location
  if (hash.startsWith(carries)) {
    handedOver.value = { text: `${location.origin}/authenticator/${hash}` }
    go({ screen: 'add', step: 'ways' }, 'replace')
  } else if (hash === '#shared') {
    go({ screen: 'add', step: 'ways' }, 'replace')
    void import('../device/share.ts').then(({ takeShared }) => takeShared()).then(handOverFile)
  }
}

/** A file that was dropped here, shared with us, or opened with this app. */
export const handOverFile = (file: File | null): void => {
  if (!file) return
  if (file.type.startsWith('image/')) {
    handedOver.value = { picture: file }
    go({ screen: 'add', step: 'ways' }, 'replace')
  } else {
    handedFiles.value = [file]
    go({ screen: 'import' }, 'replace')
  }
}

/** A text that holds several tokens, as a file of them. */
export const handOverText = (text: string): void =>
  handOverFile(new File([text], 'tokens.txt', { type: 'text/plain' }))

/** Chromium's queue of files that were opened with an installed app; lib.dom does not know it. */
type LaunchQueue = {
  setConsumer(take: (launch: { files: readonly FileSystemFileHandle[] }) => void): void
}

/** Before the first paint: nothing of a link stays in the address. */
export const takeHandOffs = (): void => {
  takeLink()
  addEventListener('hashchange', takeLink)
  const { launchQueue } = globalThis as { launchQueue?: LaunchQueue }
  launchQueue?.setConsumer(({ files: [first] }) => {
    void first?.getFile().then(handOverFile)
  })
}
