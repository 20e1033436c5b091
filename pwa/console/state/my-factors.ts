import { createModel } from '@preact/signals'
import { answer, api } from '../../api.ts'
import { createResource } from '../../state/resource.ts'

/** The second factors of whoever is at the console. */
export const MyFactorsModel = createModel(() => createResource(() => answer(api.factors.$get())))
