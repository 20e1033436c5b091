import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Session } from '../../../schema/api/session.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { SearchField } from '../../ui/field.tsx'
import { DownloadIcon, PlusIcon, SearchIcon, UsersIcon } from '../../ui/icons.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { More } from '../../ui/more.tsx'
import { StepUp } from '../../ui/step-up.tsx'
import { Title } from '../../ui/title.tsx'
import { UsersModel } from '../state/users.ts'
import { UserFilters } from './user-filters.tsx'
import { UsersTable } from './users-table.tsx'
import './users.css'

const addPerson = (
  <ButtonLink kind="primary" href="/console/users/new">
    <PlusIcon />
    Add person
  </ButtonLink>
)

type UsersPageProps = { me: Session['user'] }

/** `/console/users`: everybody who can sign in, as the address filters them. */
export const UsersPage = ({ me }: UsersPageProps) => {
  const model = useModel(UsersModel)
  const { list, change } = model
  useEffect(() => void model.groups.load(), [])
  return (
    <div class="stack stack--wide">
      <div class="row row--between">
        <Title>People</Title>
        <div class="row users__actions">
          {me.role === 'super_admin' && <WholesaleActions model={model} />}
          {addPerson}
        </div>
      </div>
      <FaultNotice fault={change.fault.value} onOver={change.forget} />
      <div class="users__tools">
        <div class="users__search">
          <SearchField
            label="Search people"
            name="search"
            placeholder="Search by name, username or e-mail"
            value={model.typed.value}
            onValue={model.seek}
          />
        </div>
        <UserFilters model={model} />
      </div>
      <Loaded state={list.state.value} onRetry={() => void list.load()}>
        {(users) => (users.length === 0 ? <Nobody model={model} /> : <UsersTable users={users} />)}
      </Loaded>
      <More list={list} />
      <StepUp model={model.stepUp} />
    </div>
  )
}

const WholesaleActions = ({ model }: { model: UsersModel }) => (
  <>
    <Button
      kind="plain"
      busy={model.change.busy.value === 'export'}
      onClick={() => void model.exportAll()}
    >
      <DownloadIcon size={18} />
      Export
    </Button>
    <ButtonLink href="/console/users/import">Import</ButtonLink>
  </>
)

const Nobody = ({ model }: { model: UsersModel }) =>
  model.filters.any.value ? (
    <EmptyState
      icon={<SearchIcon size={24} />}
      title="Nobody found"
      action={<Button onClick={model.clear}>Clear search and filters</Button>}
    >
      Nobody fits what is searched for and filtered by.
    </EmptyState>
  ) : (
    <EmptyState icon={<UsersIcon size={24} />} title="Nobody here yet" action={addPerson}>
      Add the first person, and tell them their username and first password.
    </EmptyState>
  )
