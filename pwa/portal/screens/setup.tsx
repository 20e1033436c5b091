import { useModel } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Notice } from '../../ui/notice.tsx'
import { FocusPage } from '../../ui/focus-page.tsx'
import { Title } from '../../ui/title.tsx'
import type { Fault } from '../../state/fault.ts'
import { SetupModel } from '../state/setup.ts'
import { type Credentials, credentialFields, CredentialFields } from './credential-fields.tsx'

/** `/setup#<token>`: the first super admin, once. */
export const Setup = () => {
  const model = useModel(SetupModel)
  useEffect(() => void model.state.load(), [])
  return (
    <FocusPage>
      <Loaded state={model.state.state.value} onRetry={() => void model.state.load()}>
        {({ needed }) => {
          if (!needed) return <Done />
          if (model.token.value === '') return <NoToken />
          return (
            <SetupForm
              busy={model.change.busy.value !== null}
              fault={model.change.fault.value}
              onFaultOver={model.change.forget}
              onSubmit={(typed) => void model.submit(typed)}
            />
          )
        }}
      </Loaded>
    </FocusPage>
  )
}

type SetupFormProps = {
  busy: boolean
  fault: Fault | null
  onFaultOver: () => void
  onSubmit: (typed: Credentials) => void
}

const SetupForm = ({ busy, fault, onFaultOver, onSubmit }: SetupFormProps) => {
  const [typed, setTyped] = useState({ username: '', password: '' })
  const incomplete = typed.username === '' || typed.password === ''
  return (
    <div class="stack stack--wide">
      <Title lead="Create the first administrator. This account can do everything, so give it a strong password.">
        Set up Latchkey
      </Title>
      <Form onSubmit={() => onSubmit(typed)} error={fault}>
        <FaultNotice fault={fault} fields={credentialFields} onOver={onFaultOver} />
        <CredentialFields
          typed={typed}
          onTyped={setTyped}
          fault={fault}
          password="new-password"
          hint="At least 8 characters. A few random words make a good one."
        />
        <Button
          type="submit"
          kind="primary"
          wide
          busy={busy}
          disabled={incomplete || fault?.until !== undefined}
        >
          Create administrator
        </Button>
      </Form>
    </div>
  )
}

const Done = () => (
  <div class="stack stack--wide">
    <Title lead="The first administrator exists, and the set-up link has done its work.">
      Latchkey is set up
    </Title>
    <ButtonLink kind="primary" wide href="/">
      Sign in
    </ButtonLink>
  </div>
)

const NoToken = () => (
  <div class="stack stack--wide">
    <Title>Set up Latchkey</Title>
    <Notice kind="warning" title="The set-up link is not complete" live={false}>
      <p>Open the whole link that the server printed at its first start, also the part after #.</p>
    </Notice>
  </div>
)
