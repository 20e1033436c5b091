import { useModel } from '@preact/signals'
import { useState } from 'preact/hooks'
import { errorAt } from '../../state/fault.ts'
import { Button } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import { FocusPage } from '../../ui/focus-page.tsx'
import { Form } from '../../ui/form.tsx'
import { Title } from '../../ui/title.tsx'
import { TypedCodeField } from '../../ui/typed-code-field.tsx'
import { ResetModel, type TypedReset } from '../state/reset.ts'
import { NewPasswordField } from './new-password-field.tsx'

const fields = ['username', 'code', 'next'] as const

/** `/reset`: a new password for those who forgot theirs and asked an administrator. */
export const Reset = () => {
  const { change, submit } = useModel(ResetModel)
  const [typed, setTyped] = useState<TypedReset>({ username: '', code: '', next: '' })
  const fault = change.fault.value
  const off = fault?.until !== undefined || fields.some((name) => typed[name] === '')
  const field = (name: (typeof fields)[number]) => ({
    name,
    value: typed[name],
    onValue: (text: string) => setTyped({ ...typed, [name]: text }),
    error: errorAt(fault, name),
  })
  return (
    <FocusPage>
      <div class="stack stack--wide">
        <Title lead="Your administrator gave you a code. It works once.">Set a new password</Title>
        <Form error={fault} onSubmit={() => off || void submit(typed)}>
          <FaultNotice fault={fault} fields={fields} onOver={change.forget} />
          <TextField
            {...field('username')}
            label="Username"
            autoComplete="username"
            autoCapitalize="none"
            spellcheck={false}
            initialFocus
          />
          <TypedCodeField
            {...field('code')}
            label="Code"
            hint="16 letters and digits, in groups of four."
          />
          <NewPasswordField {...field('next')} />
          <Button
            type="submit"
            kind="primary"
            wide
            busy={change.busy.value !== null}
            disabled={off}
          >
            Set password
          </Button>
        </Form>
        <p>
          <a href="/">Back to sign-in</a>
        </p>
      </div>
    </FocusPage>
  )
}
