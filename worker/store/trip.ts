/** One statement and what its rows mean. Store functions return these; nothing runs until a trip takes them. */
export type Query<T> = { statement: D1PreparedStatement; read: (rows: Row[]) => T }
export type Row = Record<string, unknown>

type Group = Record<string, Query<unknown> | null | undefined>
type Answers<Q> = {
  [K in keyof Q]-?:
    | (NonNullable<Q[K]> extends Query<infer T> ? T : never)
    | (Q[K] extends Query<unknown> ? never : null)
}

/**
 * One sequential trip to D1, the unit of cost at the edge: all queries in the order they are named, in
 * one transaction. A null among them is left out and answers null.
 */
export const trip = async <Q extends Group>(db: D1Database, queries: Q): Promise<Answers<Q>> => {
  const named = Object.entries(queries).filter(
    (entry): entry is [string, Query<unknown>] => !!entry[1],
  )
  if (named.length === 0)
    return Object.fromEntries(Object.keys(queries).map((name) => [name, null])) as Answers<Q>
  const results = await db.batch<Row>(named.map(([, query]) => query.statement))
  const answers = named.map(([name, query], i) => [name, query.read(results[i]?.results ?? [])])
  const skipped = Object.keys(queries).map((name) => [name, null])
  return Object.fromEntries([...skipped, ...answers]) as Answers<Q>
}

/** Two groups of queries, one trip: for a part that is always asked and a part that a caller adds. */
export const tripWith = async <A extends Group, B extends Group>(
  db: D1Database,
  first: A,
  second: B,
): Promise<[Answers<A>, Answers<B>]> => {
  const both = await trip(db, { ...first, ...second })
  return [both, both]
}

/** For statements that change something and have nothing to tell. */
export const command = (statement: D1PreparedStatement): Query<null> => ({
  statement,
  read: () => null,
})

/** For conditional statements with RETURNING: whether the condition held. */
export const verdict = (statement: D1PreparedStatement): Query<boolean> => ({
  statement,
  read: (rows) => rows.length > 0,
})

/** For at most one row. */
export const single = <T>(
  statement: D1PreparedStatement,
  read: (row: Row) => T,
): Query<T | null> => ({
  statement,
  read: ([row]) => (row ? read(row) : null),
})

export const many = <T>(statement: D1PreparedStatement, read: (row: Row) => T): Query<T[]> => ({
  statement,
  read: (rows) => rows.map(read),
})

/** D1 hands a BLOB back as a list of numbers. */
export const blob = (value: unknown): Uint8Array<ArrayBuffer> => Uint8Array.from(value as number[])
