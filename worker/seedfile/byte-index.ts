import { packedColumn } from './packed.ts'

/**
 * MurmurHash3's steps over single bytes, begun at a random number: who writes a file cannot choose rows that
 * all fall on one place.
 */
const hashOf = (bytes: Uint8Array, seed: number): number => {
  let hash = seed
  for (let at = 0; at < bytes.length; at += 1) {
    hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x5bd1_e995)
    hash ^= hash >>> 15
  }
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/**
 * Finds an array of bytes among many: a hash table with open addressing over packed bytes. A Map would want
 * a string for each; 200,000 of them cost more than all the rest of the reading.
 */
export const byteIndex = () => {
  const keys = packedColumn()
  const seed = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
  /** Position in `keys` plus one; 0 is free. Never more than half full. */
  let places = new Uint32Array(16_384)

  const placeOf = (bytes: Uint8Array): number => {
    let place = hashOf(bytes, seed) & (places.length - 1)
    for (;;) {
      const held = places[place] ?? 0
      if (held === 0 || keys.equals(held - 1, bytes)) return place
      place = (place + 1) & (places.length - 1)
    }
  }
  const grow = (): void => {
    places = new Uint32Array(4 * places.length)
    for (let index = 0; index < keys.length(); index += 1)
      places[placeOf(keys.view(index))] = index + 1
  }

  return {
    /** @returns the number under which the same bytes were added, counted from 0; null: they are new now */
    add(bytes: Uint8Array): number | null {
      const place = placeOf(bytes)
      const held = places[place] ?? 0
      if (held > 0) return held - 1
      keys.push(bytes)
      places[place] = keys.length()
      if (2 * keys.length() > places.length) grow()
      return null
    },
  }
}
