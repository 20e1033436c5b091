import { useState } from 'preact/hooks'
import type { User } from '../../../schema/api/user.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { SearchField } from '../../ui/field.tsx'
import { Badge } from '../../ui/list.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import type { MembersModel } from '../state/members.ts'
import { MemberRow } from './member-row.tsx'

/** Finds people and puts them into the group, one by one. */
export const AddMembers = ({ model, onClose }: { model: MembersModel; onClose: () => void }) => {
  const { found, search, policy } = model
  const sought = search.value.trim()
  const close = () => {
    policy.change.forget()
    model.seek('')
    onClose()
  }
  return (
    <Dialog title="Add people" wide onClose={close}>
      <SearchField
        label="Search people"
        name="search"
        placeholder="Search by name or e-mail"
        value={search.value}
        initialFocus
        onValue={model.seek}
      />
      <FaultNotice fault={policy.change.fault.value} onOver={policy.change.forget} />
      <div class="members__found">
        {sought === '' ? (
          <p class="muted">Type how a name begins.</p>
        ) : (
          <Loaded state={found.state.value} onRetry={() => void found.load()}>
            {(people) => <Found model={model} people={people} sought={sought} />}
          </Loaded>
        )}
      </div>
      <div class="dialog__actions">
        <Button onClick={close}>Done</Button>
      </div>
    </Dialog>
  )
}

type FoundProps = { model: MembersModel; people: readonly User[]; sought: string }

const Found = ({ model, people, sought }: FoundProps) => {
  const [added, setAdded] = useState<readonly string[]>([])
  const { members, policy } = model
  const known = members.state.value.kind === 'ready' ? members.state.value.value : []
  const isIn = ({ id }: User) => added.includes(id) || known.some((member) => member.id === id)
  const add = async (user: User) => {
    if (!(await model.add(user.id))) return
    setAdded((ids) => [...ids, user.id])
    announce(`${user.username} was added`)
  }
  if (people.length === 0) return <p class="muted">{`Nobody is found by “${sought}”.`}</p>
  return (
    <ul class="members" aria-label="People found">
      {people.map((user) => (
        <MemberRow key={user.id} user={user}>
          {isIn(user) ? (
            <Badge kind="success">Member</Badge>
          ) : (
            <Button
              small
              aria-label={`Add ${user.username}`}
              busy={policy.change.busy.value === `add ${user.id}`}
              onClick={() => void add(user)}
            >
              Add
            </Button>
          )}
        </MemberRow>
      ))}
    </ul>
  )
}
