import { useModel } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import type { ApplicationLine } from '../../../schema/api/application.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { SearchField } from '../../ui/field.tsx'
import { PlusIcon, SearchIcon } from '../../ui/icons.tsx'
import { Badge } from '../../ui/list.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { RowLink, Table, type Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import type { PageProps } from '../pages.tsx'
import { ApplicationsModel } from '../state/application.ts'
import { ApplicationsHead } from './applications-head.tsx'
import { KindCards } from './kind-cards.tsx'
import { kindTexts } from './texts.ts'
import './applications.css'

/** From how many on one would rather type than look. */
const many = 8

const newApplication = (
  <ButtonLink kind="primary" href="/console/applications/new">
    <PlusIcon />
    New application
  </ButtonLink>
)

/** `/console/applications`: what relies on Latchkey to know who people are. */
export const ApplicationsPage = ({ me }: Pick<PageProps, 'me'>) => {
  const model = useModel(ApplicationsModel)
  useEffect(() => void model.load(), [])
  const state = model.state.value
  const mayWrite = me.role === 'super_admin'
  const isEmpty = state.kind === 'ready' && state.value.length === 0
  return (
    <div class="stack stack--wide">
      <ApplicationsHead
        title="Applications"
        lead={
          isEmpty
            ? 'None yet. An application asks Latchkey who somebody is, and how surely. There are three kinds:'
            : 'They ask Latchkey who somebody is, and how surely.'
        }
        action={mayWrite && !isEmpty && newApplication}
      />
      <Loaded state={state} onRetry={() => void model.load()}>
        {(applications) =>
          applications.length === 0 ? (
            <KindCards links={mayWrite} />
          ) : (
            <Applications applications={applications} />
          )
        }
      </Loaded>
    </div>
  )
}

const Applications = ({ applications }: { applications: ApplicationLine[] }) => {
  const [search, setSearch] = useState('')
  const sought = search.trim().toLowerCase()
  const shown = applications.filter(({ name }) => name.toLowerCase().includes(sought))
  return (
    <>
      {applications.length > many && (
        <div class="applications__search">
          <SearchField
            label="Search applications"
            name="search"
            placeholder="Search by name"
            value={search}
            onValue={setSearch}
          />
        </div>
      )}
      {shown.length > 0 ? (
        <Table caption="Applications" columns={columns} rows={shown} keyOf={({ id }) => id} />
      ) : (
        <EmptyState
          icon={<SearchIcon size={24} />}
          title="No application found"
          action={<Button onClick={() => setSearch('')}>Clear search</Button>}
        >
          {`None is called “${search.trim()}”.`}
        </EmptyState>
      )}
    </>
  )
}

const columns: [Column<ApplicationLine>, ...Column<ApplicationLine>[]] = [
  {
    title: 'Application',
    cell: ({ id, name, kind, disabledAt }) => (
      <span class="applications__name">
        <RowLink href={`/console/applications/${id}`}>{name}</RowLink>
        {disabledAt !== null && <Badge kind="warning">Disabled</Badge>}
        <span class="applications__kind">{kindTexts[kind].short}</span>
      </span>
    ),
  },
  { title: 'Kind', wide: true, cell: ({ kind }) => kindTexts[kind].short },
  {
    title: 'For',
    wide: true,
    cell: ({ audience }) => (audience === 'everyone' ? 'Everyone' : 'Groups'),
  },
  { title: 'Keys', wide: true, cell: ({ kind, keys }) => (kind === 'site' ? '–' : keys) },
  {
    title: 'Last used',
    cell: ({ lastUsedAt }) =>
      lastUsedAt === null ? <span class="muted">Never</span> : <Time at={lastUsedAt} />,
  },
]
