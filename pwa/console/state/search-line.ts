import { type ReadonlySignal, signal } from '@preact/signals'

/** Long enough that nobody is searched for letter by letter. */
const pause = 250

type Filters = {
  values: ReadonlySignal<{ search?: string }>
  set: (change: { search: string | null }) => void
  clear: () => void
}

/** The search line above a filtered list; the address follows when the typing pauses. */
export const createSearchLine = (filters: Filters) => {
  /** As it stands in the field. */
  const typed = signal(filters.values.peek().search ?? '')
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    typed,
    seek: (text: string): void => {
      typed.value = text
      clearTimeout(timer)
      timer = setTimeout(() => filters.set({ search: text.trim() }), pause)
    },
    /** Takes over what the address says, where that is not what was typed: after Back, say. */
    follow: (): void => {
      const { search = '' } = filters.values.value
      if (search !== typed.peek().trim()) typed.value = search
    },
    clear: (): void => {
      clearTimeout(timer)
      typed.value = ''
      filters.clear()
    },
  }
}
