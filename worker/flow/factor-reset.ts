import { superAdminRemains } from '../store/assertion.ts'
import { deleteOrphanedRecovery } from '../store/factor.ts'
import { deleteOneTimeCodes } from '../store/one-time-code.ts'
import { bumpStamp } from '../store/person.ts'
import { deleteAllTrust } from '../store/trusted-browser.ts'

/**
 * What an administrator ends together with a factor of somebody's, in the batch after its end: what stood
 * in for it, and the sessions and the trust that rest on it (design rule 4).
 */
export const endWhatRestedOn = (db: D1Database, userId: string) => ({
  pass: deleteOneTimeCodes(db, userId, null),
  orphaned: deleteOrphanedRecovery(db, userId),
  trust: deleteAllTrust(db, userId),
  bumped: bumpStamp(db, userId),
  remains: superAdminRemains(db),
})
