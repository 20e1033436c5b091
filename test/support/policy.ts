/** Policy as a super admin sets it, through the public door only. */
import type { GroupSettings } from '../../schema/policy.ts'
import type { SettingsChange } from '../../schema/api/setting.ts'
import type { Client } from './client.ts'
import { change } from './database.ts'
import { expectStatus, type Person } from './people.ts'

let sequence = 0

/** A group with a name that no other in this file has; returns its id. */
export const addGroup = async (
  root: Client,
  settings: Partial<GroupSettings> = {},
  { members = [], ...fields }: { members?: Person[]; priority?: number; name?: string } = {},
): Promise<string> => {
  const body = { name: `Group ${++sequence}`, settings, ...fields }
  const { id } = expectStatus(await root.post('/api/admin/groups', body), 201).body
  const add = members.map((member) => member.id)
  if (add.length > 0) expectStatus(await root.post(`/api/admin/groups/${id}/members`, { add }), 200)
  return id
}

export const setSettings = async (root: Client, settings: SettingsChange): Promise<void> => {
  expectStatus(await root.patch('/api/admin/settings', settings), 200)
}

/** As it was before anybody decided anything: no setting, and no group but that of everybody. */
export const forgetPolicy = async (): Promise<void> => {
  await change('DELETE FROM setting')
  await change('DELETE FROM user_group WHERE everyone = 0')
  await change(
    `UPDATE user_group SET require_2fa = NULL, allow_totp_2fa = NULL, allow_webauthn_2fa = NULL,
       allow_hardware_2fa = NULL, allow_2fa_self_enrollment = NULL, otp_enabled = NULL`,
  )
}

type Help = 'key' | 'pass' | 'ticket' | 'password-reset'

/** What the help desk makes for a person: `code` or `uri` and the rest of the answer. */
export const handOver = async (root: Client, what: Help, { id }: { id: string }) =>
  expectStatus(await root.post(`/api/admin/users/${id}/${what}`), 201).body
