import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { SearchField } from '../../ui/field.tsx'
import { PlusIcon, SearchIcon, UsersIcon } from '../../ui/icons.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Title } from '../../ui/title.tsx'
import { UsersModel } from '../state/users.ts'
import { UsersTable } from './users-table.tsx'

const addPerson = (
  <ButtonLink kind="primary" href="/console/users/new">
    <PlusIcon />
    Add person
  </ButtonLink>
)

/** `/console/`: everybody who can sign in. */
export const UsersPage = () => {
  const model = useModel(UsersModel)
  const { list } = model
  useEffect(() => void list.load(), [])
  const state = list.state.value
  const nobody = state.kind === 'ready' && state.value.length === 0
  return (
    <div class="stack stack--wide">
      <div class="row row--between">
        <Title>People</Title>
        {addPerson}
      </div>
      <div class="users__search">
        <SearchField
          label="Search people"
          name="search"
          placeholder="Search by username"
          value={model.search.value}
          onValue={model.seek}
        />
      </div>
      <Loaded state={state} onRetry={() => void list.load()}>
        {(users) =>
          nobody ? (
            <Nobody sought={model.search.value} onClear={() => model.seek('')} />
          ) : (
            <UsersTable users={users} />
          )
        }
      </Loaded>
      <FaultNotice fault={list.change.fault.value} onOver={list.change.forget} />
      {list.more.value && (
        <div class="users__more">
          <Button busy={list.change.busy.value !== null} onClick={() => void list.loadMore()}>
            Show more
          </Button>
        </div>
      )}
    </div>
  )
}

const Nobody = ({ sought, onClear }: { sought: string; onClear: () => void }) =>
  sought.trim() ? (
    <EmptyState
      icon={<SearchIcon size={24} />}
      title="Nobody found"
      action={<Button onClick={onClear}>Clear search</Button>}
    >
      {`No username begins with “${sought.trim()}”.`}
    </EmptyState>
  ) : (
    <EmptyState icon={<UsersIcon size={24} />} title="Nobody here yet" action={addPerson}>
      Add the first person, and tell them their username and first password.
    </EmptyState>
  )
