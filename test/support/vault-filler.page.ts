/** Runs in the page: puts many tokens into the vault as the app itself does. */
import { VaultModel } from '../../pwa/authenticator/state/vault.ts'
import type { NewToken } from '../../pwa/authenticator/storage/token.ts'

const fill = async (tokens: (Omit<NewToken, 'key'> & { key: number[] })[]): Promise<string> => {
  const vault = new VaultModel()
  await vault.read()
  return vault.add(tokens.map(({ key, ...rest }) => ({ ...rest, key: Uint8Array.from(key) })))
}

Object.assign(globalThis, { fillVault: fill })
