import type { SeedRowReason } from '../../schema/seed-file.ts'
import { decodeBase64 } from './encoding.ts'
import { pskcCipher, type PskcCipher, type PskcSecrets } from './pskc-cipher.ts'
import { pskcPackages } from './pskc-document.ts'
import { PskcFault, type PskcTexts } from './pskc-texts.ts'
import type { Read } from './read.ts'
import { accept, refuse, type Outcome } from './refusal.ts'
import { readRow, secretReason, type RowTexts } from './row.ts'
import { tokenList, type GoodRow } from './token-list.ts'

const data = 'Key/Data'
const secretPath = `${data}/Secret`
const format = 'Key/AlgorithmParameters/ResponseFormat'

/** RFC 6030, section 10: of policies we can keep only that a key makes codes; one not kept forbids use. */
const breaksPolicy = (texts: PskcTexts): boolean =>
  [...texts].some(([path, text]) =>
    path === 'Key/Policy/KeyUsage'
      ? !text.split(' ').includes('OTP')
      : path.startsWith('Key/Policy/'),
  )

/** What no table says: another start of time than RFC 6238's, codes in letters or with a check digit. */
const oddity = (texts: PskcTexts): SeedRowReason | null => {
  if ((texts.get(`${data}/Time/PlainValue`) ?? '0') !== '0') return 'unsupported-type'
  if ((texts.get(`${format}@Encoding`) ?? 'DECIMAL') !== 'DECIMAL') return 'bad-digits'
  if (/^(true|1)$/.test(texts.get(`${format}@CheckDigits`) ?? '')) return 'bad-digits'
  const hidden = texts.has(`${data}/TimeInterval/EncryptedValue/CipherData/CipherValue`)
  return hidden ? 'bad-period' : breaksPolicy(texts) ? 'unsupported-policy' : null
}

/** The profile's name is the last part of its URN (RFC 6030, section 12.4). */
const rowTexts = (texts: PskcTexts): RowTexts => ({
  serial: texts.get('DeviceInfo/SerialNo') || (texts.get('Key@Id') ?? ''),
  type: texts.get('Key@Algorithm')?.split(':').at(-1) ?? '',
  algorithm: texts.get('Key/AlgorithmParameters/Suite'),
  digits: texts.get(`${format}@Length`),
  period: texts.get(`${data}/TimeInterval/PlainValue`),
  manufacturer: texts.get('DeviceInfo/Manufacturer'),
  model: texts.get('DeviceInfo/Model'),
})

/** @returns the secret of a key package, or why it has none */
const secretOf = async (
  texts: PskcTexts,
  cipher: () => Promise<PskcCipher>,
): Promise<Uint8Array | SeedRowReason> => {
  const plain = texts.get(`${secretPath}/PlainValue`)
  const value = texts.get(`${secretPath}/EncryptedValue/CipherData/CipherValue`)
  if (plain !== undefined && value === undefined) return decodeBase64(plain) ?? 'bad-secret'
  if (value === undefined) return 'secret-missing'
  const mac = texts.get(`${secretPath}/ValueMAC`)
  if (!mac || plain !== undefined) return 'mac-missing'
  const method = texts.get(`${secretPath}/EncryptedValue/EncryptionMethod@Algorithm`)
  return (await cipher()).open({ method, value, mac })
}

/** @returns the token of a key package, or why it is none */
const tokenOf = async (
  texts: PskcTexts,
  cipher: () => Promise<PskcCipher>,
  allowShort: boolean,
): Promise<Omit<GoodRow, 'line'> | SeedRowReason> => {
  const row = readRow(rowTexts(texts))
  if (!row.ok) return row.reason
  const odd = oddity(texts)
  if (odd) return odd
  const secret = await secretOf(texts, cipher)
  if (typeof secret === 'string') return secret
  return secretReason(secret, allowShort) ?? { secret, ...row.value }
}

export type PskcOptions = PskcSecrets & { allowShort: boolean }

const readPackages = async (bytes: Uint8Array, options: PskcOptions): Promise<Read> => {
  const list = tokenList()
  let cipher: Promise<PskcCipher> | null = null
  let plain = false
  for (const { header, packages } of pskcPackages(bytes)) {
    const opener = () => (cipher ??= pskcCipher(header, options))
    const tokens = await Promise.all(
      packages.map(({ texts }) => tokenOf(texts, opener, options.allowShort)),
    )
    for (const [index, { line, texts }] of packages.entries()) {
      const token = tokens[index] ?? 'secret-missing'
      if (typeof token === 'string') list.error(line, token)
      else list.add({ line, ...token })
      plain ||= texts.has(`${secretPath}/PlainValue`)
    }
  }
  const read: Read = { format: 'pskc', encoding: 'base64', warnings: [], list }
  const protection = await (cipher as Promise<PskcCipher> | null)
  return protection && !plain ? { ...read, protection: protection.kind } : read
}

/**
 * Reads a PSKC document (RFC 6030): secrets in plain, under a pre-shared AES key, or under a key derived
 * from a password. Of a container's signature nothing is believed, and nothing checked.
 */
export const readPskc = async (bytes: Uint8Array, options: PskcOptions): Promise<Outcome<Read>> => {
  try {
    return accept(await readPackages(bytes, options))
  } catch (fault) {
    if (fault instanceof PskcFault) return refuse(fault.reason, fault.line)
    // The parser's own slips: an attribute named 'hasOwnProperty' makes it throw a TypeError.
    return refuse('malformed-xml')
  }
}
