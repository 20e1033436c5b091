/** Brings the local D1 to the newest migration. */
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint, markIn } from './fingerprint.mjs'
import { inRoot } from './place.mjs'
import { run } from './process.mjs'

/**
 * Wrangler applies each migration together with its own record of it, so that an interrupted run
 * is finished by the next one. The mark only spares the two seconds when nothing is new.
 */
export const migrateDatabase = async ({ state }) => {
  const mark = join(state, 'migrations.applied')
  const wanted = fingerprint(inRoot('schema/migrations'))
  if (markIn(mark) === wanted && existsSync(join(state, 'v3/d1'))) return
  rmSync(mark, { force: true })
  const where = ['--local', '--persist-to', state]
  await run('wrangler', ['d1', 'migrations', 'apply', 'DB', ...where], { env: { CI: 'true' } })
  writeFileSync(mark, wanted)
}
