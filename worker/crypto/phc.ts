/** An Argon2id hash as a PHC string names it. `memory` is in KiB; `keyId` names the pepper. */
export type Phc = {
  memory: number
  passes: number
  lanes: number
  keyId: string
  salt: Uint8Array
  hash: Uint8Array
}

const pattern =
  /^\$argon2id\$v=19\$m=(\d{1,6}),t=(\d{1,2}),p=(\d{1,2}),keyid=([a-z0-9]{1,16})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/

/** The OWASP sets fit in, and little more: whoever can write to the database must not choose what we compute. */
const bounds = { memory: [7168, 47104], passes: [1, 5], lanes: [1, 1] } as const
const maxWork = 2 * 19456 * 2

/** @returns null where the string is not ours, or asks for more work than we would ever do */
export const parsePhc = (text: string): Phc | null => {
  const [, memory, passes, lanes, keyId = '', salt = '', hash = ''] = pattern.exec(text) ?? []
  const numbers = { memory: Number(memory), passes: Number(passes), lanes: Number(lanes) }
  const bounded = (['memory', 'passes', 'lanes'] as const).every(
    (name) => numbers[name] >= bounds[name][0] && numbers[name] <= bounds[name][1],
  )
  return bounded && numbers.memory * numbers.passes <= maxWork
    ? { ...numbers, keyId, salt: decode(salt), hash: decode(hash) }
    : null
}

export const formatPhc = ({ memory, passes, lanes, keyId, salt, hash }: Phc): string =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${lanes},keyid=${keyId}$${encode(salt)}$${encode(hash)}`

/** The PHC format's "B64": standard alphabet, no padding. */
const encode = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes)).replaceAll('=', '')
const decode = (text: string) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0))
