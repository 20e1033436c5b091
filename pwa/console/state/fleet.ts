import { createModel } from '@preact/signals'
import { answer, api } from '../../api.ts'
import { createResource } from '../../state/resource.ts'

/** What the clocks of all tokens in use do. */
export const FleetModel = createModel(() =>
  createResource(() => answer(api.admin['hardware-tokens'].fleet.$get())),
)
