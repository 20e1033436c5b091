import type { Kdf } from '../../../schema/backup/kdf.ts'
import { fromHex } from '../../../schema/hex.ts'
import { trustedScriptUrl } from '../device/trusted-url.ts'
import type { Argon2Request } from './argon2-wasm.thread.ts'
import type { Argon2Answer } from './argon2.thread.ts'
import threadUrl from './argon2.thread.ts?worker&url'

/** The parameters come from files: one that takes longer than this is given up, with its thread. */
const patience = 60_000

/**
 * Argon2id in a thread of its own, which ends with it, and its memory with the thread.
 *
 * @throws Error where there is too little memory, or it takes longer than a minute
 */
export const argon2id = (request: Argon2Request): Promise<Uint8Array<ArrayBuffer>> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(trustedScriptUrl(threadUrl), { type: 'module' })
    const end = (): void => {
      clearTimeout(timer)
      thread.terminate()
    }
    const fail = (): void => {
      end()
      reject(new Error('Argon2id did not come to an end'))
    }
    const timer = setTimeout(fail, patience)
    thread.addEventListener('error', fail)
    thread.addEventListener('message', ({ data }: MessageEvent<Argon2Answer>) => {
      if ('failed' in data) return fail()
      end()
      resolve(data.hash)
    })
    thread.postMessage(request)
  })

/**
 * 32 bytes made of a passphrase. Normalized: typed on another keyboard it is the same passphrase.
 *
 * @throws Error as `argon2id`
 */
export const stretched = (passphrase: string, kdf: Kdf): Promise<Uint8Array<ArrayBuffer>> => {
  const password = new TextEncoder().encode(passphrase.normalize('NFKC'))
  const { m, t, p, salt } = kdf
  return argon2id({ password, salt: fromHex(salt), m, t, p, length: 32 })
}
