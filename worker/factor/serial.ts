import { defaultParameters } from '../../schema/otp/parameters.ts'
import type { Keyring } from '../crypto/keyring.ts'
import { unopenable } from '../crypto/seal.ts'
import { unusedClock } from '../domain/drift.ts'
import { areTokenCodes, type TypedCodes } from '../domain/hardware.ts'
import type { FoundToken, TokenKey } from '../store/hardware-token.ts'
import { matchOf, noteMatch, useOfToken } from './hardware.ts'
import { type Proof, type Prover, refused } from './kind.ts'

/**
 * A token that is asked for by its serial, by whoever has it in their hand. One that is not there, or is
 * not to be had, costs the same work, and only the log tells why.
 *
 * @param enrolled what else follows where it is had
 */
export const proveSerial =
  (
    token: FoundToken | null,
    typed: TypedCodes,
    userId: string,
    enrolled: (tokenId: string) => Proof['consequences'],
  ): Prover =>
  async ({ now, policy, masterKeys }) => {
    if (!areTokenCodes(typed)) return refused('malformed')
    const { driftSteps } = policy.hardware
    if (!token) {
      await matchOf(standIn(masterKeys), typed, { now, driftSteps, masterKeys })
      return refused('no-token')
    }
    const match = await matchOf(token, typed, { now, driftSteps, masterKeys })
    if (!token.isFree) return refused('token-taken')
    if (match === null) return refused('no-match')
    if (match === 'sealed') return refused('sealed')
    const use = useOfToken(token, match, { freeTokenId: token.tokenId, userId })
    return {
      kind: 'proved',
      proof: {
        use,
        consequences: (db, event) => ({
          ...enrolled(token.tokenId)(db, event),
          drifted: noteMatch(db, token, match, driftSteps, event),
        }),
      },
    }
  }

/** Nobody's token, whose codes are nobody's. */
const standIn = (masterKeys: Keyring): TokenKey => ({
  ...defaultParameters,
  tokenId: '',
  mark: '',
  sealed: unopenable(masterKeys),
  clock: unusedClock,
})
