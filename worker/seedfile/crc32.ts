/** CRC-32 as ZIP has it (APPNOTE 4.4.7): the reflected polynomial, one step for each value of a byte. */
const steps = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb8_8320 : value >>> 1
  return value
})

/** @returns an unsigned 32-bit number */
export const crc32 = (bytes: Uint8Array): number => {
  let value = 0xffff_ffff
  for (let at = 0; at < bytes.length; at += 1)
    value = (steps[(value ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (value >>> 8)
  return (value ^ 0xffff_ffff) >>> 0
}
