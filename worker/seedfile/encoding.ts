import { fromBase32 } from '../../schema/otp/totp.ts'

/** Spaces and dashes as vendors group long secrets for reading. */
const compact = (text: string): string => text.replaceAll(/[\s-]/g, '')

const isHex = (text: string): boolean => text.length % 2 === 0 && /^[0-9a-f]+$/i.test(text)

/** RFC 4648, section 6: the lengths that whole bytes have; any other has lost a letter. */
const isBase32 = (text: string): boolean => {
  const letters = text.replace(/=+$/, '')
  return /^[a-z2-7]+$/i.test(letters) && [0, 2, 4, 5, 7].includes(letters.length % 8)
}

const hexBytes = (text: string): Uint8Array =>
  Uint8Array.from({ length: text.length / 2 }, (_, at) =>
    Number.parseInt(text.slice(2 * at, 2 * at + 2), 16),
  )

/** @returns null where the text is not of that encoding */
export const decodeSecret = (text: string, encoding: 'base32' | 'hex'): Uint8Array | null => {
  const letters = compact(text)
  if (encoding === 'hex') return isHex(letters) ? hexBytes(letters) : null
  return isBase32(letters) ? fromBase32(letters) : null
}

/** Canonical base64 (RFC 4648, section 4), as XML has it: line breaks and blanks may stand in it. */
export const decodeBase64 = (text: string): Uint8Array<ArrayBuffer> | null => {
  const letters = text.replaceAll(/\s/g, '')
  if (letters.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(letters)) return null
  return Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0))
}

export const decodeHex = (text: string): Uint8Array | null => decodeSecret(text, 'hex')

export type Majority = 'base32' | 'hex' | 'undecided' | 'none'

/** Counts how the secrets of a column can be read; one that can be read both ways says nothing. */
export const encodingCount = () => {
  let [hex, base32, both] = [0, 0, 0]
  return {
    add(text: string) {
      const letters = compact(text)
      const [asHex, asBase32] = [isHex(letters), isBase32(letters)]
      if (asHex && asBase32) both += 1
      else if (asHex) hex += 1
      else if (asBase32) base32 += 1
    },
    /** `none`: no secret can be read at all. */
    majority(): Majority {
      if (hex !== base32) return hex > base32 ? 'hex' : 'base32'
      return hex + both > 0 ? 'undecided' : 'none'
    },
  }
}
