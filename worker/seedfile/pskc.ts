import type { Read } from './read.ts'
import { refuse, type Outcome } from './refusal.ts'

export type PskcOptions = {
  password: string | undefined
  presharedKey: string | undefined
  allowShort: boolean
}

/** Reads a PSKC document (RFC 6030). */
export const readPskc = async (_bytes: Uint8Array, _options: PskcOptions): Promise<Outcome<Read>> =>
  refuse('unsupported-pskc')
