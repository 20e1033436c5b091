import { createModel } from '@preact/signals'
import { answer, api, done } from '../../api.ts'
import { toast } from '../../ui/announcer.tsx'
import { ChangeModel } from '../../state/change.ts'
import { createResource } from '../../state/resource.ts'

/** Where I am signed in. */
export const SessionsModel = createModel(() => {
  const list = createResource(async () => (await answer(api.sessions.$get())).sessions)
  const change = new ChangeModel()
  const end = async (name: string, said: string, request: () => Promise<void>) => {
    if (!(await change.run(name, request))) return
    toast(said)
    await list.load()
  }
  return {
    list,
    change,
    end: (id: string): Promise<void> =>
      end(id, 'Signed out there', () => done(api.sessions[':id'].$delete({ param: { id } }))),
    endOthers: (): Promise<void> =>
      end('others', 'Signed out everywhere else', () => done(api.sessions.$delete())),
  }
})
