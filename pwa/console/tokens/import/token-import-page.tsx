import { useModel } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { BackLink } from '../../../ui/back-link.tsx'
import { ButtonLink } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ShieldIcon } from '../../../ui/icons.tsx'
import { StepUp } from '../../../ui/step-up.tsx'
import { Title } from '../../../ui/title.tsx'
import type { PageProps } from '../../pages.tsx'
import { TokenImportModel } from '../../state/token-import.ts'
import { CheckedFile } from './checked-file.tsx'
import { ChooseSeedFile } from './choose-seed-file.tsx'
import { FollowedImport } from './followed-import.tsx'
import { ImportedFile } from './imported-file.tsx'
import { RunningImport } from './running-import.tsx'
import { SeedFileForm } from './seed-file-form.tsx'
import '../../import/import.css'

/** `/console/tokens/import`: tokens from the file that their vendor sent along. */
export const TokenImportPage = ({ me }: Pick<PageProps, 'me'>) => (
  <div class="stack stack--wide import-page">
    <div>
      <BackLink href="/console/tokens">Hardware tokens</BackLink>
      <Title>Import tokens</Title>
    </div>
    {me.role === 'super_admin' ? <Import /> : <NotYours />}
  </div>
)

const NotYours = () => (
  <EmptyState
    icon={<ShieldIcon size={24} />}
    title="Only super admins import tokens"
    action={<ButtonLink href="/console/tokens">Go to hardware tokens</ButtonLink>}
  >
    Whoever brings secrets in knows them. You can give tokens to people once they are here.
  </EmptyState>
)

const Import = () => {
  const model = useModel(TokenImportModel)
  const place = useRef<HTMLDivElement>(null)
  const now = model.step.value.kind
  // Each step takes the former one's buttons away, and the focus with them; and it begins at its top.
  useEffect(() => {
    scrollTo(0, 0)
    if (document.activeElement === document.body) place.current?.focus({ preventScroll: true })
  }, [now])
  return (
    <div ref={place} tabIndex={-1} class="stack stack--wide import__step">
      <Step model={model} />
      <StepUp model={model.stepUp} />
    </div>
  )
}

const Step = ({ model }: { model: TokenImportModel }) => {
  const step = model.step.value
  switch (step.kind) {
    case 'choosing':
      return <ChooseSeedFile refusal={step.refusal} onFile={model.choose} />
    case 'chosen':
      return <SeedFileForm model={model} file={step.file} />
    case 'checked':
      return <CheckedFile model={model} file={step.file} report={step.report} />
    case 'importing':
      return <RunningImport model={model} file={step.file} report={step.report} />
    case 'imported':
      return <ImportedFile model={model} report={step.report} />
    case 'followed':
      return <FollowedImport model={model} step={step} />
  }
}
