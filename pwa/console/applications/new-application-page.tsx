import { useModel } from '@preact/signals'
import { useState } from 'preact/hooks'
import { applicationKinds, type ApplicationKind } from '../../../schema/api/application.ts'
import { routeQuery } from '../../state/route.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { ShieldIcon } from '../../ui/icons.tsx'
import { StepUp } from '../../ui/step-up.tsx'
import { Title } from '../../ui/title.tsx'
import type { PageProps } from '../pages.tsx'
import { NewApplicationModel } from '../state/application.ts'
import { emptyDraft } from '../state/application-draft.ts'
import { ApplicationForm, applicationFields } from './application-form.tsx'
import { KindCards } from './kind-cards.tsx'
import { kindTexts } from './texts.ts'
import './applications.css'

/** `/console/applications/new`: first the kind, which stays, then what that kind needs. */
export const NewApplicationPage = ({ me }: Pick<PageProps, 'me'>) => {
  const asked = routeQuery().get('kind')
  const kind = applicationKinds.find((one) => one === asked)
  if (me.role !== 'super_admin') return <NotForAdmins />
  return kind ? <NewOfKind key={kind} kind={kind} /> : <ChooseKind />
}

const toAll = <BackLink href="/console/applications">Applications</BackLink>

const ChooseKind = () => (
  <div class="stack stack--wide">
    <div>
      {toAll}
      <Title lead="How does it learn who somebody is?">New application</Title>
    </div>
    <KindCards links />
  </div>
)

const NewOfKind = ({ kind }: { kind: ApplicationKind }) => {
  const model = useModel(NewApplicationModel)
  const [draft, setDraft] = useState(() => emptyDraft(kind))
  const { change } = model
  const nameless = draft.app.name.trim() === ''
  return (
    <div class="stack stack--wide application-page">
      <div>
        <BackLink href="/console/applications/new">Another kind</BackLink>
        <Title lead={kindTexts[kind].meaning}>{`New: ${kindTexts[kind].name}`}</Title>
      </div>
      <ApplicationForm
        draft={draft}
        fault={change.fault.value}
        isNew
        onDraft={setDraft}
        onSubmit={() => nameless || void model.add(draft)}
      >
        <FaultNotice fault={change.fault.value} fields={applicationFields} onOver={change.forget} />
        <div class="row row--end">
          <ButtonLink href="/console/applications">Cancel</ButtonLink>
          <Button
            type="submit"
            kind="primary"
            busy={change.busy.value !== null}
            disabled={nameless}
          >
            Add application
          </Button>
        </div>
      </ApplicationForm>
      <StepUp model={model.stepUp} />
    </div>
  )
}

const NotForAdmins = () => (
  <EmptyState
    page
    icon={<ShieldIcon size={24} />}
    title="Only super admins add applications"
    action={<ButtonLink href="/console/applications">Go to the applications</ButtonLink>}
  >
    You see all of them, and can test who gets in.
  </EmptyState>
)
