import { keyedHash } from './keyed-hash.ts'
import { decodeBase64Url, encodeBase64Url, type Keyring } from './keyring.ts'

/** When somebody was asked for something, in unix seconds. */
type Moment = { askedAt: number; query: string }

/** Vouches for it in base64url: whoever was asked for a fresh proof cannot move the moment back. */
export const sealMoment = async (ring: Keyring, moment: Moment): Promise<string> =>
  encodeBase64Url(new Uint8Array(await keyedHash(ring[0], purpose, bytesOf(moment))))

/** Whether we said so, under whichever key of the ring. */
export const isMoment = async (ring: Keyring, moment: Moment, mark: string): Promise<boolean> => {
  const given = decodeBase64Url(mark)
  if (given?.length !== macBytes) return false
  const all = await Promise.all(ring.map((key) => keyedHash(key, purpose, bytesOf(moment))))
  return all.some((one) => crypto.subtle.timingSafeEqual(one, given))
}

const macBytes = 32
const purpose = 'latchkey/authorization-moment'
const bytesOf = ({ askedAt, query }: Moment): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(`${askedAt}\0${query}`) as Uint8Array<ArrayBuffer>
