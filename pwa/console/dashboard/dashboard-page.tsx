import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Dashboard } from '../../../schema/api/dashboard.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PlusIcon, UsersIcon } from '../../ui/icons.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Title } from '../../ui/title.tsx'
import { DashboardModel } from '../state/dashboard.ts'
import { AlertsSection } from './alerts-section.tsx'
import { ChartsSection } from './charts-section.tsx'
import { CoverageSection } from './coverage-section.tsx'
import './dashboard.css'

const addPerson = (
  <ButtonLink kind="primary" href="/console/users/new">
    <PlusIcon />
    Add person
  </ButtonLink>
)

/** `/console/`: how the door is doing. */
export const DashboardPage = () => {
  const model = useModel(DashboardModel)
  useEffect(() => void model.load(), [])
  return (
    <div class="stack stack--wide">
      <div class="row row--between">
        <Title>Dashboard</Title>
        {addPerson}
      </div>
      <Loaded state={model.state.value} onRetry={() => void model.load()}>
        {(dashboard) => <Parts dashboard={dashboard} />}
      </Loaded>
    </div>
  )
}

const Parts = ({ dashboard }: { dashboard: Dashboard }) => (
  <>
    {dashboard.coverage.people <= 1 && <NewHere />}
    <AlertsSection alerts={dashboard.alerts} />
    <CoverageSection coverage={dashboard.coverage} />
    <ChartsSection days={dashboard.days} />
  </>
)

const NewHere = () => (
  <section class="section">
    <EmptyState
      icon={<UsersIcon size={24} />}
      title="Only you are here so far"
      action={<ButtonLink href="/console/users/import">Import people from a file</ButtonLink>}
    >
      Once people sign in, this page shows how they do it and who still needs a second factor.
    </EmptyState>
  </section>
)
