import { fromBase32, toBase32 } from '../../schema/otp/totp.ts'
import { methods } from '../../schema/api/factor.ts'
import { sha256 } from '../crypto/token.ts'
import { deleteSpentRecoveryCode, findRecoveryCode } from '../store/recovery-code.ts'
import { useSubject } from '../store/single-use.ts'
import { type FactorKind, refused } from './kind.ts'

const codeBytes = 16
const codeCharacters = 26

/** Saved codes: 128 bits each, so that a plain hash suffices (NIST SP 800-63B 4.2.1.1); each once. */
export const recovery: FactorKind = {
  method: 'recovery',
  amr: 'otp',
  looksLike: (code) => bytesOf(code) !== null,
  // Whoever holds one is the person: it also ends the suspension of what was guessed at.
  forgives: methods,
  load: async (db, { caller, code }) => {
    const bytes = bytesOf(code)
    const { statement, read } = findRecoveryCode(db, caller, bytes && (await sha256(bytes)))
    return {
      statement,
      read: (rows) => async () => {
        const found = read(rows)
        if (!bytes) return refused('malformed')
        if (!found) return refused('no-match')
        const subject = useSubject.recovery(found.id)
        const { factorId, userId } = found
        return {
          kind: 'proved',
          proof: {
            use: { subject, counter: 1, holder: { factorId, userId } },
            consequences: (spending, { eventId }) => ({
              deleted: deleteSpentRecoveryCode(spending, found.id, subject, eventId),
            }),
          },
        }
      },
    }
  },
}

/** A fresh code as it is shown, and the hash that is kept. */
export const newRecoveryCode = async (): Promise<{ code: string; hash: ArrayBuffer }> => {
  const bytes = crypto.getRandomValues(new Uint8Array(codeBytes))
  const groups = toBase32(bytes).match(/.{5}(?=.{5})|.+$/g) ?? []
  return { code: groups.join('-'), hash: await sha256(bytes) }
}

/** Case, spaces and dashes are for reading. */
const bytesOf = (code: string): Uint8Array<ArrayBuffer> | null => {
  const compact = code.replace(/[\s-]/g, '')
  const bytes = compact.length === codeCharacters ? fromBase32(compact) : null
  return bytes ? new Uint8Array(bytes) : null
}
