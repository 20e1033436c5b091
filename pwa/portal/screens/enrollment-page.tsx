import type { ComponentChildren } from 'preact'
import type { Method } from '../../../schema/api/factor.ts'
import { Button, ButtonLink, TextButton } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { ForwardIcon } from '../../ui/icons.tsx'
import '../../ui/list.css'
import { methodLooks } from '../../ui/method.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Title } from '../../ui/title.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { EnrollmentForm } from '../enroll/enrollment-form.tsx'
import { listedOf, takesDevice } from '../enroll/ways.ts'
import type { EnrollmentModel } from '../state/enrollment.ts'
import { RecoveryCodes } from './recovery-codes.tsx'
import './enrollment-page.css'
import './factor-step.css'

type EnrollmentPageProps = {
  enrollment: EnrollmentModel
  /** For how long this browser may be trusted; null where it may not. */
  trustDays: number | null
  /** All that this person may set up. */
  methods: readonly Method[]
  /** Sets up the only one named, or lets the person choose. */
  onChoose: (methods: readonly Method[]) => void
  onProof: (proof: () => Promise<unknown>) => void
  onDone: () => void
  onStartOver: () => void
}

/** Enrolling during a sign-in, as steps of the same card. */
export const EnrollmentPage = (props: EnrollmentPageProps) => {
  const step = props.enrollment.step.value
  switch (step.kind) {
    case 'choosing':
      return (
        <SetUp key="choosing" {...props}>
          {step.methods.length === 0 && props.methods.includes('device') ? (
            <OurAuthenticator />
          ) : (
            <MethodChoice methods={step.methods} onChoose={(method) => props.onChoose([method])} />
          )}
        </SetUp>
      )
    case 'proving':
      return (
        <SetUp key="proving" {...props}>
          <EnrollmentForm
            form={step.form}
            change={props.enrollment.change}
            trustDays={props.trustDays}
            onProof={props.onProof}
          />
        </SetUp>
      )
    case 'confirmed':
      return <CodesOnTheirWay {...props} />
    case 'codes':
      return (
        <div class="stack stack--wide">
          <Title lead="Your second factor is on. Keep these somewhere safe: if you lose your device, one of them lets you in. They are shown only now.">
            Save your recovery codes
          </Title>
          <RecoveryCodes codes={step.codes} onDone={props.onDone} />
        </div>
      )
  }
}

type SetUpProps = EnrollmentPageProps & { children: ComponentChildren }

/** Its title takes the focus anew with each step. */
const SetUp = ({ enrollment, methods, onChoose, onStartOver, children }: SetUpProps) => {
  const step = enrollment.step.value
  const proving = step.kind === 'proving' ? step.method : null
  return (
    <div class="stack stack--wide">
      <Title lead="Your account needs a second factor, so that a stolen password is not enough.">
        Set up two-step sign-in
      </Title>
      {children}
      <div class="other-ways" role="group" aria-label="Other ways">
        {proving && listedOf(methods).some((method) => method !== proving) && (
          <TextButton onClick={() => onChoose(methods)}>Set up another way</TextButton>
        )}
        {takesDevice(methods) && proving !== 'hardware' && (
          <TextButton onClick={() => onChoose(['hardware'])}>
            I have a physical hardware device instead
          </TextButton>
        )}
        {methods.includes('device') && listedOf(methods).length > 0 && (
          <a class="link-button" href={registerHere}>
            Register the Latchkey authenticator on this device
          </a>
        )}
        <TextButton onClick={onStartOver}>Sign in as someone else</TextButton>
      </div>
    </div>
  )
}

/** Where nothing else counts: it is registered on the device that it is to live on, often another one. */
const OurAuthenticator = () => (
  <div class="stack">
    <Notice kind="info" title="Register your authenticator" live={false}>
      <p>
        Your organization accepts codes from its own authenticator app. On your phone, open{' '}
        <strong>{`${location.host}/authenticator/`}</strong>, choose ‘Register this device’ and sign
        in there.
      </p>
    </Notice>
    <ButtonLink href={registerHere}>Register this device</ButtonLink>
  </div>
)

/** The same browser: whoever is held at this door is held at that one. */
const registerHere = '/authenticator/#register'

type MethodChoiceProps = { methods: readonly Method[]; onChoose: (method: Method) => void }

const MethodChoice = ({ methods, onChoose }: MethodChoiceProps) =>
  methods.length === 0 ? (
    <Notice kind="warning" title="Nothing can be set up here" live={false}>
      <p>You may use none of the second factors that this page can set up. Ask an administrator.</p>
    </Notice>
  ) : (
    <div class="stack">
      {methods.map((method) => {
        const { name, Icon, setUp } = methodLooks[method]
        return (
          <button key={method} type="button" class="way" onClick={() => onChoose(method)}>
            <span class="list__icon">
              <Icon />
            </span>
            <span class="way__words">
              <span class="way__name">{name}</span>
              <span class="way__use">{setUp}</span>
            </span>
            <ForwardIcon size={16} />
          </button>
        )
      })}
    </div>
  )

/** Signed in already: where the codes do not come, that must not hold anybody up. */
const CodesOnTheirWay = ({ enrollment, onDone }: EnrollmentPageProps) => {
  const fault = enrollment.change.fault.value
  if (!fault) return <Loading label="Making your recovery codes…" />
  return (
    <div class="stack stack--wide">
      <Title lead="Your second factor is on, but your recovery codes could not be made.">
        Almost done
      </Title>
      <FaultNotice fault={fault} onOver={enrollment.change.forget} />
      <div class="row">
        <Button kind="primary" onClick={() => void enrollment.drawCodes()}>
          Try again
        </Button>
        <Button onClick={onDone}>Later, in my account</Button>
      </div>
    </div>
  )
}
