import type { PreferencesModel } from './preferences.ts'
import type { ProtectionModel } from './protection.ts'
import type { UpdateModel } from './update.ts'
import type { VaultModel } from './vault.ts'

/** What lives as long as the page. */
export type Models = {
  vault: VaultModel
  preferences: PreferencesModel
  protection: ProtectionModel
  update: UpdateModel
}
