import { computed, createModel, signal } from '@preact/signals'
import type { OtpAccount } from '../../../schema/otp/uri.ts'
import { openDatabase, type VaultDatabase } from '../storage/database.ts'
import type { Token } from '../storage/token.ts'
import { clearVaultMarker, hasVaultMarker, setVaultMarker } from '../storage/vault-marker.ts'
import { deleteToken, putToken, readVault, type VaultContent } from '../storage/vault.ts'

/** `lost`: nothing is there, but something was. Never to be taken for `open` with no tokens. */
type VaultState =
  | { kind: 'opening' }
  | { kind: 'open'; tokens: readonly Token[]; unreadable: number }
  | { kind: 'lost' }
  | { kind: 'no-storage' }
  | { kind: 'outdated' }

export type Saved = 'saved' | 'no-space' | 'failed'

/** What was read, beside what the marker says: it is set again, so that its cookie does not run out. */
const stateOf = (content: VaultContent): VaultState => {
  const empty = content.tokens.length + content.unreadable === 0
  if (empty && hasVaultMarker()) return { kind: 'lost' }
  if (!empty) setVaultMarker()
  return { kind: 'open', ...content }
}

const isFull = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'QuotaExceededError'

/** The tokens of this installation. The one place that changes them. */
export const VaultModel = createModel(() => {
  const state = signal<VaultState>({ kind: 'opening' })
  const tokens = computed(() => (state.value.kind === 'open' ? state.value.tokens : []))
  const otherTabs = new BroadcastChannel('latchkey-authenticator')
  let database: Promise<VaultDatabase> | null = null

  const connect = (): Promise<VaultDatabase> =>
    (database ??= openDatabase(() => {
      state.value = { kind: 'outdated' }
    }))

  const read = async (): Promise<void> => {
    try {
      state.value = stateOf(await readVault(await connect()))
    } catch {
      database = null
      state.value = { kind: 'no-storage' }
    }
  }

  const changed = async (): Promise<void> => {
    await read()
    otherTabs.postMessage('changed')
  }

  const put = async (token: Token): Promise<Saved> => {
    try {
      await putToken(await connect(), token)
    } catch (error) {
      return isFull(error) ? 'no-space' : 'failed'
    }
    setVaultMarker()
    await changed()
    return 'saved'
  }

  otherTabs.addEventListener('message', () => void read())

  return {
    state,
    tokens,
    read,
    /** Adds a token beside the others, whatever it is called. */
    add: (account: OtpAccount) =>
      put({ ...account, id: crypto.randomUUID(), createdAt: Date.now() }),
    /** Puts another account, or another name, in a token's place. */
    replace: (token: Token, account: OtpAccount) => put({ ...token, ...account }),
    /** Removes a token for good. The last one to go takes the marker along: nothing was lost. */
    remove: async (id: string): Promise<boolean> => {
      try {
        await deleteToken(await connect(), id)
      } catch {
        return false
      }
      if (tokens.peek().every((token) => token.id === id)) clearVaultMarker()
      await changed()
      return true
    },
    /** The person knows why the vault is empty. */
    acceptLoss: async (): Promise<void> => {
      clearVaultMarker()
      await changed()
    },
  }
})

export type VaultModel = InstanceType<typeof VaultModel>
