import { useModel } from '@preact/signals'
import { useState } from 'preact/hooks'
import { go } from '../../state/route.ts'
import { toast } from '../../ui/announcer.tsx'
import { BackLink } from '../../ui/back-link.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Title } from '../../ui/title.tsx'
import { PolicyDialogs } from '../policy/policy-dialogs.tsx'
import { NewGroupModel } from '../state/group.ts'
import { emptyGroup, newGroupOf } from '../state/group-draft.ts'
import { GroupForm, groupFields } from './group-form.tsx'

/** `/console/groups/new` */
export const NewGroupPage = () => {
  const model = useModel(NewGroupModel)
  const [draft, setDraft] = useState(emptyGroup)
  const { change } = model.policy
  const nameless = draft.name.trim() === ''
  const submit = async () => {
    if (nameless) return
    const id = await model.add(newGroupOf(draft))
    if (!id) return
    toast(`${draft.name.trim()} was added`)
    go(`/console/groups/${id}`, { replace: true })
  }
  return (
    <div class="stack stack--wide group-page">
      <div>
        <BackLink href="/console/groups">Groups</BackLink>
        <Title lead="It comes after all other groups. Add members and change its place afterwards.">
          New group
        </Title>
      </div>
      <GroupForm
        draft={draft}
        fault={change.fault.value}
        focusName
        onDraft={(part) => setDraft({ ...draft, ...part })}
        onSubmit={() => void submit()}
      >
        <FaultNotice fault={change.fault.value} fields={groupFields} onOver={change.forget} />
        <div class="row row--end">
          <ButtonLink href="/console/groups">Cancel</ButtonLink>
          <Button
            type="submit"
            kind="primary"
            busy={change.busy.value !== null}
            disabled={nameless}
          >
            Add group
          </Button>
        </div>
      </GroupForm>
      <PolicyDialogs model={model.policy} />
    </div>
  )
}
