import setupWasm from 'argon2id/lib/setup.js'
import noSimdUrl from 'argon2id/dist/no-simd.wasm?url'
import simdUrl from 'argon2id/dist/simd.wasm?url'

/** Argon2id, version 1.3 (RFC 9106); `m` in KiB, lengths in bytes. */
export type Argon2Request = {
  password: Uint8Array
  salt: Uint8Array
  m: number
  t: number
  p: number
  length: number
}
export type Argon2Answer = { hash: Uint8Array<ArrayBuffer> } | { failed: true }

const compiled = (url: string) => (imports: WebAssembly.Imports) =>
  WebAssembly.instantiateStreaming(fetch(url), imports)

const hash = async ({ password, salt, m, t, p, length }: Argon2Request): Promise<Argon2Answer> => {
  const compute = await setupWasm(compiled(simdUrl), compiled(noSimdUrl))
  const output = compute({
    password,
    salt,
    memorySize: m,
    passes: t,
    parallelism: p,
    tagLength: length,
  })
  return { hash: new Uint8Array(output) }
}

self.addEventListener('message', ({ data }: MessageEvent<Argon2Request>) => {
  void hash(data)
    .catch((): Argon2Answer => ({ failed: true }))
    .then((answer) => self.postMessage(answer))
})
