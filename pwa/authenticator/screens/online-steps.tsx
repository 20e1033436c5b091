import { useEffect, useState } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import type { CodeMethod } from '../../../schema/api/factor.ts'
import { errorAt, type Fault } from '../../state/fault.ts'
import { passkeyHindrance } from '../../state/passkey.ts'
import { Button, TextButton } from '../../ui/button.tsx'
import { CodeField } from '../../ui/code-field.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { Title } from '../../ui/title.tsx'
import { TypedCodeField } from '../../ui/typed-code-field.tsx'
import { words } from '../state/language.ts'
import { fullName } from '../state/names.ts'
import type { OnlineModel, OnlineStep } from '../state/online.ts'
import { Fetched } from './fetched.tsx'
import { TokenBadge } from './token-badge.tsx'
import './online-steps.css'

type StepProps<Kind extends OnlineStep['kind']> = {
  online: OnlineModel
  step: Extract<OnlineStep, { kind: Kind }>
}

const credentials = ['username', 'password'] as const

const PasswordStep = ({ online, step }: StepProps<'password'>) => {
  const [typed, setTyped] = useState({ username: '', password: '' })
  const [gap, setGap] = useState<Fault | null>(null)
  const t = words('register')
  const shown = gap ?? online.change.fault.value
  const missing = (): Fault | null => {
    const field = credentials.find((name) => typed[name].trim() === '')
    if (!field) return null
    const text = field === 'username' ? t.noUsername : t.noPassword
    return { code: 'malformed_request', field, text }
  }
  const submit = (): void => {
    const found = missing()
    setGap(found)
    if (!found) void online.submitPassword(typed)
  }
  const field = (name: (typeof credentials)[number]) => ({
    name,
    label: t[name],
    value: typed[name],
    onValue: (text: string) => setTyped({ ...typed, [name]: text }),
    error: errorAt(shown, name),
  })
  return (
    <Form onSubmit={submit} error={shown} errorField="password">
      <Title lead={t.signInLead(location.host)}>{t.signIn}</Title>
      {step.note && !shown && <Notice kind="info">{t[step.note]}</Notice>}
      <FaultNotice fault={shown} fields={credentials} onOver={online.change.forget} />
      <TextField
        {...field('username')}
        autoComplete="username"
        autoCapitalize="none"
        spellcheck={false}
        initialFocus
        maxLength={256}
      />
      <PasswordField {...field('password')} autoComplete="current-password" />
      <Button
        kind="primary"
        type="submit"
        wide
        busy={online.change.busy.value !== null}
        disabled={shown?.until !== undefined}
      >
        {t.signIn}
      </Button>
    </Form>
  )
}

type OneFieldProps = {
  online: OnlineModel
  name: string
  field: (props: {
    name: string
    value: string
    onValue: (value: string) => void
    error: string | undefined
    initialFocus: true
  }) => ComponentChildren
  onSubmit: (text: string) => void
}

const OneField = ({ online, name, field, onSubmit }: OneFieldProps) => {
  const [value, onValue] = useState('')
  const fault = online.change.fault.value
  const off = value.trim() === '' || fault?.until !== undefined
  return (
    <Form error={fault} errorField={name} onSubmit={() => off || onSubmit(value)}>
      <FaultNotice fault={fault} fields={[name]} onOver={online.change.forget} />
      {field({ name, value, onValue, error: errorAt(fault, name), initialFocus: true })}
      <Button
        kind="primary"
        type="submit"
        wide
        busy={online.change.busy.value !== null}
        disabled={off}
      >
        {words('register').proceed}
      </Button>
    </Form>
  )
}

const TicketStep = ({ online }: { online: OnlineModel }) => {
  const t = words('register')
  return (
    <>
      <Title lead={t.ticketLead}>{t.ticket}</Title>
      <OneField
        online={online}
        name="ticket"
        field={(props) => <TypedCodeField {...props} label={t.ticketField} hint={t.ticketHint} />}
        onSubmit={(ticket) => void online.submitTicket(ticket)}
      />
    </>
  )
}

const isLettered = (method: CodeMethod): boolean => method === 'recovery' || method === 'pass'

const FactorStep = ({ online, step }: StepProps<'factor'>) => {
  const t = words('register')
  const usable = step.methods.filter((one) => one !== 'passkey' || !passkeyHindrance())
  const [method, setMethod] = useState(usable[0] ?? 'totp')
  const turn = (next: typeof method): void => {
    online.change.forget()
    setMethod(next)
  }
  return (
    <>
      <Title>{t.factor}</Title>
      {method === 'passkey' ? (
        <>
          <FaultNotice fault={online.change.fault.value} onOver={online.change.forget} />
          <Button
            kind="primary"
            wide
            busy={online.change.busy.value !== null}
            onClick={() => void online.submitPasskey()}
          >
            {t.usePasskey}
          </Button>
        </>
      ) : (
        <OneField
          key={method}
          online={online}
          name="code"
          field={(props) =>
            isLettered(method) ? (
              <TypedCodeField {...props} label={t.methods[method]} />
            ) : (
              <CodeField {...props} label={t.methods[method]} />
            )
          }
          onSubmit={(code) => void online.submitCode(method, code)}
        />
      )}
      <div class="online-ways" role="group" aria-label={t.otherWays}>
        {usable
          .filter((other) => other !== method)
          .map((other) => (
            <TextButton key={other} onClick={() => turn(other)}>
              {t.methods[other]}
            </TextButton>
          ))}
      </div>
    </>
  )
}

const ChooseStep = ({ online, step }: StepProps<'choose'>) => {
  const t = words('register')
  const { tokens, methods, challenge } = step
  const asked = { methods, challenge }
  const busy = online.change.busy.value
  return (
    <>
      <Title lead={t.chooseLead}>{t.choose}</Title>
      <FaultNotice fault={online.change.fault.value} onOver={online.change.forget} />
      <ul class="online-tokens" aria-label={t.choose}>
        {tokens.map((token) => (
          <li key={token.id}>
            <Button
              wide
              busy={busy === token.id}
              disabled={busy !== null}
              onClick={() => void online.submitToken(token, asked)}
            >
              <TokenBadge token={token} />
              <bdi class="online-tokens__name">{fullName(token)}</bdi>
            </Button>
          </li>
        ))}
      </ul>
      <p class="muted">{t.registerInstead}</p>
      <div class="online-ways">
        <TextButton onClick={() => online.typeInstead(asked)}>{t.typeInstead}</TextButton>
      </div>
    </>
  )
}

const Steps = ({ online }: { online: OnlineModel }) => {
  const step = online.step.value
  switch (step.kind) {
    case 'password':
      return <PasswordStep online={online} step={step} />
    case 'ticket':
      return <TicketStep online={online} />
    case 'answering':
      return <Loading label={words('register').answering} />
    case 'choose':
      return <ChooseStep online={online} step={step} />
    case 'factor':
      return <FactorStep online={online} step={step} />
    case 'enrollment':
    case 'signed-in':
      return null
  }
}

type OnlineStepsProps = {
  online: OnlineModel
  /** Somebody is known, whole or as far as enrolling needs. */
  children: ComponentChildren
}

/** The steps of signing in, and then what they are for. */
export const OnlineSteps = ({ online, children }: OnlineStepsProps) => {
  useEffect(() => void online.opening.load(), [online])
  const { kind } = online.step.value
  const isHalfway = kind === 'ticket' || kind === 'choose' || kind === 'factor'
  return (
    <Fetched
      title={words('register').signIn}
      state={online.opening.state.value}
      onRetry={() => void online.opening.load()}
    >
      {() => (
        <div class="stack">
          <Steps online={online} />
          {(kind === 'signed-in' || kind === 'enrollment') && children}
          {(isHalfway || kind === 'enrollment') && (
            <p>
              <TextButton onClick={() => void online.signOut()}>
                {words('register').startOver}
              </TextButton>
            </p>
          )}
        </div>
      )}
    </Fetched>
  )
}
