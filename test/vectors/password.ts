/**
 * 'correct horse battery' under the pepper of test/support/bindings.ts: HMAC-SHA-256, then Argon2id with
 * m=12288, t=3, p=1, which was the floor's other choice. Made by node:crypto 24 (OpenSSL), not by us.
 */
export const oldPasswordHash =
  '$argon2id$v=19$m=12288,t=3,p=1,keyid=test1$ABEiM0RVZneImaq7zN3u/w$XbwUa5jMD//IQD6HBXpDVrncd8DkQD0m4mqUxBxvwGU'

/** The same password and pepper with m=38912, t=2: twice our work, the most that we would ever do. */
export const costliestPasswordHash =
  '$argon2id$v=19$m=38912,t=2,p=1,keyid=test1$ABEiM0RVZneImaq7zN3u/w$PlCm3T9OGQCRXi3/bYoDBQScRgM0h3GSPMUgPvgioII'

/** More work than that, by time and by memory. */
export const ruinousPasswordHashes = [
  '$argon2id$v=19$m=19456,t=5,p=1,keyid=test1$ABEiM0RVZneImaq7zN3u/w$SeFUU4vgSNr8uG8AG3nVPKiMLzltweL3HAxVOjyUyk8',
  '$argon2id$v=19$m=47104,t=2,p=1,keyid=test1$ABEiM0RVZneImaq7zN3u/w$M8FzIsgf57SaiC8eNX/JG/437QJ8UWiHLMnqxW4CcKM',
]

/** The same password and pepper with m=1024, t=1: cheap to guess, so nothing that we would believe. */
export const cheapPasswordHash =
  '$argon2id$v=19$m=1024,t=1,p=1,keyid=test1$ABEiM0RVZneImaq7zN3u/w$1D+9deynXGphUWQCPROiu11oPX2g9KXnt5zTLWVL6Ow'
