import { type Argon2Request, computeArgon2id } from './argon2-wasm.thread.ts'

export type Argon2Answer = { hash: Uint8Array<ArrayBuffer> } | { failed: true }

self.addEventListener('message', ({ data }: MessageEvent<Argon2Request>) => {
  void computeArgon2id(data)
    .then(
      (hash): Argon2Answer => ({ hash }),
      (): Argon2Answer => ({ failed: true }),
    )
    .then((answer) => self.postMessage(answer))
})
