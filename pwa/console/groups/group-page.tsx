import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Group } from '../../../schema/api/group.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Title } from '../../ui/title.tsx'
import type { PageProps } from '../pages.tsx'
import { PolicyDialogs } from '../policy/policy-dialogs.tsx'
import { GroupModel } from '../state/group.ts'
import { DeleteGroup } from './delete-group.tsx'
import { EditGroup } from './edit-group.tsx'
import { MembersSection } from './members-section.tsx'
import './groups.css'

/** `/console/groups/:id`: one group, what it says and who belongs to it. */
export const GroupPage = ({ id, me }: PageProps) => {
  const model = useModel(() => new GroupModel(id))
  useEffect(() => void model.group.load(), [])
  const mayWrite = me.role === 'super_admin'
  const state = model.group.state.value
  return (
    <div class="stack stack--wide group-page">
      {state.kind === 'failed' && <Head title="Group" />}
      <Loaded state={state} onRetry={() => void model.group.load()}>
        {(group) => <GroupParts model={model} group={group} mayWrite={mayWrite} />}
      </Loaded>
      <PolicyDialogs model={model.policy} />
    </div>
  )
}

type PartProps = { model: GroupModel; group: Group; mayWrite: boolean }

const GroupParts = ({ model, group, mayWrite }: PartProps) => (
  <>
    <Head title={group.name} {...(mayWrite ? {} : { lead: 'Only super admins change groups.' })} />
    <EditGroup model={model} group={group} mayWrite={mayWrite} />
    {!group.everyone && (
      <MembersSection group={group} mayWrite={mayWrite} onChange={() => void model.group.load()} />
    )}
    {mayWrite && !group.everyone && <DeleteGroup model={model} group={group} />}
  </>
)

const Head = ({ title, lead }: { title: string; lead?: string }) => (
  <div>
    <BackLink href="/console/groups">Groups</BackLink>
    <Title lead={lead}>{title}</Title>
  </div>
)
