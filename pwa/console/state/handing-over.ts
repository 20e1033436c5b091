import { createModel, signal } from '@preact/signals'
import type { HandedOverKey, OneTimeCode } from '../../../schema/api/user.ts'
import { answer, api } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { StepUpModel } from '../../state/step-up.ts'
import { qrPicture } from '../../ui/qr-picture.ts'

/** The codes that open a door once. */
export type CodeKind = 'pass' | 'ticket' | 'password-reset'

/** What an administrator makes for somebody, sees this once, and passes on. */
export type Made =
  | { kind: 'key'; key: HandedOverKey; picture: string }
  | { kind: 'code'; code: OneTimeCode }

/** Making something for a person: first what it does, then, once, the thing itself. */
export const HandingOverModel = createModel((id: string) => {
  const param = { id }
  const { [':id']: route } = api.admin.users
  const asked = signal<CodeKind | 'key' | null>(null)
  const made = signal<Made | null>(null)
  const change = new ChangeModel({
    factor_not_allowed: 'The groups of this person do not allow authenticator apps.',
  })
  const stepUp = new StepUpModel()

  const makeCode = async (kind: CodeKind): Promise<Made> => ({
    kind: 'code',
    code: await answer(route[kind].$post({ param })),
  })
  const makeKey = async (): Promise<Made> => {
    const key = await answer(route.key.$post({ param }))
    return { kind: 'key', key, picture: await qrPicture(key.uri) }
  }
  return {
    asked,
    made,
    change,
    stepUp,
    ask(kind: CodeKind | 'key') {
      change.forget()
      made.value = null
      asked.value = kind
    },
    async make(): Promise<void> {
      const { value: kind } = asked
      if (!kind) return
      await change.run(kind, async () => {
        const answered = await stepUp.guard(() => (kind === 'key' ? makeKey() : makeCode(kind)))
        if (answered) made.value = answered.value
      })
    },
    /** It is gone from this page's memory, too. @returns whether there was something to see */
    close(): boolean {
      const seen = made.value !== null
      asked.value = null
      made.value = null
      return seen
    },
  }
})
export type HandingOverModel = InstanceType<typeof HandingOverModel>
