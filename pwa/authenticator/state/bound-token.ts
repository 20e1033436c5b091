import { codeOf } from '../crypto/code.ts'
import { signed } from '../crypto/device-key.ts'
import { signingKeyName } from '../storage/bound-key.ts'
import type { Token } from '../storage/token.ts'
import { stepAt } from '../../../schema/otp/totp.ts'
import { correction } from './clock.ts'
import type { VaultModel } from './vault.ts'

/** The server's time, as far as this device knows it. Unix seconds. */
export const serverSeconds = (): number => Math.floor((Date.now() + correction.peek()) / 1000)

/** The steps whose codes this page has used: the server takes none of them twice. */
const used = new Map<string, number>()

/**
 * A code that was not used from here yet: that of now, or the next one, which the server takes as well.
 */
export const freshCode = async (token: Token): Promise<string> => {
  const now = stepAt(serverSeconds(), token.period)
  const step = Math.min(Math.max(now, (used.get(token.id) ?? 0) + 1), now + 1)
  used.set(token.id, step)
  return codeOf(token.hmac, step, token)
}

/** A signature by this installation. @throws where its key is gone */
export const signAs = async (
  vault: VaultModel,
  id: string,
  ...texts: string[]
): Promise<string> => {
  const key = await (await vault.connect()).get('keys', signingKeyName(id))
  if (!key) throw new TypeError('the signing key of a registered token is gone')
  return signed(key, ...texts)
}

/** Those of this installation's tokens that a server knows by their own. */
export const registeredOf = (tokens: readonly Token[]): Token[] =>
  tokens.filter(({ registered }) => registered !== null)
