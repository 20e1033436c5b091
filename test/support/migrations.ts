import { applyD1Migrations } from 'cloudflare:test'
import { env } from 'cloudflare:workers'

// Storage belongs to the test file: each starts from an empty database of the newest shape.
await applyD1Migrations(env.DB, env.TEST_MIGRATIONS)
