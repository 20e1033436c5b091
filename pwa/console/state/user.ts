import { createModel, signal } from '@preact/signals'
import type { NewUserForm, ResetTarget, UserChange, UserDetails } from '../../../schema/api/user.ts'
import { answer, api, done } from '../../api.ts'
import { toast } from '../../ui/announcer.tsx'
import { ChangeModel } from '../../state/change.ts'
import { createPaged } from '../../state/paged.ts'
import { createResource } from '../../state/resource.ts'
import { go } from '../../state/route.ts'
import { StepUpModel } from '../../state/step-up.ts'

/** A person with what the settings say about each role: which flags they would overrule. */
export type PersonView = { user: UserDetails; form: NewUserForm }

/** A question that lies over the page. */
export type UserTask =
  | { kind: 'role' }
  | { kind: 'override' }
  | { kind: 'reset'; targets: readonly ResetTarget[] }
  | { kind: 'disable' }
  | { kind: 'delete' }

/** The part of the page in which something is done: there its refusal is shown. */
export type UserPart = 'profile' | 'access' | 'groups' | 'factors' | 'locks' | 'status'

/** One person, with what an administrator may do to them. */
export const UserModel = createModel((id: string) => {
  const param = { id }
  const { [':id']: route } = api.admin.users
  const view = createResource(async (): Promise<PersonView> => {
    const [user, form] = await Promise.all([
      answer(route.$get({ param })),
      answer(api.admin['user-form'].$get()),
    ])
    return { user, form }
  })
  const policy = createResource(() => answer(route.policy.$get({ param })))
  const activity = createPaged((after) =>
    answer(api.admin.audit.$get({ query: { person: id, ...(after !== undefined && { after }) } })),
  )
  const stepUp = new StepUpModel()
  const change = new ChangeModel({ not_found: 'This person is not there anymore.' })
  const part = signal<UserPart | null>(null)
  const task = signal<UserTask | null>(null)

  const load = async () => {
    await Promise.all([view.load(), policy.load(), activity.load()])
  }
  /** Does it once it is certain who asks. @returns whether it was done */
  const act = async (
    where: UserPart,
    name: string,
    said: string,
    request: () => Promise<unknown>,
  ): Promise<boolean> => {
    // The proof's dialog opens over the page: a question has had its answer.
    task.value = null
    part.value = where
    change.forget()
    let sent = false
    await change.run(name, async () => {
      sent = (await stepUp.guard(request)) !== null
      if (sent) toast(said)
    })
    return sent
  }
  return {
    view,
    policy,
    activity,
    stepUp,
    change,
    part,
    task,
    load,
    ask(next: UserTask | null) {
      task.value = next
    },
    /** Changes what is named. @returns whether it was done */
    async save(where: UserPart, name: string, json: UserChange, said = 'Saved'): Promise<boolean> {
      const saved = await act(where, name, said, () => done(route.$patch({ param, json })))
      if (saved) await load()
      return saved
    },
    async reset(targets: readonly ResetTarget[], said: string): Promise<void> {
      const json = { targets: [...targets] }
      const name = targets.length > 1 ? 'reset' : `reset:${targets[0]}`
      if (await act('factors', name, said, () => done(route.reset.$post({ param, json }))))
        await load()
    },
    async unlock(): Promise<void> {
      if (await act('locks', 'unlock', 'Unlocked', () => done(route.unlock.$post({ param }))))
        await load()
    },
    async remove(): Promise<void> {
      if (await act('status', 'delete', 'Deleted', () => done(route.$delete({ param }))))
        go('/console/users', { replace: true })
    },
  }
})
export type UserModel = InstanceType<typeof UserModel>
