import { createModel } from '@preact/signals'
import { toast } from '../../ui/announcer.tsx'
import { ChangeModel } from '../../state/change.ts'
import { createResource } from '../../state/resource.ts'

/** A list of mine whose items can be ended, one or several at once; it is read anew after each. */
export const createRevocable = <Item>(fetchAll: () => Promise<Item[]>) => {
  const RevocableModel = createModel(() => {
    const list = createResource(fetchAll)
    const change = new ChangeModel()
    return {
      list,
      change,
      /** @param name what is under way, for `change.busy` */
      async revoke(name: string, said: string, request: () => Promise<void>): Promise<void> {
        if (!(await change.run(name, request))) return
        toast(said)
        await list.load()
      },
    }
  })
  return new RevocableModel()
}
