import { useModel } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import type { RegistrationOffer } from '../../../schema/api/device.ts'
import { errorAt } from '../../state/fault.ts'
import { Button, ButtonLink, TextButton } from '../../ui/button.tsx'
import { CodeField } from '../../ui/code-field.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { SuccessIcon } from '../../ui/icons.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Title } from '../../ui/title.tsx'
import { proposedName } from '../device/device-name.ts'
import { words } from '../state/language.ts'
import type { Models } from '../state/models.ts'
import { OnlineModel } from '../state/online.ts'
import { RegisterModel } from '../state/register.ts'
import { linkTo } from '../state/route.ts'
import { Fetched } from './fetched.tsx'
import { OnlineSteps } from './online-steps.tsx'
import { Shell } from './shell.tsx'
import { Enrollment } from './sign-in.tsx'

const longestName = 64

/** What registering takes from those who have no device yet, and whose factor nothing else proved. */
const SmsPart = ({ model, offer }: { model: RegisterModel; offer: RegistrationOffer }) => {
  const t = words('register')
  const step = model.step.value
  if (!offer.phone)
    return (
      <Notice kind="warning" live={false}>
        <p>{t.smsNone}</p>
      </Notice>
    )
  return (
    <section class="stack" aria-label={t.sms}>
      <h2>{t.sms}</h2>
      <p class="muted" role="status">
        {step.kind === 'sms' ? t.smsSent(step.sent.phone) : t.smsText(offer.phone)}
      </p>
      {step.kind === 'sms' ? (
        <p>
          <TextButton onClick={() => void model.sendSms()}>{t.smsAgain}</TextButton>
        </p>
      ) : (
        <Button
          kind="primary"
          wide
          busy={model.change.busy.value === 'sms'}
          onClick={() => void model.sendSms()}
        >
          {t.smsSend}
        </Button>
      )}
    </section>
  )
}

const Offer = ({ model, offer }: { model: RegisterModel; offer: RegistrationOffer }) => {
  const t = words('register')
  const [name, setName] = useState(proposedName)
  const [smsCode, setSmsCode] = useState('')
  const fault = model.change.fault.value
  const busy = model.change.busy.value
  const asksCode = offer.needsSms && model.step.value.kind === 'sms'
  const blocked = offer.needsSms && !asksCode
  const off = name.trim() === '' || (asksCode && smsCode.length < 6) || fault?.until !== undefined
  const submit = (): void => {
    if (!off && !blocked) void model.register(name.trim(), asksCode ? smsCode : undefined)
  }
  return (
    <Form onSubmit={submit} error={fault} errorField={asksCode ? 'smsCode' : 'name'}>
      <Title lead={t.lead(location.host)}>{t.title}</Title>
      {offer.devices.length >= offer.maxDevices && (
        <Notice kind="warning" live={false}>
          <p>{t.replaces(offer.maxDevices)}</p>
        </Notice>
      )}
      <FaultNotice fault={fault} fields={['name', 'smsCode']} onOver={model.change.forget} />
      {model.stored.value && (
        <Notice kind="error">{model.stored.value === 'no-space' ? t.noSpace : t.notStored}</Notice>
      )}
      <TextField
        label={t.deviceName}
        name="name"
        hint={t.deviceNameHint}
        value={name}
        onValue={setName}
        error={errorAt(fault, 'name')}
        autoComplete="off"
        maxLength={longestName}
      />
      {offer.needsSms && <SmsPart model={model} offer={offer} />}
      {asksCode && (
        <CodeField
          label={t.smsCode}
          name="smsCode"
          value={smsCode}
          onValue={setSmsCode}
          error={errorAt(fault, 'smsCode')}
          initialFocus
        />
      )}
      {!blocked && (
        <Button kind="primary" type="submit" wide busy={busy === 'register'} disabled={off}>
          {t.action}
        </Button>
      )}
    </Form>
  )
}

const Done = ({ retired, only }: { retired: number; only: boolean }) => {
  const t = words('register')
  return (
    <div class="hero">
      <span class="hero__icon">
        <SuccessIcon size={36} />
      </span>
      <Title>{t.done}</Title>
      <p class="muted">
        {only && `${t.doneOnly} `}
        {retired > 0 && `${t.doneRetired(retired)} `}
        {t.doneText}
      </p>
      <p class="muted">{t.doneRecovery}</p>
      <ButtonLink kind="primary" href={linkTo({ screen: 'tokens' })}>
        {t.toList}
      </ButtonLink>
      <ButtonLink kind="quiet" href="/account">
        {t.account}
      </ButtonLink>
    </div>
  )
}

const Registration = ({ models, online }: { models: Models; online: OnlineModel }) => {
  const model = useModel(() => new RegisterModel(models, online))
  const step = model.step.value
  useEffect(() => void model.offer.load(), [model])
  return (
    <Fetched state={model.offer.state.value} onRetry={() => void model.offer.load()}>
      {(offer) =>
        step.kind === 'done' ? (
          <Done retired={step.retired} only={offer.maxDevices === 1} />
        ) : (
          <Offer model={model} offer={offer} />
        )
      }
    </Fetched>
  )
}

/** Binds this installation to a person. */
export const Register = (models: Models) => {
  const online = useModel(() => new OnlineModel(models))
  const step = online.step.value
  const mayRegister = step.kind !== 'enrollment' || step.mayRegister
  return (
    <Shell back={linkTo({ screen: 'settings' })}>
      <OnlineSteps online={online}>
        {mayRegister ? (
          <Registration models={models} online={online} />
        ) : (
          <Enrollment mayRegister={false} />
        )}
      </OnlineSteps>
    </Shell>
  )
}
