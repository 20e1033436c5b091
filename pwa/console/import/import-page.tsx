import { useModel } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { Session } from '../../../schema/api/session.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ShieldIcon } from '../../ui/icons.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { StepUp } from '../../ui/step-up.tsx'
import { Title } from '../../ui/title.tsx'
import { ImportModel } from '../state/import.ts'
import { ChooseFile } from './choose-file.tsx'
import { ReadFile } from './read-file.tsx'
import { RunPart } from './run.tsx'
import './import.css'

/** `/console/users/import`: many people at once, from a file. */
export const ImportPage = ({ me }: { me: Session['user'] }) => (
  <div class="stack stack--wide import-page">
    <div>
      <BackLink href="/console/users">People</BackLink>
      <Title>Import people</Title>
    </div>
    {me.role === 'super_admin' ? <Import /> : <NotYours />}
  </div>
)

const NotYours = () => (
  <EmptyState
    icon={<ShieldIcon size={24} />}
    title="Only super admins import people"
    action={<ButtonLink href="/console/users/new">Add one person</ButtonLink>}
  >
    You can add people one by one.
  </EmptyState>
)

const Import = () => {
  const model = useModel(ImportModel)
  const step = model.step.value
  useWarningBeforeLeaving(step.kind === 'run' && step.run.state === 'running')
  const place = useRef<HTMLDivElement>(null)
  const now = step.kind === 'run' ? `${step.run.mode} ${step.run.state}` : step.kind
  // Each step takes the former one's buttons away, and the focus with them.
  useEffect(() => {
    if (document.activeElement === document.body) place.current?.focus({ preventScroll: true })
  }, [now])
  return (
    <div ref={place} tabIndex={-1} class="stack stack--wide import__step">
      {step.kind === 'choosing' && (
        <ChooseFile refusal={step.refusal} onFile={(file) => void model.choose(file)} />
      )}
      {step.kind === 'reading' && <Loading label={`Reading ${step.name}…`} />}
      {step.kind === 'read' && <ReadFile model={model} file={step.file} />}
      {step.kind === 'run' && <RunPart model={model} run={step.run} />}
      <StepUp model={model.stepUp} />
    </div>
  )
}

/** Closing the page would end the import in the middle: the browser asks first. */
const useWarningBeforeLeaving = (busy: boolean): void => {
  useEffect(() => {
    if (!busy) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [busy])
}
