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

const compiled = (url: string) => (imports: WebAssembly.Imports) =>
  WebAssembly.instantiateStreaming(fetch(url), imports)

/** Anew each time: its memory goes with it. @throws where there is too little of it */
export const computeArgon2id = async (request: Argon2Request): Promise<Uint8Array<ArrayBuffer>> => {
  const { password, salt, m, t, p, length } = request
  const compute = await setupWasm(compiled(simdUrl), compiled(noSimdUrl))
  return new Uint8Array(
    compute({ password, salt, memorySize: m, passes: t, parallelism: p, tagLength: length }),
  )
}
