import { createModel, signal } from '@preact/signals'
import type { HardwareToken } from '../../../schema/api/hardware-token.ts'
import { answer, api } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { createPaged } from '../../state/paged.ts'
import { StepUpModel } from '../../state/step-up.ts'
import { toast } from '../../ui/announcer.tsx'
import { fetchTokens } from './tokens.ts'

const pause = 250

/** Giving a person one of the tokens that nobody holds. */
export const TokenGivingModel = createModel((userId: string, onGiven: () => void) => {
  const open = signal(false)
  const typed = signal('')
  const found = createPaged((after) =>
    fetchTokens(
      { state: 'unassigned', ...(typed.peek().trim() && { search: typed.peek().trim() }) },
      after,
    ),
  )
  const stepUp = new StepUpModel()
  const change = new ChangeModel({
    not_found: 'This token is not there anymore.',
    factor_not_allowed: 'The groups of this person do not allow hardware tokens.',
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    open,
    typed,
    found,
    stepUp,
    change,
    ask(asking: boolean) {
      clearTimeout(timer)
      change.forget()
      typed.value = ''
      open.value = asking
      if (asking) void found.load()
    },
    seek(text: string) {
      typed.value = text
      clearTimeout(timer)
      timer = setTimeout(() => void found.load(), pause)
    },
    async give({ id, serial }: HardwareToken): Promise<void> {
      await change.run(id, async () => {
        const given = await stepUp.guard(() =>
          answer(
            api.admin['hardware-tokens'][':id'].assign.$post({ param: { id }, json: { userId } }),
          ),
        )
        if (!given) return
        open.value = false
        toast(`Token ${serial} assigned`)
        onGiven()
      })
    },
  }
})
export type TokenGivingModel = InstanceType<typeof TokenGivingModel>
