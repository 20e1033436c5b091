import { computed, createModel, signal } from '@preact/signals'
import { answer, api } from '../../api.ts'
import { createResource } from '../../state/resource.ts'
import { type ApiDocument, groupsOf, search } from '../developers/document.ts'

/** The API as it describes itself, what of it is shown, and which operation the address names. */
export const ApiDocumentModel = createModel(() => {
  const document = createResource(
    async () => (await answer(api['openapi.json'].$get())) as ApiDocument,
  )
  const typed = signal('')
  const wanted = signal(location.hash.slice(1))
  const groups = computed(() => {
    const { value } = document.state
    return value.kind === 'ready' ? search(groupsOf(value.value), typed.value) : []
  })
  return {
    document,
    typed,
    wanted,
    groups,
    /** A link to an operation shows it, whatever was being looked for. */
    follow() {
      typed.value = ''
      wanted.value = location.hash.slice(1)
    },
  }
})
