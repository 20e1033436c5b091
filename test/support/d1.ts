/**
 * A D1 that counts trips, takes time for each, and fails on command. Tests hand it to the Worker in
 * place of the real binding: `app.fetch(request, { ...env, DB: watched.db }, ctx)`.
 */

/** `before`: nothing was done. `after`: it was done, and the answer is lost. */
export type Fault = 'before' | 'after'

export type D1Behavior = {
  /** Added to each trip, as distance to the database would. */
  latencyMs?: number
  /** Which trip, counted from 1 since the last reset, fails and how. */
  faults?: Record<number, Fault>
  /** So many answers wait for one another: what asked for them goes on at the same moment. */
  together?: number
}

export type WatchedD1 = {
  db: D1Database
  /** Sequential or not, each batch and each statement run by itself is one trip. */
  trips: () => number
  /** Of which all trips consisted. */
  statements: () => number
  /** Rows that D1 looked at for all of them, as it would bill them. */
  rowsRead: () => number
  /** Begins to count from zero and behaves as told from here on. */
  reset: (behavior?: D1Behavior) => void
}

const RUNS = new Set<PropertyKey>(['first', 'run', 'all', 'raw'])
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Whoever comes waits until `size` have come; nobody waits after that. */
const meetings = () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  let present = 0
  return (size: number): Promise<void> => {
    present += 1
    if (present >= size) resolve()
    return promise
  }
}

type Anything = Record<PropertyKey, (...args: unknown[]) => unknown>

export const watchD1 = (real: D1Database, initial: D1Behavior = {}): WatchedD1 => {
  let behavior = initial
  let count = 0
  let asked = 0
  let read = 0
  let meeting = meetings()
  const originals = new WeakMap<object, D1PreparedStatement>()

  const trip = async (work: () => unknown, statements = 1): Promise<unknown> => {
    count += 1
    asked += statements
    const fault = behavior.faults?.[count]
    if (behavior.latencyMs) await pause(behavior.latencyMs)
    if (fault === 'before') throw new Error('D1_ERROR: Network connection lost.')
    const result = await work()
    if (behavior.together) await meeting(behavior.together)
    read += rowsReadFor(result)
    if (fault === 'after') throw new Error('D1_ERROR: Network connection lost.')
    return result
  }

  /** Every member passes through, but for those that go to the database or lead to ones that do. */
  const wrap = <T extends object>(target: T, special: (key: PropertyKey) => unknown): T =>
    new Proxy(target, {
      get: (_, key) => {
        const own = special(key)
        if (own) return own
        const value: unknown = Reflect.get(target, key)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })

  const statement = (original: D1PreparedStatement): D1PreparedStatement => {
    const members = original as unknown as Anything
    const wrapped = wrap(original, (key) => {
      if (key === 'bind') return (...values: unknown[]) => statement(original.bind(...values))
      if (RUNS.has(key)) return (...args: unknown[]) => trip(() => members[key]?.(...args))
      return undefined
    })
    originals.set(wrapped, original)
    return wrapped
  }

  const batch = (on: Pick<D1Database, 'batch'>) => (statements: D1PreparedStatement[]) =>
    trip(() => on.batch(statements.map((one) => originals.get(one) ?? one)), statements.length)

  const session = (on: D1DatabaseSession): D1DatabaseSession =>
    wrap(on, (key) => {
      if (key === 'prepare') return (sql: string) => statement(on.prepare(sql))
      return key === 'batch' ? batch(on) : undefined
    })

  const db = wrap(real, (key) => {
    if (key === 'prepare') return (sql: string) => statement(real.prepare(sql))
    if (key === 'batch') return batch(real)
    if (key === 'exec') return (sql: string) => trip(() => real.exec(sql))
    if (key === 'withSession') return (from?: string) => session(real.withSession(from))
    return undefined
  })

  const reset = (next: D1Behavior = {}) => {
    behavior = next
    count = 0
    asked = 0
    read = 0
    meeting = meetings()
  }
  return { db, trips: () => count, statements: () => asked, rowsRead: () => read, reset }
}

/** What a batch or a statement says of itself; `first` and `raw` say nothing. */
const rowsReadFor = (result: unknown): number => {
  const results = (Array.isArray(result) ? result : [result]) as Partial<D1Result | null>[]
  return results.reduce((sum, one) => sum + (one?.meta?.rows_read ?? 0), 0)
}
