import { computed, createModel, effect, signal } from '@preact/signals'
import * as v from 'valibot'
import { AuditQuery, type AuditLine } from '../../../schema/api/audit.ts'
import { answer, api, file } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { createPaged } from '../../state/paged.ts'
import { StepUpModel } from '../../state/step-up.ts'
import { datedName } from '../../ui/save-file.ts'
import { createFilters } from './filters.ts'
import { saveGuarded } from './guarded-file.ts'

/** How often a followed log is asked for what is new, in milliseconds. */
const interval = 5000

const filterEntries = {
  action: AuditQuery.entries.action,
  person: AuditQuery.entries.person,
  /** Days of the calendar that hangs where the administrator sits. */
  from: v.pipe(v.string(), v.isoDate()),
  to: v.pipe(v.string(), v.isoDate()),
}

const startOf = (day: string): number => Math.floor(new Date(`${day}T00:00`).getTime() / 1000)
/** The last second of a day, however long the day is. */
const endOf = (day: string): number => {
  const end = new Date(`${day}T00:00`)
  end.setDate(end.getDate() + 1)
  return Math.floor(end.getTime() / 1000) - 1
}

export const exportFormats = ['ndjson', 'csv'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** The audit log as the address filters it, page by page, and what comes in meanwhile. */
export const AuditModel = createModel(() => {
  const filters = createFilters(filterEntries)
  const queryNow = () => {
    const { action, person, from, to } = filters.values.peek()
    return {
      ...(action && { action }),
      ...(person && { person }),
      ...(from && { since: String(startOf(from)) }),
      ...(to && { until: String(endOf(to)) }),
    }
  }
  let sought: ReturnType<typeof queryNow> = {}
  const list = createPaged((after) => {
    if (after === undefined) sought = queryNow()
    return answer(
      api.admin.audit.$get({ query: { ...sought, ...(after !== undefined && { after }) } }),
    )
  })
  const fresh = signal<AuditLine[]>([])
  const following = signal(false)
  const change = new ChangeModel()
  const stepUp = new StepUpModel()
  const exporting = signal(false)

  const lines = computed((): AuditLine[] | null => {
    const { value } = list.state
    return value.kind === 'ready' ? [...fresh.value, ...value.value] : null
  })
  const load = async () => {
    await list.load()
    fresh.value = []
  }
  /** Asks for what is new. A line that was missed by an error comes with the next answer. */
  const catchUp = async () => {
    const known = lines.peek()
    if (!known || document.hidden) return
    const newer = known[0]?.id ?? '0'
    const query = { ...sought, newer }
    const page = await answer(api.admin.audit.$get({ query })).catch(() => null)
    if (!page || lines.peek() !== known) return
    // More than a page at once: what lies between would be missing.
    if (page.next !== null) await load()
    else if (page.items.length > 0) fresh.value = [...page.items, ...fresh.value]
  }
  effect(() => {
    void filters.values.value
    void load()
  })
  effect(() => {
    if (!following.value) return
    const timer = setInterval(() => void catchUp(), interval)
    return () => clearInterval(timer)
  })
  return {
    filters,
    list,
    lines,
    following,
    change,
    stepUp,
    exporting,
    load,
    follow(on: boolean) {
      following.value = on
      if (on) void catchUp()
    },
    askToExport(asking: boolean) {
      change.forget()
      exporting.value = asking
    },
    async exportAs(format: ExportFormat): Promise<void> {
      await change.run(format, async () => {
        const saved = await saveGuarded(stepUp, datedName('audit', format), () =>
          file(api.admin.audit.export.$get({ query: { format } })),
        )
        if (saved) exporting.value = false
      })
    },
  }
})
export type AuditModel = InstanceType<typeof AuditModel>
