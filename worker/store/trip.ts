/** One statement and what its rows mean. Store functions return these; nothing runs until a trip takes them. */
export type Query<T> = { statement: D1PreparedStatement; read: (rows: Row[]) => T }
export type Row = Record<string, unknown>

type Group = Record<string, Query<unknown> | null | undefined>
type Answers<Q> = {
  [K in keyof Q]-?:
    | (NonNullable<Q[K]> extends Query<infer T> ? T : never)
    | (Q[K] extends Query<unknown> ? never : null)
}
type Merged<Groups extends readonly unknown[]> = Groups extends readonly [
  infer First,
  ...infer Rest,
]
  ? MergedGroup<First> & Merged<Rest>
  : unknown
type MergedGroup<G> = undefined extends G
  ? Partial<Answers<NonNullable<G>>>
  : null extends G
    ? Partial<Answers<NonNullable<G>>>
    : Answers<G>

/**
 * One sequential trip to D1, the unit of cost at the edge: all queries in the order they are named, in
 * one transaction. Groups come from several hands; a null is left out and answers null.
 *
 * @throws TypeError when two groups use one name: one statement would silently replace the other
 * @throws AssertionFailed when something that the batch says must be true is not; nothing was done
 */
export const trip = async <const Groups extends readonly (Group | null | undefined)[]>(
  db: D1Database,
  ...groups: Groups
): Promise<Merged<Groups>> => {
  const queries = groups.flatMap((group) => Object.entries(group ?? {}))
  const names = queries.map(([name]) => name)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice) throw new TypeError(`two queries of one trip are named ${twice}`)
  const asked = queries.flatMap(([name, query]) => (query ? [{ name, query }] : []))
  const statements = asked.map((one) => one.query.statement)
  const results =
    statements.length > 0 ? await db.batch<Row>(statements).catch(rethrowAssertion) : []
  const answers = Object.fromEntries([
    ...names.map((name) => [name, null]),
    ...asked.map(({ name, query }, i) => [name, query.read(results[i]?.results ?? [])]),
  ]) as Merged<Groups>
  return answers
}

/** What a batch may say must be true of it: the columns of the table `assertion`, and unique names. */
const assertions = [
  'actor_may',
  'super_admin_remains',
  'requirement_holds',
  'groups_exist',
  'group_is_unchanged',
  'group_fits',
  'passkey_counts',
  'token_is_unchanged',
  'import_is_whole',
  'sms_code_counts',
  'application_is_unchanged',
  'application_fits',
  'application_key_fits',
] as const
export type Assertion =
  | (typeof assertions)[number]
  | 'group_name_is_free'
  | 'passkey_is_new'
  | 'origin_is_free'

/** What a batch said must be true was not (store/assertion.ts); all of it was undone. */
export class AssertionFailed extends Error {
  readonly assertion: Assertion

  constructor(assertion: Assertion) {
    super(assertion)
    this.assertion = assertion
  }
}

/** What D1 says of a row that may not be, and what the batch had said by it. */
const broken: [RegExp, Assertion][] = [
  ...assertions.map((name): [RegExp, Assertion] => [
    new RegExp(`CHECK constraint failed: ${name}\\b`),
    name,
  ]),
  [/UNIQUE constraint failed: user_group.canonical_name/, 'group_name_is_free'],
  // A credential that somebody has already (WebAuthn Level 3, section 7.1, step 26).
  [/UNIQUE constraint failed: site_origin.origin/, 'origin_is_free'],
  [/UNIQUE constraint failed: passkey.credential_id/, 'passkey_is_new'],
]

const rethrowAssertion = (error: unknown): never => {
  const text = String(error)
  const found = broken.find(([pattern]) => pattern.test(text))
  throw found ? new AssertionFailed(found[1]) : error
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
