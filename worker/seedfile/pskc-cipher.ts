import { seedFileLimits } from '../../schema/seed-file.ts'
import { decodeBase64, decodeHex } from './encoding.ts'
import { PskcFault, type PskcTexts } from './pskc-texts.ts'

export type PskcSecrets = { password: string | undefined; presharedKey: string | undefined }
type Bytes = Uint8Array<ArrayBuffer>

/** The fragment of an algorithm's URI: XML Encryption and XML Signature name theirs so. */
const fragment = (uri = ''): string => uri.slice(uri.lastIndexOf('#') + 1).toLowerCase()

/** Key lengths in bytes, by XML Encryption's names. */
const ciphers = new Map([
  ['aes128-cbc', 16],
  ['aes192-cbc', 24],
  ['aes256-cbc', 32],
])
const hashes = new Map([
  ['hmac-sha1', 'SHA-1'],
  ['hmac-sha256', 'SHA-256'],
  ['hmac-sha384', 'SHA-384'],
  ['hmac-sha512', 'SHA-512'],
])
const block = 16

const unsupported = (): never => {
  throw new PskcFault('unsupported-pskc')
}
const wrong = (): never => {
  throw new PskcFault('wrong-password-or-damaged')
}
const base64 = (text: string | undefined): Bytes => decodeBase64(text ?? '') ?? unsupported()

const cbcKey = (key: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', key, 'AES-CBC', false, ['encrypt', 'decrypt'])

/**
 * XML Encryption (5.2.1) lets a writer fill the last block with anything but its count; the runtime accepts
 * PKCS #7's filling only. So one more block of that is added: what comes out has its own filling still.
 */
const unpadded = async (key: CryptoKey, iv: Bytes, data: Bytes): Promise<Bytes> => {
  const last = data.slice(-block)
  const full = await crypto.subtle.encrypt({ name: 'AES-CBC', iv: last }, key, new Uint8Array(0))
  const longer = new Uint8Array([...data, ...new Uint8Array(full)])
  const plain = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, key, longer))
  const filling = plain.at(-1) ?? 0
  return filling >= 1 && filling <= block ? plain.slice(0, -filling) : wrong()
}

/** @param value initialization vector, then blocks (XML Encryption, 5.2) */
const decrypt = async (key: CryptoKey, value: Bytes): Promise<Bytes> => {
  if (value.length < 2 * block || value.length % block !== 0) wrong()
  const [iv, data] = [value.slice(0, block), value.slice(block)]
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, key, data))
  } catch {
    return unpadded(key, iv, data)
  }
}

const derivation = 'EncryptionKey/DerivedKey/KeyDerivationMethod'
const parameter = `${derivation}/PBKDF2-params`

/** RFC 6030, section 6.2. The function is HMAC-SHA-1 where none is named (RFC 8018, A.2). */
const derivedKey = async (header: PskcTexts, password: string | undefined): Promise<Bytes> => {
  if (fragment(header.get(`${derivation}@Algorithm`)) !== 'pbkdf2') unsupported()
  // An attribute by the standard; python-pskc writes it as text.
  const named = header.get(`${parameter}/PRF@Algorithm`) ?? header.get(`${parameter}/PRF`)
  const hash = hashes.get(fragment(named || '#hmac-sha1'))
  const count = header.get(`${parameter}/IterationCount`) ?? ''
  const length = Number(header.get(`${parameter}/KeyLength`))
  const salt = base64(header.get(`${parameter}/Salt/Specified`))
  if (!hash || !/^[1-9]\d*$/.test(count) || ![...ciphers.values()].includes(length)) unsupported()
  const iterations = Number(count)
  if (iterations > seedFileLimits.iterations) throw new PskcFault('too-many-iterations')
  if (!password) throw new PskcFault('password-missing')
  const secret = new TextEncoder().encode(password)
  const key = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveBits'])
  const parameters = { name: 'PBKDF2', hash: hash ?? '', salt, iterations }
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, 8 * length))
}

const presharedKey = (text: string | undefined): Bytes => {
  if (!text) throw new PskcFault('preshared-key-missing')
  const key = decodeHex(text)
  if (!key || ![...ciphers.values()].includes(key.length)) throw new PskcFault('bad-preshared-key')
  return key.slice()
}

/** RFC 6030, section 6: a key that is only named, or not even that, is known beforehand. No certificates. */
const encryptionKey = (header: PskcTexts, { password, presharedKey: text }: PskcSecrets) => {
  const paths = [...header.keys()].filter((path) => path.startsWith('EncryptionKey'))
  if (paths.some((path) => path.startsWith(derivation))) return derivedKey(header, password)
  if (paths.some((path) => /X509|EncryptedKey|KeyValue/.test(path))) return unsupported()
  return presharedKey(text)
}

const macMethod = 'MACMethod/MACKey'

/** Where no key is given for it, the encryption's is used (RFC 6030, section 6.1.1). */
const macKey = async (header: PskcTexts, key: Bytes): Promise<CryptoKey | null> => {
  const algorithm = header.get('MACMethod@Algorithm')
  if (algorithm === undefined) return null
  const hash = hashes.get(fragment(algorithm)) ?? unsupported()
  const sealed = header.get(`${macMethod}/CipherData/CipherValue`)
  const method = header.get(`${macMethod}/EncryptionMethod@Algorithm`)
  const raw = sealed === undefined ? key : await open(key, method, base64(sealed))
  if (raw.length === 0) wrong()
  return crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash }, false, ['verify'])
}

const open = async (key: Bytes, method: string | undefined, value: Bytes): Promise<Bytes> => {
  const length = ciphers.get(fragment(method)) ?? unsupported()
  return length === key.length ? decrypt(await cbcKey(key), value) : wrong()
}

/** An encrypted value of a key package, as it is written. */
export type Sealed = { method: string | undefined; value: string | undefined; mac: string }

/** What opens a document's secrets: made once, for deriving its key takes time. */
export const pskcCipher = async (header: PskcTexts, secrets: PskcSecrets) => {
  const key = await encryptionKey(header, secrets)
  const mac = await macKey(header, key)
  const cipher = await cbcKey(key)
  return {
    kind: header.has(`${derivation}@Algorithm`)
      ? ('pskc-password' as const)
      : ('pskc-key' as const),
    /** The MAC is over the encrypted value, and is checked before that is decrypted. */
    async open({ method, value, mac: tag }: Sealed): Promise<Bytes> {
      const length = ciphers.get(fragment(method)) ?? unsupported()
      if (!mac || length !== key.length) return unsupported()
      const data = base64(value)
      return (await crypto.subtle.verify('HMAC', mac, base64(tag), data))
        ? decrypt(cipher, data)
        : wrong()
    },
  }
}
export type PskcCipher = Awaited<ReturnType<typeof pskcCipher>>
