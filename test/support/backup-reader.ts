/** Opens a backup with Node's own cryptography, from the description in schema/backup/envelope.ts alone. */
import { Buffer } from 'node:buffer'
import { createDecipheriv, createHash } from 'node:crypto'
import { argon2id } from './foreign-seal.ts'

export const openedByNode = async (backup: string, passphrase: string): Promise<unknown> => {
  const [prefix = '', header = '', box = '', sum = ''] = backup.trim().split('.')
  const body = [prefix, header, box].join('.')
  const expected = createHash('sha256').update(body).digest().subarray(0, 8).toString('base64url')
  if (expected !== sum) throw new Error('the sum is wrong')
  const { kdf } = JSON.parse(Buffer.from(header, 'base64url').toString()) as {
    kdf: { m: number; t: number; p: number; salt: string }
  }
  const key = await argon2id({
    password: Buffer.from(passphrase.normalize('NFKC')),
    salt: Buffer.from(kdf.salt, 'hex'),
    m: kdf.m,
    t: kdf.t,
    p: kdf.p,
    length: 32,
  })
  const bytes = Buffer.from(box, 'base64url')
  const opening = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
  opening.setAAD(Buffer.from(`${prefix}.${header}`))
  opening.setAuthTag(bytes.subarray(-16))
  const plain = Buffer.concat([opening.update(bytes.subarray(12, -16)), opening.final()])
  return JSON.parse(plain.toString()) as unknown
}
