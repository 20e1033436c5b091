/** Hardware tokens as an import would have left them, and what their displays show. */
import { env } from 'cloudflare:workers'
import { TOTP } from 'otpauth'
import { canonicalSerial } from '../../schema/serial.ts'
import { toHex } from '../../worker/crypto/hex.ts'
import { parseKeyring } from '../../worker/crypto/keyring.ts'
import { seal } from '../../worker/crypto/seal.ts'
import { fromBase32 } from '../../schema/otp/totp.ts'
import { change } from './database.ts'

export type Token = {
  id: string
  serial: string
  seriesId: string
  /** The code on its display, so many of its steps from now. */
  code: (stepsAway?: number) => string
}

type Making = {
  serial?: string
  seriesId?: string
  algorithm?: 'SHA1' | 'SHA256' | 'SHA512'
  digits?: 6 | 8
  period?: 30 | 60
}

let sequence = 0
const keys = parseKeyring('MASTER_KEYS', env.MASTER_KEYS)

/** A series without tokens. */
export const addSeries = async (label = `Series ${++sequence}`): Promise<string> => {
  const id = crypto.randomUUID()
  await change(
    `INSERT INTO token_series (id, label, file_hash, format, tokens, created_at)
     VALUES (?, ?, zeroblob(32), 'oath-csv', 0, 0)`,
    id,
    label,
  )
  return id
}

/** A token that nobody holds, with a secret of its own. */
export const addToken = async (making: Making = {}): Promise<Token> => {
  const { serial = `HT${String(++sequence).padStart(6, '0')}`, algorithm = 'SHA1' } = making
  const { digits = 6, period = 30, seriesId = await addSeries() } = making
  const id = crypto.randomUUID()
  const otp = new TOTP({ algorithm, digits, period })
  const place = { table: 'hardware_token', column: 'sealed', row: id, owner: '' }
  const sealed = await seal(keys, place, new Uint8Array(fromBase32(otp.secret.base32) ?? []))
  await change(
    `INSERT INTO hardware_token (id, series_id, serial, canonical_serial, sealed, secret_mark,
       algorithm, digits, period, model)
     VALUES (?, ?, ?, ?, unhex(?), unhex(?), ?, ?, ?, 'C200')`,
    id,
    seriesId,
    serial,
    canonicalSerial(serial),
    toHex(sealed),
    toHex(crypto.getRandomValues(new Uint8Array(32))),
    algorithm,
    digits,
    period,
  )
  await change('UPDATE token_series SET tokens = tokens + 1 WHERE id = ?', seriesId)
  const code = (stepsAway = 0) =>
    otp.generate({ timestamp: Date.now() + stepsAway * period * 1000 })
  return { id, serial, seriesId, code }
}

/** A person's, in use: as if its first code had come. */
export const giveToken = async (
  { id: userId }: { id: string },
  making: Making = {},
): Promise<Token & { factorId: string }> => {
  const token = await addToken(making)
  const factorId = crypto.randomUUID()
  await change(
    `INSERT INTO factor (id, user_id, method, name, created_at, confirmed_at)
     VALUES (?, ?, 'hardware', ?, 0, 0)`,
    factorId,
    userId,
    `Hardware token ${token.serial}`,
  )
  await change('UPDATE hardware_token SET factor_id = ? WHERE id = ?', factorId, token.id)
  return { ...token, factorId }
}

/** A code of that token's form that is wrong at any time near. */
export const wrongCodeOf = ({ code }: Token): string => {
  const near = new Set(Array.from({ length: 90 }, (_, i) => code(i - 45)))
  const { length } = code()
  const guesses = Array.from({ length: 90 }, (_, i) => String(i).padStart(length, '7'))
  return guesses.find((guess) => !near.has(guess)) ?? ''
}
