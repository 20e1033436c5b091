/** The database as a deploy leaves it: in one transaction, for each test file has one of its own. */
import { env } from 'cloudflare:workers'

await env.DB.batch(
  env.TEST_MIGRATIONS.flatMap(({ queries }) => queries.map((query) => env.DB.prepare(query))),
)
