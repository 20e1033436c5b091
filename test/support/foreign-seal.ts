/** The same files as other apps seal them: by Node's own cryptography, and by libsodium for Ente's. */
import { Buffer } from 'node:buffer'
import {
  createCipheriv,
  createHash,
  createHmac,
  pbkdf2Sync,
  randomBytes,
  scryptSync,
} from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import setupWasm from 'argon2id/lib/setup.js'
import sodium, { ready } from 'libsodium-wrappers'
import {
  aegisPlain,
  andotpPlain,
  bitwardenPlain,
  entePlain,
  protonPlain,
  stratumPlain,
  twofasRest,
  twofasServices,
} from './foreign-file.ts'

export const passphrase = 'grüne Wiese 7'

const require = createRequire(import.meta.url)
const wasm = (name: string) => async (imports: WebAssembly.Imports) =>
  WebAssembly.instantiate(readFileSync(require.resolve(`argon2id/dist/${name}.wasm`)), imports)

type Argon2Request = {
  password: Uint8Array
  salt: Uint8Array
  m: number
  t: number
  p: number
  length: number
}
const hashes = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()

/** Argon2id in Node, for readers that ask for it. Each is computed once, for it takes its time. */
export const argon2id = (request: Argon2Request): Promise<Uint8Array<ArrayBuffer>> => {
  const { password, salt, ...cost } = request
  const name = JSON.stringify([[...password], [...salt], cost])
  const hash = hashes.get(name) ?? compute(request)
  hashes.set(name, hash)
  return hash
}

const compute = async ({ password, salt, m, t, p, length }: Argon2Request) => {
  const hash = await setupWasm(wasm('simd'), wasm('no-simd'))
  return new Uint8Array(
    hash({ password, salt, memorySize: m, passes: t, parallelism: p, tagLength: length }),
  )
}

const gcm = (key: Uint8Array, iv: Uint8Array, plain: string, aad?: string) => {
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  if (aad !== undefined) cipher.setAAD(Buffer.from(aad))
  return { box: Buffer.concat([cipher.update(plain), cipher.final()]), tag: cipher.getAuthTag() }
}

const cbc = (key: Uint8Array, iv: Uint8Array, plain: string) => {
  const cipher = createCipheriv('aes-256-cbc', key, iv)
  return Buffer.concat([cipher.update(plain), cipher.final()])
}

const joined = (...parts: Uint8Array[]) => Uint8Array.from(Buffer.concat(parts))

export const aegisSealed = () => {
  const [master, salt, n1, n2] = [
    randomBytes(32),
    randomBytes(32),
    randomBytes(12),
    randomBytes(12),
  ]
  const options = { N: 32768, r: 8, p: 1, maxmem: 64 * 2 ** 20 }
  const derived = scryptSync(passphrase, salt, 32, options)
  const wrapping = createCipheriv('aes-256-gcm', derived, n1)
  const wrapped = Buffer.concat([wrapping.update(master), wrapping.final()])
  const db = gcm(master, n2, JSON.stringify(aegisPlain.db))
  const hex = (value: Uint8Array) => Buffer.from(value).toString('hex')
  const biometric = { type: 2, uuid: 'x', key: 'aa', key_params: { nonce: 'aa', tag: 'aa' } }
  const slot = {
    type: 1,
    uuid: 'y',
    key: hex(wrapped),
    key_params: { nonce: hex(n1), tag: hex(wrapping.getAuthTag()) },
    n: options.N,
    r: options.r,
    p: options.p,
    salt: hex(salt),
  }
  const params = { nonce: hex(n2), tag: hex(db.tag) }
  return { version: 1, header: { slots: [biometric, slot], params }, db: db.box.toString('base64') }
}

export const twofasSealed = () => {
  const [salt, iv] = [randomBytes(256), randomBytes(12)]
  const key = pbkdf2Sync(passphrase, salt, 10_000, 32, 'sha256')
  const { box, tag } = gcm(key, iv, JSON.stringify(twofasServices))
  const parts = [Buffer.concat([box, tag]), salt, iv].map((part) => part.toString('base64'))
  return { services: [], servicesEncrypted: parts.join(':'), reference: 'x', ...twofasRest }
}

export const enteSealed = async () => {
  await ready
  const salt = randomBytes(16)
  const [memLimit, opsLimit] = [32 * 2 ** 20, 2]
  const password = Buffer.from(passphrase)
  const key = await argon2id({ password, salt, m: memLimit / 1024, t: opsLimit, p: 1, length: 32 })
  const { state, header } = sodium.crypto_secretstream_xchacha20poly1305_init_push(key)
  const box = sodium.crypto_secretstream_xchacha20poly1305_push(
    state,
    Buffer.from(entePlain),
    null,
    sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL,
  )
  const base64 = (value: Uint8Array) => Buffer.from(value).toString('base64')
  return {
    version: 1,
    kdfParams: { memLimit, opsLimit, salt: base64(salt) },
    encryptedData: base64(box),
    encryptionNonce: base64(header),
  }
}

export const bitwardenSealed = (kdfType: 0 | 1) => async () => {
  const salt = randomBytes(16).toString('base64')
  const cost =
    kdfType === 0 ? { kdfIterations: 5000 } : { kdfIterations: 2, kdfMemory: 16, kdfParallelism: 2 }
  const key =
    kdfType === 0
      ? pbkdf2Sync(passphrase, salt, 5000, 32, 'sha256')
      : await argon2id({
          password: Buffer.from(passphrase),
          salt: createHash('sha256').update(salt).digest(),
          m: 16 * 1024,
          t: 2,
          p: 2,
          length: 32,
        })
  const part = (info: string) => expand(key, info)
  const iv = randomBytes(16)
  const box = cbc(part('enc'), iv, JSON.stringify(bitwardenPlain))
  const mac = createHmac('sha256', part('mac')).update(iv).update(box).digest()
  const data = `2.${[iv, box, mac].map((one) => one.toString('base64')).join('|')}`
  return {
    encrypted: true,
    passwordProtected: true,
    salt,
    kdfType,
    ...cost,
    encKeyValidation_DO_NOT_EDIT: 'x',
    data,
  }
}

/** HKDF-Expand alone, by way of Node's HMAC. */
const expand = (key: Uint8Array, info: string): Uint8Array =>
  createHmac('sha256', key).update(info).update(Uint8Array.of(1)).digest()

export const andotpSealed = () => {
  const iterations = 140_000
  const [salt, iv, head] = [randomBytes(12), randomBytes(12), Buffer.alloc(4)]
  head.writeUInt32BE(iterations)
  const key = pbkdf2Sync(passphrase, salt, iterations, 32, 'sha1')
  const { box, tag } = gcm(key, iv, JSON.stringify(andotpPlain))
  return joined(head, salt, iv, box, tag)
}
export const andotpOldSealed = () => {
  // The first four bytes must not look like a possible number of iterations.
  const iv = Buffer.concat([Buffer.from([0xff]), randomBytes(11)])
  const key = createHash('sha256').update(passphrase).digest()
  const { box, tag } = gcm(key, iv, JSON.stringify(andotpPlain))
  return joined(iv, box, tag)
}

export const stratumStrong = async () => {
  const [salt, iv] = [randomBytes(16), randomBytes(12)]
  const key = await argon2id({
    password: Buffer.from(passphrase),
    salt,
    m: 65_536,
    t: 3,
    p: 4,
    length: 32,
  })
  const { box, tag } = gcm(key, iv, JSON.stringify(stratumPlain))
  return joined(Buffer.from('AUTHENTICATORPRO'), salt, iv, box, tag)
}
export const stratumLegacy = () => {
  const [salt, iv] = [randomBytes(20), randomBytes(16)]
  const key = pbkdf2Sync(passphrase, salt, 64_000, 32, 'sha1')
  return joined(
    Buffer.from('AuthenticatorPro'),
    salt,
    iv,
    cbc(key, iv, JSON.stringify(stratumPlain)),
  )
}

export const protonSealed = async () => {
  const [salt, iv] = [randomBytes(16), randomBytes(12)]
  const key = await argon2id({
    password: Buffer.from(passphrase),
    salt,
    m: 19 * 1024,
    t: 2,
    p: 1,
    length: 32,
  })
  const { box, tag } = gcm(key, iv, JSON.stringify(protonPlain), 'proton.authenticator.export.v1')
  const content = Buffer.concat([iv, box, tag]).toString('base64')
  return { version: 1, salt: salt.toString('base64'), content }
}
