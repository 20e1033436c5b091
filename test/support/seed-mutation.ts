import type { Chance } from './random.ts'
import { seedVector } from './seed-vector.ts'
import { joined, utf8 } from './seed-zip.ts'

type Bytes = Uint8Array<ArrayBuffer>

const hex = (number: number) => `${number.toString(16).padStart(38, '90')}08`

/** Small files of each kind, to be spoiled. */
export const wholeFiles = (): Bytes[] => [
  utf8(`serial,secret\n${[1, 2, 3].map((at) => `A${at},${hex(at)}`).join('\r\n')}\n`),
  utf8([1, 2, 3].map((at) => `A${at};${hex(at)};TOTP;${at === 2 ? 8 : 6};30`).join('\n')),
  utf8(
    `upn,serial number,secret key,time interval,manufacturer,model\na@b.c,1,"${hex(7)}",30,C,K\n`,
  ),
  utf8(`OATH-TOTP,11.12.13 18:55,1,cccc,,${hex(3)},,,0,0,0,8,0,0,0,0,0,0\n`),
  ...['pskc-plain.xml', 'pskc-key.xml', 'pskc-password.xml'].map(seedVector),
  ...['zipcrypto.zip', 'zipcrypto-stored.zip', 'zipcrypto-zip64.zip', 'mac.zip'].map(seedVector),
  ...['aes-128.zip', 'aes-256-stored.zip', 'aes-256-ae1.zip', 'unencrypted.zip'].map(seedVector),
]

/** What readers stumble over: signs of structure, extreme numbers, half letters. */
const stumbles = (
  '" , \n \r \0 = < > & &#0; <!DOCTYPE\tx> ]]> __proto__ ' +
  'PK\u0003\u0004 PK\u0001\u0002 PK\u0005\u0006 PK\u0006\u0006 PK\u0006\u0007'
)
  .split(' ')
  .map(utf8)
const extremes = [
  [0xff, 0xff, 0xff, 0xff],
  [0xff, 0xff],
  [0xfe, 0xff],
  [0, 0, 0, 0],
  [0, 0, 0, 0x80],
  [0xc3],
].map((bytes) => Uint8Array.from(bytes))

const spoils: ((file: Bytes, at: number, draw: Chance) => Bytes)[] = [
  (file, at, { below }) =>
    file.map((byte, index) => (index === at ? byte ^ (1 << below(8)) : byte)),
  (file, at, { below }) => file.map((byte, index) => (index === at ? below(256) : byte)),
  (file, at) => file.slice(0, at),
  (file, at) => file.slice(at),
  (file, at, { below }) => joined(file.slice(0, at), file.slice(at + below(40))),
  (file, at, { below }) => joined(file.slice(0, at), file.slice(below(at + 1), at), file.slice(at)),
  (file, at, { pick }) => joined(file.slice(0, at), pick(stumbles), file.slice(at)),
  (file, at, { pick }) => {
    const bad = file.slice()
    bad.set(pick(extremes).slice(0, bad.length - at), at)
    return bad
  },
]

/** A file with one to four things wrong. */
export const spoiled = (files: readonly Bytes[], draw: Chance): Bytes => {
  let file = draw.pick(files)
  for (let rounds = 1 + draw.below(4); rounds > 0; rounds -= 1) {
    // Directories, headers and declarations stand at the ends: half of all faults go there.
    const [length, end] = [file.length, Math.min(120, file.length)]
    const at = draw.flag()
      ? draw.below(length)
      : draw.flag()
        ? draw.below(end)
        : length - 1 - draw.below(end)
    file = draw.pick(spoils)(file, Math.max(at, 0), draw)
  }
  return file
}
