import { computeArgon2id } from '../crypto/argon2-wasm.thread.ts'
import { readFile } from './file.ts'
import type { Reading } from './reading.ts'

/** One file, once: the thread ends with its answer, or is ended. */
export type ReadRequest = { bytes: Uint8Array<ArrayBuffer>; passphrase: string | null }
export type ReadAnswer = Reading

self.addEventListener('message', ({ data }: MessageEvent<ReadRequest>) => {
  const { bytes, passphrase } = data
  void readFile(bytes, { passphrase, argon2id: computeArgon2id }).then((reading) =>
    self.postMessage(reading satisfies ReadAnswer),
  )
})
