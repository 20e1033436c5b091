import { poly1305 } from '@noble/ciphers/_poly1305.js'
import { chacha20, hchacha } from '@noble/ciphers/chacha.js'

const tagLength = 16
const blockLength = 64

/**
 * The one message of a libsodium secretstream (crypto_secretstream_xchacha20poly1305), without
 * additional data. Its pad is what libsodium has always used, not what its documentation says.
 *
 * @param header 24 bytes
 * @returns null: another key, or damage
 */
export const openSecretstream = (
  key: Uint8Array,
  header: Uint8Array,
  box: Uint8Array,
): Uint8Array<ArrayBuffer> | null => {
  if (header.length !== 24 || box.length < 1 + tagLength) return null
  const subkey = hchacha20(key, header.subarray(0, 16))
  const nonce = Uint8Array.from([1, 0, 0, 0, ...header.subarray(16, 24)])
  const stream = (bytes: Uint8Array, counter: number) =>
    chacha20(subkey, nonce, bytes, undefined, counter)
  const ciphertext = box.subarray(1, -tagLength)
  // The first block authenticates the message's tag, whose value says only whether more follows.
  const block = stream(new Uint8Array(blockLength), 1)
  block[0] = box[0] ?? 0
  const lengths = new DataView(new ArrayBuffer(16))
  lengths.setUint32(8, blockLength + ciphertext.length, true)
  const authenticated = concat(
    block,
    ciphertext,
    new Uint8Array(ciphertext.length & 15),
    new Uint8Array(lengths.buffer),
  )
  const mac = poly1305(authenticated, stream(new Uint8Array(32), 0))
  const isWhole = mac.every((byte, at) => byte === box[box.length - tagLength + at])
  return isWhole ? new Uint8Array(stream(ciphertext, 2)) : null
}

/** The key of the inner stream (draft-irtf-cfrg-xchacha, section 2.2). */
const hchacha20 = (key: Uint8Array, input: Uint8Array): Uint8Array => {
  const output = new Uint32Array(8)
  hchacha(words(new TextEncoder().encode('expand 32-byte k')), words(key), words(input), output)
  return new Uint8Array(output.buffer)
}

/** Little-endian, as every browser's machine is. */
const words = (bytes: Uint8Array): Uint32Array => new Uint32Array(bytes.slice().buffer)

const concat = (...parts: Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0)
  return whole
}
