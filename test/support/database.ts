/** What somebody who reads or writes the database itself can see and do: a thief, or an operator. */
import { env } from 'cloudflare:workers'

type Row = Record<string, unknown>

export const rows = async (sql: string, ...values: unknown[]): Promise<Row[]> =>
  (
    await env.DB.prepare(sql)
      .bind(...values)
      .all<Row>()
  ).results

export const change = async (sql: string, ...values: unknown[]): Promise<void> => {
  await env.DB.prepare(sql)
    .bind(...values)
    .run()
}

/** `action outcome` of each audit line about a person, oldest first. */
export const auditOf = async (userId: string): Promise<string[]> => {
  const lines = await rows(
    'SELECT action, outcome FROM audit WHERE subject_id = ? ORDER BY id',
    userId,
  )
  return lines.map(({ action, outcome }) => `${String(action)} ${String(outcome)}`)
}

/** Consecutive failures that are on record against a person's factor of one kind. */
export const factorFailures = async (userId: string, method = 'totp'): Promise<number> => {
  const [row] = await rows(
    'SELECT failures FROM attempt WHERE subject = ?',
    `factor:${method}:${userId}`,
  )
  return Number(row?.['failures'] ?? 0)
}

/** Every table, row and column as one text; bytes as latin1, base64 and hex, whichever a leak would use. */
export const dump = async (): Promise<string> => {
  const tables = await rows(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'`,
  )
  const contents = await Promise.all(
    tables.map(({ name }) => rows(`SELECT * FROM "${String(name)}"`)),
  )
  return contents
    .flat()
    .flatMap((row) => Object.values(row))
    .map((value) => (Array.isArray(value) ? bytesAsText(value as number[]) : String(value)))
    .join('\n')
}

const bytesAsText = (bytes: number[]): string => {
  const latin1 = String.fromCodePoint(...bytes)
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return [latin1, btoa(latin1), hex].join('\n')
}
