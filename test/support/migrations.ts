/**
 * The database as a deploy leaves it, at the start of each test file: what the file before left in it
 * is gone.
 */
import { env } from 'cloudflare:workers'

const left = await env.DB.prepare(
  `SELECT type, name FROM sqlite_master WHERE type IN ('table', 'trigger', 'view')
    AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf%' ESCAPE '\\'
    ORDER BY type = 'table', rootpage DESC`,
).all<{ type: string; name: string }>()

const gone = left.results.map(({ type, name }) => `DROP ${type} "${name}"`)
const made = env.TEST_MIGRATIONS.flatMap(({ queries }) => queries)

await env.DB.batch(
  ['PRAGMA defer_foreign_keys = on', ...gone, ...made].map((query) => env.DB.prepare(query)),
)
