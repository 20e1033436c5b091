import type { ReadAnswer, ReadRequest } from '../formats/formats.thread.ts'
import threadUrl from '../formats/formats.thread.ts?worker&url'
import { trustedScriptUrl } from './trusted-url.ts'

/** Files are hostile: a reader that takes longer than this is ended. Slow hashes take their time. */
const patience = { open: 10_000, sealed: 90_000 }

/** Reads another app's file in a thread of its own. */
export const readForeign = (request: ReadRequest): Promise<ReadAnswer> =>
  new Promise((resolve) => {
    const thread = new Worker(trustedScriptUrl(threadUrl), { type: 'module' })
    const end = (answer: ReadAnswer): void => {
      clearTimeout(timer)
      thread.terminate()
      resolve(answer)
    }
    const giveUp = (): void => end({ kind: 'refused', format: null, reason: 'too-costly' })
    const timer = setTimeout(giveUp, request.passphrase === null ? patience.open : patience.sealed)
    thread.addEventListener('error', giveUp)
    thread.addEventListener('message', ({ data }: MessageEvent<ReadAnswer>) => end(data))
    thread.postMessage(request)
  })
