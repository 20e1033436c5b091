import { useModel } from '@preact/signals'
import type { Session } from '../../../schema/api/session.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ClockIcon, DownloadIcon, SearchIcon } from '../../ui/icons.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { More } from '../../ui/more.tsx'
import { StepUp } from '../../ui/step-up.tsx'
import { Title } from '../../ui/title.tsx'
import { AuditModel } from '../state/audit.ts'
import { AuditFilters } from './audit-filters.tsx'
import { AuditLines } from './audit-lines.tsx'
import '../../ui/section.css'
import { ExportDialog } from './export-dialog.tsx'

/** `/console/audit`: what happened, the newest first. */
export const AuditPage = ({ me }: { me: Session['user'] }) => {
  const model = useModel(AuditModel)
  const { list, lines } = model
  return (
    <div class="stack stack--wide">
      <div class="row row--between">
        <Title>Audit log</Title>
        <div class="row">
          {me.role === 'super_admin' && (
            <Button kind="plain" onClick={() => model.askToExport(true)}>
              <DownloadIcon size={18} />
              Export
            </Button>
          )}
          <FollowButton model={model} />
        </div>
      </div>
      <AuditFilters model={model} />
      <Loaded state={list.state.value} onRetry={() => void model.load()}>
        {() =>
          lines.value?.length ? (
            <div class="section audit__frame">
              <AuditLines lines={lines.value} />
            </div>
          ) : (
            <Nothing model={model} />
          )
        }
      </Loaded>
      <More list={list} />
      {model.exporting.value && <ExportDialog model={model} />}
      <StepUp model={model.stepUp} />
    </div>
  )
}

const FollowButton = ({ model }: { model: AuditModel }) => {
  const on = model.following.value
  return (
    <Button
      aria-pressed={on}
      class={on ? 'audit__follow--on' : ''}
      onClick={() => model.follow(!on)}
    >
      <span class="audit__pulse" aria-hidden="true" />
      {on ? 'Following' : 'Follow'}
    </Button>
  )
}

const Nothing = ({ model }: { model: AuditModel }) =>
  model.filters.any.value ? (
    <EmptyState
      icon={<SearchIcon size={24} />}
      title="Nothing found"
      action={<Button onClick={model.filters.clear}>Clear filters</Button>}
    >
      Nothing that was logged fits these filters.
    </EmptyState>
  ) : (
    <EmptyState icon={<ClockIcon size={24} />} title="Nothing happened yet">
      Whoever signs in or changes something leaves a line here.
    </EmptyState>
  )
