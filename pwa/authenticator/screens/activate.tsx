import { useModel } from '@preact/signals'
import { useState } from 'preact/hooks'
import { errorAt } from '../../state/fault.ts'
import { Button } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Title } from '../../ui/title.tsx'
import { TypedCodeField } from '../../ui/typed-code-field.tsx'
import { ActivationModel, type TypedActivation } from '../state/activation.ts'
import type { AddingModel } from '../state/adding.ts'
import { words } from '../state/language.ts'
import { RefusalNotice } from './refusal-notice.tsx'

const fields = ['username', 'activationCode'] as const

/** For people whose organization uses this Latchkey: a code instead of a QR code. */
export const Activate = ({ adding }: { adding: AddingModel }) => {
  const { change, submit } = useModel(() => new ActivationModel(adding))
  const [typed, setTyped] = useState<TypedActivation>({ username: '', activationCode: '' })
  const t = words('add')
  const fault = change.fault.value
  const off = fault?.until !== undefined || fields.some((name) => typed[name].trim() === '')
  const field = (name: (typeof fields)[number]) => ({
    name,
    label: t[name],
    value: typed[name],
    onValue: (text: string) => setTyped({ ...typed, [name]: text }),
    error: errorAt(fault, name),
  })
  return (
    <Form onSubmit={() => off || void submit(typed)} error={fault} errorField="activationCode">
      <Title lead={t.activateLead(location.host)}>{t.activateTitle}</Title>
      <FaultNotice fault={fault} fields={fields} onOver={change.forget} />
      <RefusalNotice reason={adding.refusal.value} />
      <TextField
        {...field('username')}
        autoComplete="username"
        autoCapitalize="none"
        spellcheck={false}
        initialFocus
        maxLength={256}
      />
      <TypedCodeField {...field('activationCode')} hint={t.keyHint} />
      <Button kind="primary" type="submit" wide busy={change.busy.value !== null} disabled={off}>
        {t.proceed}
      </Button>
    </Form>
  )
}
