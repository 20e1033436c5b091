import { methods } from '../../schema/api/factor.ts'
import { hashesOfOneTimeCode, isOneTimeCode } from '../crypto/one-time-code.ts'
import {
  type CodePurpose,
  deleteSpentOneTimeCode,
  findOneTimeCode,
  type FoundCode,
} from '../store/one-time-code.ts'
import { useSubject } from '../store/single-use.ts'
import type { Query } from '../store/trip.ts'
import { type FactorKind, type FactorQuestion, type Proof, type Prover, refused } from './kind.ts'

/** A help desk's temporary pass: stands in for a factor once, and not for long. */
export const pass: FactorKind = {
  method: 'pass',
  amr: 'otp',
  looksLike: isOneTimeCode,
  // An administrator vouches for this person: what others guessed at is open again.
  forgives: methods,
  load: (db, question) => loadOneTimeCode(db, 'pass', question),
}

/** What a handed-over code of one purpose proves. */
export const loadOneTimeCode = async (
  db: D1Database,
  purpose: CodePurpose,
  { caller, code, now, masterKeys }: FactorQuestion,
): Promise<Query<Prover>> => {
  const hashes = await hashesOfOneTimeCode(masterKeys, code)
  const { statement, read } = findOneTimeCode(db, { caller, purpose, hashes }, now)
  return {
    statement,
    read: (rows) => async () => {
      const found = read(rows)
      if (hashes.length === 0) return refused('malformed')
      return found ? { kind: 'proved', proof: proofOf(found) } : refused('no-match')
    },
  }
}

const proofOf = ({ id, userId }: FoundCode): Proof => {
  const subject = useSubject.oneTimeCode(id)
  return {
    use: { subject, counter: 1, holder: { codeId: id, userId } },
    consequences: (db, { eventId }) => ({
      deleted: deleteSpentOneTimeCode(db, id, subject, eventId),
    }),
  }
}
