import { createModel, signal } from '@preact/signals'
import type {
  Application,
  ApplicationTestAnswer,
  MadeApplicationKey,
} from '../../../schema/api/application.ts'
import type { ApiScope } from '../../../schema/api/validate.ts'
import { answer, api, done, ProblemError } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { createResource } from '../../state/resource.ts'
import { go } from '../../state/route.ts'
import { StepUpModel } from '../../state/step-up.ts'
import { toast } from '../../ui/announcer.tsx'
import { type ApplicationDraft, wireOf } from './application-draft.ts'

const routes = api.admin.applications

/** All applications, by name. */
export const ApplicationsModel = createModel(() =>
  createResource(async () => (await answer(routes.$get())).applications),
)

/** What is sent of a draft. @throws ProblemError where its keys are no JSON */
const sent = (draft: ApplicationDraft) => {
  try {
    return wireOf(draft)
  } catch {
    throw new ProblemError('malformed_request', {
      field: 'jwks',
      detail: 'These keys are no JSON that can be read.',
    })
  }
}

/** An application that does not exist yet. */
export const NewApplicationModel = createModel(() => {
  const stepUp = new StepUpModel()
  const change = new ChangeModel()
  return {
    stepUp,
    change,
    async add(draft: ApplicationDraft): Promise<void> {
      await change.run('add', async () => {
        const json = sent(draft)
        const made = await stepUp.guard(() => answer(routes.$post({ json })))
        if (!made) return
        toast(`${json.name} was added`)
        go(`/console/applications/${made.value.id}`, { replace: true })
      })
    },
  }
})
export type NewApplicationModel = InstanceType<typeof NewApplicationModel>

export type KeyWish = { name: string; scopes: ApiScope[]; expiresInDays: number | null }
/** The question that lies over the page. */
export type ApplicationTask = 'key' | 'disable' | 'delete' | { deleteKey: string }

/** One application, with what a super admin may do with it. */
export const ApplicationModel = createModel((id: string) => {
  const param = { id }
  const route = routes[':id']
  const application = createResource((): Promise<Application> => answer(route.$get({ param })))
  const stepUp = new StepUpModel()
  const change = new ChangeModel({ not_found: 'This application is not there anymore.' })
  const task = signal<ApplicationTask | null>(null)
  const made = signal<MadeApplicationKey | null>(null)

  /** Does it once it is certain who asks. @returns what was answered, or null where it was not done */
  const act = async <Value>(
    name: string,
    request: () => Promise<Value>,
  ): Promise<{ value: Value } | null> => {
    let answered: { value: Value } | null = null
    await change.run(name, async () => {
      answered = await stepUp.guard(request)
    })
    return answered
  }
  const show = (value: Application) => {
    application.state.value = { kind: 'ready', value }
  }
  return {
    application,
    stepUp,
    change,
    task,
    made,
    ask(next: ApplicationTask | null) {
      change.forget()
      made.value = null
      task.value = next
    },
    /** @returns it as it was saved, or null where that was refused or called off */
    async save(version: number, draft: ApplicationDraft): Promise<Application | null> {
      const saved = await act('save', () => {
        const json = { version, application: sent(draft) }
        return answer(route.$patch({ param, json }))
      })
      if (saved) show(saved.value)
      return saved?.value ?? null
    },
    async turn(to: 'disable' | 'enable'): Promise<void> {
      const turned = await act(to, () => answer(route[to].$post({ param })))
      if (!turned) return
      task.value = null
      show(turned.value)
      toast(to === 'disable' ? 'Nobody gets in any more' : 'People get in again')
    },
    async remove(): Promise<void> {
      if (!(await act('delete', () => done(route.$delete({ param }))))) return
      task.value = null
      toast('Deleted')
      go('/console/applications', { replace: true })
    },
    async makeKey(json: KeyWish): Promise<void> {
      const answered = await act('key', () => answer(route.keys.$post({ param, json })))
      if (!answered) return
      made.value = answered.value
      await application.load()
    },
    async removeKey(key: string): Promise<void> {
      const gone = await act('delete-key', () =>
        done(route.keys[':key'].$delete({ param: { id, key } })),
      )
      if (!gone) return
      task.value = null
      toast('Deleted')
      await application.load()
    },
  }
})
export type ApplicationModel = InstanceType<typeof ApplicationModel>

/** 'Who gets in?': one question after the other. */
export const ApplicationTestModel = createModel((id: string) => {
  const change = new ChangeModel({ not_found: 'Nobody has this username.' })
  const result = signal<ApplicationTestAnswer | null>(null)
  return {
    change,
    result,
    async test(json: { username: string; url?: string; method?: string }): Promise<void> {
      await change.run('test', async () => {
        result.value = await answer(routes[':id'].test.$post({ param: { id }, json }))
      })
      if (change.fault.value) result.value = null
    },
  }
})
export type ApplicationTestModel = InstanceType<typeof ApplicationTestModel>
