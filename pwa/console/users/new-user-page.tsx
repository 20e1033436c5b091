import { useModel } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import type { Session } from '../../../schema/api/session.ts'
import type { NewUserForm } from '../../../schema/api/user.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Title } from '../../ui/title.tsx'
import { StepUp } from '../../ui/step-up.tsx'
import { NewUserModel } from '../state/new-user.ts'
import { AddedPerson } from './added-person.tsx'
import { emptyDraft, newUserOf, type Draft } from '../state/draft.ts'
import { UserForm } from './user-form.tsx'
import './users.css'

/** `/console/users/new`: adds a person, then says what to tell them. */
export const NewUserPage = ({ me }: { me: Session['user'] }) => {
  const model = useModel(NewUserModel)
  const [draft, setDraft] = useState<Draft>(emptyDraft)
  useEffect(() => void model.form.load(), [])
  const added = model.added.value
  if (added) {
    const another = () => {
      setDraft(emptyDraft)
      model.another()
    }
    return <AddedPerson added={added} password={draft.password} onAnother={another} />
  }
  const submit = (form: NewUserForm) => void model.submit(newUserOf(draft, form))
  return (
    <div class="stack stack--wide form-page">
      <div>
        <BackLink href="/console/users">People</BackLink>
        <Title>Add person</Title>
      </div>
      <Loaded state={model.form.state.value} onRetry={() => void model.form.load()}>
        {(form) => (
          <UserForm
            me={me}
            form={form}
            draft={draft}
            busy={model.change.busy.value !== null}
            fault={model.change.fault.value}
            onFaultOver={model.change.forget}
            onDraft={(change) => setDraft((former) => ({ ...former, ...change }))}
            onSubmit={() => submit(form)}
          />
        )}
      </Loaded>
      <StepUp model={model.stepUp} />
    </div>
  )
}
