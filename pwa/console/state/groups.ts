import { computed, createModel, signal } from '@preact/signals'
import type { Group } from '../../../schema/api/group.ts'
import { answer, api } from '../../api.ts'
import { createResource } from '../../state/resource.ts'
import { PolicyChangeModel } from './policy-change.ts'

/** The order that somebody is trying out, or null: as it is. Without the group of everybody. */
type Order = readonly string[] | null

/** All groups, the strongest first, and the order that somebody is trying out. */
export const GroupsModel = createModel(() => {
  const groups = createResource(() => answer(api.admin.groups.$get()))
  const policy = new PolicyChangeModel()
  const order = signal<Order>(null)

  const known = computed((): Group[] =>
    groups.state.value.kind === 'ready' ? groups.state.value.value.groups : [],
  )
  const ids = computed(
    () => order.value ?? known.value.filter(({ everyone }) => !everyone).map(({ id }) => id),
  )
  const place = (id: string, index: number): void => {
    const others = ids.value.filter((other) => other !== id)
    const next = others.toSpliced(index, 0, id)
    if (next.join() !== ids.value.join()) order.value = next
  }
  return {
    groups,
    policy,
    /** Whether an order waits to be saved. */
    reordered: computed(() => order.value !== null),
    ranked: computed(() =>
      ids.value.flatMap((id) => known.value.filter((group) => group.id === id)),
    ),
    everyone: computed(() => known.value.find(({ everyone }) => everyone) ?? null),
    place,
    discard() {
      order.value = null
    },
    /** @returns whether the order that was tried out holds now */
    async saveOrder(): Promise<boolean> {
      const json = { ids: [...ids.value] }
      const saved = await policy.save('order', { order: json }, () =>
        answer(api.admin.groups.order.$post({ json })),
      )
      if (!saved) return false
      groups.state.value = { kind: 'ready', value: saved.value }
      order.value = null
      return true
    },
  }
})
export type GroupsModel = InstanceType<typeof GroupsModel>
