import threadUrl from './scanner.thread.ts?worker&url'
import type { ScanAnswer, ScanRequest } from './scanner.thread.ts'
import { trustedScriptUrl } from './trusted-url.ts'

/** What came of looking at an image. */
export type ScanResult =
  | { kind: 'text'; text: string }
  | { kind: 'nothing' }
  | { kind: 'no-picture' }
  | { kind: 'gave-up' }

type Work = ScanRequest extends infer R ? (R extends unknown ? Omit<R, 'id'> : never) : never

/** Images are hostile: a decoder that takes longer than this is stopped, with its thread. */
const patience = { frame: 4_000, picture: 20_000 }
const largestFile = 30_000_000

/** Reads QR codes in a thread of its own, which ends with `close`. One image at a time. */
export const createScanner = () => {
  let thread: Worker | null = null
  let lastId = 0

  const close = (): void => {
    thread?.terminate()
    thread = null
  }

  const ask = (work: Work, transfer: Transferable[]): Promise<ScanResult> =>
    new Promise((resolve) => {
      const id = (lastId += 1)
      const worker = (thread ??= new Worker(trustedScriptUrl(threadUrl), { type: 'module' }))
      const end = (result: ScanResult): void => {
        clearTimeout(timer)
        worker.removeEventListener('message', hear)
        worker.removeEventListener('error', fail)
        resolve(result)
      }
      const fail = (): void => {
        close()
        end({ kind: 'gave-up' })
      }
      const hear = ({ data }: MessageEvent<ScanAnswer>): void => {
        if (data.id === id) end(resultOf(data))
      }
      const timer = setTimeout(fail, patience[work.kind])
      worker.addEventListener('message', hear)
      worker.addEventListener('error', fail)
      worker.postMessage({ ...work, id }, transfer)
    })

  return {
    frame: (image: ImageBitmap) => ask({ kind: 'frame', image }, [image]),
    picture: async (file: Blob): Promise<ScanResult> =>
      file.size > largestFile ? { kind: 'no-picture' } : ask({ kind: 'picture', file }, []),
    close,
  }
}

export type Scanner = ReturnType<typeof createScanner>

const resultOf = (answer: ScanAnswer): ScanResult => {
  if ('refusal' in answer) return { kind: answer.refusal }
  return answer.text === null ? { kind: 'nothing' } : { kind: 'text', text: answer.text }
}
