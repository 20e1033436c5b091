import { useState } from 'preact/hooks'
import { errorAt } from '../../../state/fault.ts'
import { Button } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/field.tsx'
import { Form } from '../../../ui/form.tsx'
import { Time } from '../../../ui/time.tsx'
import { EditableSection } from './editable-section.tsx'
import { may, type PartProps } from './part.ts'
import { PartFault } from './part-fault.tsx'

const fields = ['displayName', 'email', 'phone'] as const

/** Who this is, and how to reach them. */
export const ProfileSection = (props: PartProps) => (
  <EditableSection
    title="Profile"
    editable={may(props.view.user, 'edit')}
    form={(onDone) => <ProfileForm {...props} onDone={onDone} />}
  >
    <Facts {...props} />
  </EditableSection>
)

const Facts = ({ view: { user } }: PartProps) => (
  <dl class="facts">
    <dt>Username</dt>
    <dd>{user.username}</dd>
    <dt>Display name</dt>
    <dd>{user.displayName || <None />}</dd>
    <dt>E-mail</dt>
    <dd>{user.email || <None />}</dd>
    <dt>Phone</dt>
    <dd>{user.phone || <None />}</dd>
    <dt>Added</dt>
    <dd>
      <Time at={user.createdAt} />
    </dd>
    <dt>Last sign-in</dt>
    <dd>{user.lastSignInAt === null ? 'Never' : <Time at={user.lastSignInAt} />}</dd>
  </dl>
)

const None = () => <span class="facts__none">—</span>

const ProfileForm = ({ model, view: { user }, onDone }: PartProps & { onDone: () => void }) => {
  const [draft, setDraft] = useState({
    displayName: user.displayName,
    email: user.email,
    phone: user.phone,
  })
  const fault = model.part.value === 'profile' ? model.change.fault.value : null
  const line = (name: (typeof fields)[number]) => ({
    name,
    autoComplete: 'off' as const,
    value: draft[name],
    error: errorAt(fault, name),
    onValue: (value: string) => setDraft({ ...draft, [name]: value }),
  })
  const submit = async () => {
    if (await model.save('profile', 'profile', draft)) onDone()
  }
  const cancel = () => {
    model.change.forget()
    onDone()
  }
  return (
    <Form error={fault} label="Profile" onSubmit={() => void submit()}>
      <div class="form-grid">
        <TextField {...line('displayName')} label="Display name" />
        <TextField {...line('email')} label="E-mail" type="email" />
        <TextField {...line('phone')} label="Phone" type="tel" />
      </div>
      <PartFault model={model} part="profile" fields={fields} />
      <div class="row row--end">
        <Button onClick={cancel}>Cancel</Button>
        <Button type="submit" kind="primary" busy={model.change.busy.value === 'profile'}>
          Save
        </Button>
      </div>
    </Form>
  )
}
