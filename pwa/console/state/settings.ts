import { createModel, signal } from '@preact/signals'
import type { SettingsChange } from '../../../schema/api/setting.ts'
import type { SettingName } from '../../../schema/policy.ts'
import { answer, api } from '../../api.ts'
import { createPaged } from '../../state/paged.ts'
import { createResource } from '../../state/resource.ts'
import { PolicyChangeModel } from './policy-change.ts'

/** Settings that decide what people must and may do: their changes are weighed. */
const policies = /^(?:mfa|trust|enrollment)\./

/** The settings of the whole system, changed one at a time. */
export const SettingsModel = createModel(() => {
  const page = createResource(() => answer(api.admin.settings.$get()))
  const policy = new PolicyChangeModel()
  const last = signal<SettingName | null>(null)
  return {
    page,
    policy,
    /** The setting that was changed last, or tried to be: its row says what was refused. */
    last,
    /**
     * @param value null for the default
     * @returns whether it was saved
     */
    async save(name: SettingName, value: unknown): Promise<boolean> {
      if (last.value !== name) policy.change.forget()
      last.value = name
      const json = { [name]: value } as SettingsChange
      const weighed = policies.test(name) ? { settings: json } : null
      const saved = await policy.save(name, weighed, () =>
        answer(api.admin.settings.$patch({ json })),
      )
      if (saved) page.state.value = { kind: 'ready', value: saved.value }
      return saved !== null
    },
  }
})
export type SettingsModel = InstanceType<typeof SettingsModel>

/** What one setting was before, the latest change first. */
export const SettingHistoryModel = createModel((name: SettingName) =>
  createPaged((after) =>
    answer(
      api.admin.settings.history.$get({
        query: { scope: 'system', name, ...(after === undefined ? {} : { after }) },
      }),
    ),
  ),
)
