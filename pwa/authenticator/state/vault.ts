import { computed, createModel, signal } from '@preact/signals'
import type { Slot } from '../crypto/vault-key.ts'
import { openDatabase, type VaultDatabase } from '../storage/database.ts'
import {
  eraseTokens,
  insertTokens,
  type OpenVault,
  readSome,
  readStored,
  readTokens,
  rewriteTokens,
} from '../storage/records.ts'
import { fromHex } from '../../../schema/hex.ts'
import {
  type NewToken,
  type StoredBound,
  type StoredToken,
  type Token,
  type TokenTraits,
  toStored,
} from '../storage/token.ts'
import { isLong, keepFirst, readFirst } from '../storage/first-tokens.ts'
import { clearVaultMarker, hasVaultMarker, setVaultMarker } from '../storage/vault-marker.ts'
import { accessVault, beginVault } from '../storage/vault.ts'

/** `lost`: nothing is there, but something was. Never to be taken for `open` with no tokens. */
type VaultState =
  | { kind: 'opening' }
  | { kind: 'locked'; slots: readonly Slot[] }
  | { kind: 'open'; tokens: readonly Token[]; unreadable: number }
  | { kind: 'lost' }
  | { kind: 'no-storage' }
  | { kind: 'outdated' }

export type Saved = 'saved' | 'no-space' | 'failed'

/** What a person may change of a token. */
export type TokenChange = Partial<TokenTraits & { issuer: string; account: string }>

/** What comes back from a backup is who it was, unless it is here already, or came twice. */
const freeId = ({ id }: NewToken, taken: Set<string>): string => {
  const free = id !== undefined && !taken.has(id) ? id : crypto.randomUUID()
  taken.add(free)
  return free
}

const isFull = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'QuotaExceededError'

/** How long a token stays in the trash. */
export const trashDays = 30
const trashMilliseconds = trashDays * 86_400_000

/** The tokens of this installation. The one place that changes them. */
export const VaultModel = createModel(() => {
  const state = signal<VaultState>({ kind: 'opening' })
  const all = computed(() => (state.value.kind === 'open' ? state.value.tokens : []))
  const shown = computed(() =>
    all.value
      .filter(({ trashedAt }) => trashedAt === null)
      .toSorted((a, b) => Number(b.pinned) - Number(a.pinned)),
  )
  const otherTabs = new BroadcastChannel('latchkey-authenticator')
  let database: Promise<VaultDatabase> | null = null
  /** In memory alone, and gone when it is locked. */
  let key: CryptoKey | null = null
  let isLocked = false

  const connect = (): Promise<VaultDatabase> =>
    (database ??= openDatabase(() => {
      state.value = { kind: 'outdated' }
    }))

  /** Of readings that overtake one another the last one counts: a vault that was locked meanwhile stays so. */
  let readings = 0
  let reading: Promise<void> = Promise.resolve()

  const show = async (put: (next: VaultState) => void): Promise<void> => {
    const connected = await connect()
    const access = await accessVault(connected)
    if (access.kind === 'open') key = access.key
    if (access.kind === 'locked' && (isLocked || !key)) {
      put({ kind: 'locked', slots: access.slots })
      return
    }
    const stored = await connected.count('tokens')
    if (!key || stored === 0) {
      // What was read, beside what the marker says.
      const lost = stored === 0 && hasVaultMarker()
      put(lost ? { kind: 'lost' } : { kind: 'open', tokens: [], unreadable: stored })
      return
    }
    // Set again, so that its cookie does not run out.
    setVaultMarker()
    const vault = { database: connected, key }
    if (state.peek().kind === 'opening' && isLong(stored)) {
      const tokens = await readSome(vault, readFirst())
      if (tokens.length > 0) put({ kind: 'open', tokens, unreadable: 0 })
    }
    put({ kind: 'open', ...(await readTokens(vault)) })
    keepFirst(shown.peek().map(({ id }) => id))
  }

  /** Once this is over, what is shown is as new as this call, whichever reading put it there. */
  const read = (): Promise<void> => {
    readings += 1
    const mine = readings
    const put = (next: VaultState): void => {
      if (mine === readings) state.value = next
    }
    reading = show(put)
      .catch(() => {
        database = null
        put({ kind: 'no-storage' })
      })
      .then(() => (mine === readings ? undefined : reading))
    return reading
  }

  const changed = async (): Promise<void> => {
    await read()
    otherTabs.postMessage('changed')
  }

  /** @throws while it is locked: no screen offers a change then */
  const opened = async (): Promise<OpenVault> => {
    // What is decided by all tokens needs them all.
    await reading
    const connected = await connect()
    if (!key) {
      const access = await beginVault(connected)
      if (access.kind !== 'open') throw new Error('the vault is locked')
      key = access.key
    }
    return { database: connected, key }
  }

  const write = async (work: (vault: OpenVault) => Promise<unknown>): Promise<Saved> => {
    try {
      if ((await work(await opened())) === false) return 'failed'
    } catch (error) {
      return isFull(error) ? 'no-space' : 'failed'
    }
    await changed()
    return 'saved'
  }

  const rewrite = (
    ids: readonly string[],
    change: (stored: StoredToken, id: string) => StoredToken | null,
  ): Promise<Saved> =>
    write((vault) =>
      rewriteTokens(vault, ids, (stored, id) => {
        const next = change(stored, id)
        return next && { ...next, changedAt: Date.now() }
      }),
    )

  const insert = (tokens: NewToken[]): Promise<Saved> =>
    write(async (vault) => {
      const now = Date.now()
      const last = Math.max(0, ...all.peek().map(({ order }) => order))
      // Those that cannot be read have theirs as well.
      const taken = new Set(await vault.database.getAllKeys('tokens'))
      await insertTokens(
        vault,
        tokens.map((token, at) => ({
          ...toStored(token, { order: last + at + 1, now }),
          id: freeId(token, taken),
        })),
      )
      setVaultMarker()
    })

  const erase = async (ids: readonly string[]): Promise<Saved> => {
    const goes = new Set(ids)
    return write(async (vault) => {
      await eraseTokens(vault.database, ids)
      // The last one to go takes the marker along: nothing was lost.
      if (all.peek().every(({ id }) => goes.has(id))) clearVaultMarker()
    })
  }

  const lockHere = (): void => {
    isLocked = true
    key = null
    void read()
  }

  otherTabs.addEventListener('message', ({ data }) => {
    if (data === 'locked') lockHere()
    else void read()
  })

  return {
    state,
    /** Pinned ones first; those in the trash are not among them. */
    tokens: shown,
    trash: computed(() => all.value.filter(({ trashedAt }) => trashedAt !== null)),
    read,
    connect,
    /** Adds tokens beside the others, all or none, whatever they are called. */
    add: insert,
    /** Adds the token that binds this installation, with its keys, by name: all of it, or nothing. */
    addRegistered: (token: StoredBound, keys: Record<string, CryptoKey>): Promise<Saved> =>
      write(async (vault) => {
        await insertTokens(vault, [token], keys)
        setVaultMarker()
      }),
    change: (id: string, change: TokenChange) =>
      rewrite([id], (stored) => ({ ...stored, ...change })),
    /** Puts another account, with another secret, in a token's place. A registered one keeps its own. */
    replace: (id: string, account: NewToken) =>
      rewrite([id], (stored) =>
        stored.bound
          ? null
          : { ...stored, ...toStored({ ...stored, ...account }, { order: stored.order, now: 0 }) },
      ),
    /** They stand in this order from now on. */
    arrange: (ids: readonly string[]) =>
      rewrite(ids, (stored, id) => ({ ...stored, order: ids.indexOf(id) + 1 })),
    /**
     * Uses up the code of a counter.
     * @returns `failed` where another tab has used it
     */
    advance: (id: string, counter: number) =>
      rewrite([id], (stored) =>
        stored.counter === counter ? { ...stored, counter: counter + 1 } : null,
      ),
    trashToken: (id: string) => rewrite([id], (stored) => ({ ...stored, trashedAt: Date.now() })),
    restore: (id: string) => rewrite([id], (stored) => ({ ...stored, trashedAt: null })),
    /** Removes tokens for good. */
    erase,
    /** What has been in the trash for thirty days goes. */
    emptyTrash: async (): Promise<void> => {
      await reading
      const oldest = Date.now() - trashMilliseconds
      const due = all.peek().filter(({ trashedAt }) => trashedAt !== null && trashedAt < oldest)
      if (due.length > 0) await erase(due.map(({ id }) => id))
    },
    /** Tokens with their secrets, for a backup. Those that are bound to this installation are only counted. */
    reveal: async (): Promise<{ tokens: NewToken[]; bound: number }> => {
      const stored = (await readStored(await opened())).filter(
        ({ trashedAt }) => trashedAt === null,
      )
      const free = stored.filter(({ secret }) => secret !== null)
      return { tokens: free.map(toNew), bound: stored.length - free.length }
    },
    /** Forgets the key, here and in all tabs. Only where there is a lock. */
    lock: (): void => {
      lockHere()
      otherTabs.postMessage('locked')
    },
    /** With the key that a lock gave. */
    unlock: async (vaultKey: CryptoKey): Promise<void> => {
      isLocked = false
      key = vaultKey
      await read()
    },
    changed,
    /** The person knows why the vault is empty. */
    acceptLoss: async (): Promise<void> => {
      clearVaultMarker()
      await changed()
    },
  }
})

const toNew = ({
  id,
  secret,
  order: _order,
  trashedAt: _trashedAt,
  registered: _registered,
  bound: _bound,
  changedAt: _changedAt,
  ...rest
}: StoredToken & { id: string }): NewToken => ({ ...rest, id, key: fromHex(secret ?? '') })

export type VaultModel = InstanceType<typeof VaultModel>
