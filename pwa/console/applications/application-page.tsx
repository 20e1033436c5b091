import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Application } from '../../../schema/api/application.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ShieldIcon } from '../../ui/icons.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Notice } from '../../ui/notice.tsx'
import { StepUp } from '../../ui/step-up.tsx'
import { Time } from '../../ui/time.tsx'
import { Title } from '../../ui/title.tsx'
import type { PageProps } from '../pages.tsx'
import { ApplicationModel } from '../state/application.ts'
import { ApplicationDialogs } from './application-dialogs.tsx'
import { ConnectSection } from './connect-section.tsx'
import { EditApplication } from './edit-application.tsx'
import { EndSection } from './end-section.tsx'
import { KeysSection } from './keys-section.tsx'
import { TestSection } from './test-section.tsx'
import { kindTexts } from './texts.ts'
import './applications.css'

/** `/console/applications/:id`: one application, how to connect it, and who gets in. */
export const ApplicationPage = ({ id, me }: PageProps) => {
  const model = useModel(() => new ApplicationModel(id))
  useEffect(() => void model.application.load(), [])
  const state = model.application.state.value
  const gone =
    state.kind === 'failed' && ['not_found', 'malformed_request'].includes(state.fault.code)
  return (
    <div class="stack stack--wide application-page">
      {gone ? (
        <Gone />
      ) : (
        <Loaded state={state} onRetry={() => void model.application.load()}>
          {(app) => <Parts model={model} app={app} mayWrite={me.role === 'super_admin'} />}
        </Loaded>
      )}
      <StepUp model={model.stepUp} />
    </div>
  )
}

export type PartProps = { model: ApplicationModel; app: Application; mayWrite: boolean }

const Parts = (props: PartProps) => {
  const { app, mayWrite } = props
  return (
    <>
      <div>
        <BackLink href="/console/applications">Applications</BackLink>
        <Title
          lead={mayWrite ? kindTexts[app.kind].name : 'Only super admins change applications.'}
        >
          {app.name}
        </Title>
      </div>
      {app.disabledAt !== null && (
        <Notice kind="warning" live={false} title="Disabled">
          <p>
            Nobody gets in. Since <Time at={app.disabledAt} />.
          </p>
        </Notice>
      )}
      <ConnectSection app={app} />
      <KeysSection {...props} />
      <EditApplication {...props} />
      <TestSection app={app} />
      {mayWrite && <EndSection {...props} />}
      <ApplicationDialogs {...props} />
    </>
  )
}

const Gone = () => (
  <EmptyState
    page
    icon={<ShieldIcon size={24} />}
    title="This application is not there"
    action={<ButtonLink href="/console/applications">Go to the applications</ButtonLink>}
  >
    It was deleted, or the address is mistyped.
  </EmptyState>
)
