import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { toast } from '../../ui/announcer.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { PlusIcon } from '../../ui/icons.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Title } from '../../ui/title.tsx'
import type { PageProps } from '../pages.tsx'
import { PolicyDialogs } from '../policy/policy-dialogs.tsx'
import { GroupsModel } from '../state/groups.ts'
import { Ranking } from './ranking.tsx'
import './groups.css'

const newGroup = (
  <ButtonLink kind="primary" href="/console/groups/new">
    <PlusIcon />
    New group
  </ButtonLink>
)

/** `/console/groups`: who says what about whom, the strongest first. */
export const GroupsPage = ({ me }: PageProps) => {
  const model = useModel(GroupsModel)
  useEffect(() => void model.groups.load(), [])
  const mayWrite = me.role === 'super_admin'
  return (
    <div class="stack stack--wide">
      <div class="row row--between">
        <Title lead="Where groups disagree about a person, the one further up decides.">
          Groups
        </Title>
        {mayWrite && newGroup}
      </div>
      <Loaded state={model.groups.state.value} onRetry={() => void model.groups.load()}>
        {() => <Ranking model={model} mayWrite={mayWrite} />}
      </Loaded>
      {model.reordered.value && <OrderBar model={model} />}
      <PolicyDialogs model={model.policy} />
    </div>
  )
}

/** An order is tried out first, and then saved as one change. */
const OrderBar = ({ model }: { model: GroupsModel }) => {
  const { change } = model.policy
  const save = async () => {
    if (await model.saveOrder()) toast('The order was saved')
  }
  return (
    <div class="save-bar">
      <FaultNotice fault={change.fault.value} onOver={change.forget} />
      <div class="save-bar__line">
        <p>The new order is not saved yet.</p>
        <div class="row">
          <Button small onClick={model.discard}>
            Discard
          </Button>
          <Button
            small
            kind="primary"
            busy={change.busy.value !== null}
            onClick={() => void save()}
          >
            Save order
          </Button>
        </div>
      </div>
    </div>
  )
}
