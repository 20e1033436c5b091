import { createModel, signal } from '@preact/signals'
import type { User } from '../../../schema/api/user.ts'
import { answer, api } from '../../api.ts'

const pause = 200
const most = 8

/** Finding one person by what somebody types. */
export const PersonSearchModel = createModel(() => {
  const typed = signal('')
  /** null: nothing was asked for, or no answer came. */
  const found = signal<User[] | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let latest = 0

  const seek = async (search: string) => {
    const mine = ++latest
    const page = await answer(api.admin.users.$get({ query: { search } })).catch(() => null)
    if (mine === latest) found.value = page?.items.slice(0, most) ?? null
  }
  const forget = () => {
    clearTimeout(timer)
    latest++
    found.value = null
  }
  return {
    typed,
    found,
    type(text: string) {
      typed.value = text
      forget()
      if (text.trim()) timer = setTimeout(() => void seek(text.trim()), pause)
    },
    close: forget,
  }
})
