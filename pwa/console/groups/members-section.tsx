import { useModel } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import type { Group } from '../../../schema/api/group.ts'
import type { User } from '../../../schema/api/user.ts'
import { toast } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { PlusIcon, UsersIcon } from '../../ui/icons.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { More } from '../../ui/more.tsx'
import { Section } from '../../ui/section.tsx'
import { PolicyDialogs } from '../policy/policy-dialogs.tsx'
import { MembersModel } from '../state/members.ts'
import { AddMembers } from './add-members.tsx'
import { MemberRow } from './member-row.tsx'

type MembersSectionProps = { group: Group; mayWrite: boolean; onChange: () => void }

/** Who belongs to a group, page by page. */
export const MembersSection = ({ group, mayWrite, onChange }: MembersSectionProps) => {
  const model = useModel(() => new MembersModel(group.id, onChange))
  const [adding, setAdding] = useState(false)
  useEffect(() => void model.members.load(), [])
  const { members, policy } = model
  const add = (
    <Button small onClick={() => setAdding(true)}>
      <PlusIcon size={18} />
      Add people
    </Button>
  )
  return (
    <Section
      title="Members"
      lead={
        group.members === 1 ? '1 person' : `${(group.members ?? 0).toLocaleString('en')} people`
      }
      action={mayWrite && add}
    >
      <div class="stack">
        <Loaded state={members.state.value} onRetry={() => void members.load()}>
          {(people) => <Members model={model} people={people} mayWrite={mayWrite} />}
        </Loaded>
        {!adding && <FaultNotice fault={policy.change.fault.value} onOver={policy.change.forget} />}
        <More list={members} small />
      </div>
      {adding && <AddMembers model={model} onClose={() => setAdding(false)} />}
      <PolicyDialogs model={policy} />
    </Section>
  )
}

type MembersProps = { model: MembersModel; people: readonly User[]; mayWrite: boolean }

const Members = ({ model, people, mayWrite }: MembersProps) => {
  // A page may be empty though people follow: the Worker looks at so many at a time.
  if (people.length === 0 && !model.members.more.value)
    return (
      <EmptyState icon={<UsersIcon size={24} />} title="Nobody belongs to it yet">
        What the group says holds for its members only.
      </EmptyState>
    )
  const remove = async (user: User) => {
    if (await model.remove(user.id)) toast(`${user.username} was removed from the group`)
  }
  return (
    <ul class="members" aria-label="Members">
      {people.map((user) => (
        <MemberRow key={user.id} user={user}>
          {mayWrite && (
            <Button
              kind="plain"
              small
              aria-label={`Remove ${user.username}`}
              busy={model.policy.change.busy.value === `remove ${user.id}`}
              onClick={() => void remove(user)}
            >
              Remove
            </Button>
          )}
        </MemberRow>
      ))}
    </ul>
  )
}
