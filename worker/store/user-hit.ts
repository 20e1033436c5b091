import { methods } from '../../schema/api/factor.ts'
import { many, type Query } from './trip.ts'
import {
  type Facets,
  type Listed,
  type Position,
  shownColumns,
  toPosition,
  toUser,
} from './user-list.ts'

/**
 * Where a list of some people begins: a search, in the order of what it finds; a group, by username;
 * those who are locked at a moment, by when it ends.
 */
export type Source =
  | { kind: 'search'; prefix: string }
  | { kind: 'group'; id: string }
  | { kind: 'locked'; now: number }

/** What is asked of each beside; null: does not matter. */
export type Filters = Facets & { group: string | null; lockedAt: number | null }

/** How many are looked at for one page: the next page goes on from there, however few it found. */
const mostLookedAt = 1000

/** All that a person's attempts are counted under. */
const subjects = [
  'user.attempt_subject',
  ...[...methods, 'ticket', 'serial'].map((method) => `'factor:${method}:' || user.id`),
].join(', ')

/** Whoever comes from where, in order, and what tells that they came before: each is shown once. */
const sources: Record<Source['kind'], { from: string; before: string }> = {
  // The plus keeps a bound from the index: a page must begin where the last one ended.
  search: {
    from: `SELECT term AS key, user_id AS tie, user_id FROM user_term
      WHERE (term, user_id) > (?1, ?2) AND term < ?9 || char(0x10ffff) AND +term >= ?9`,
    before: `SELECT 1 FROM user_term AS before
      WHERE before.user_id = user.id AND before.term >= ?9 AND before.term < hit.key`,
  },
  group: {
    from: `SELECT canonical_username AS key, user_id AS tie, user_id FROM group_member
      WHERE group_id = ?9 AND (canonical_username, user_id) > (?1, ?2)`,
    before: `SELECT 1 WHERE false`,
  },
  locked: {
    from: `SELECT not_before AS key, subject AS tie, CASE
        WHEN subject LIKE 'factor:%' THEN substr(subject, instr(substr(subject, 8), ':') + 8)
        ELSE (SELECT id FROM user WHERE attempt_subject = subject) END AS user_id
      FROM attempt WHERE (not_before, subject) > (?1, ?2) AND +not_before > ?9
        AND not_before > since AND subject NOT BETWEEN 'network:' AND 'network;'`,
    before: `SELECT 1 FROM attempt AS before
      WHERE before.subject IN (${subjects}) AND before.not_before > ?9
        AND (before.not_before, before.subject) < (hit.key, hit.tie)`,
  },
}

const startOf = (source: Source): Position => {
  if (source.kind === 'search') return { key: source.prefix, tie: '' }
  return { key: source.kind === 'locked' ? source.now : '', tie: '' }
}

const argumentOf = (source: Source): string | number => {
  if (source.kind === 'search') return source.prefix
  return source.kind === 'locked' ? source.now : source.id
}

const fits = (kind: Source['kind']) => `(user.id IS NOT NULL
  AND (?4 IS NULL OR user.role = ?4)
  AND (?5 IS NULL OR user.enrolled = ?5)
  AND (?6 IS NULL OR user.disabled = ?6)
  AND (?7 IS NULL OR EXISTS (
    SELECT 1 FROM group_member WHERE group_member.user_id = user.id AND group_id = ?7))
  AND (?8 IS NULL OR EXISTS (
    SELECT 1 FROM attempt WHERE subject IN (${subjects}) AND not_before > ?8))
  AND NOT EXISTS (${sources[kind].before}))`

/**
 * People from a source whom the filters let in. They come in the order of the inner select, and are
 * looked at one by one until the page is full: to sort them once more, all would have to be looked at.
 */
export const listHits = (
  db: D1Database,
  source: Source,
  { role, enrolled, disabled, group, lockedAt }: Filters,
  after: Position | null,
  limit: number,
): Query<Listed[]> => {
  const { key, tie } = after ?? startOf(source)
  return many(
    db
      .prepare(
        `SELECT hit.key, hit.tie, hit.ordinal, ${fits(source.kind)} AS fits, ${shownColumns}
         FROM (
           SELECT *, row_number() OVER (ORDER BY key, tie) AS ordinal
           FROM (${sources[source.kind].from} ORDER BY key, tie LIMIT ?10)) AS hit
         LEFT JOIN user ON user.id = hit.user_id
         WHERE fits OR hit.ordinal = ?10 LIMIT ?3`,
      )
      .bind(
        key,
        tie,
        limit,
        role,
        enrolled === null ? null : Number(enrolled),
        disabled === null ? null : Number(disabled),
        group,
        lockedAt,
        argumentOf(source),
        mostLookedAt,
      ),
    (row) => ({
      user: row['fits'] === 1 ? toUser(row) : null,
      at: toPosition(row),
      isEnd: row['ordinal'] === mostLookedAt,
    }),
  )
}
