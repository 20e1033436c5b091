import type { AuthorizationAnswer } from '../../../schema/api/authorization.ts'
import { Button, ButtonLink, TextButton } from '../../ui/button.tsx'
import { StepUpForm } from '../../ui/step-up.tsx'
import { Title } from '../../ui/title.tsx'
import { scopeWords } from '../scope-words.ts'
import { accountPage, type AuthorizationModel, leaveTo } from '../state/authorization.ts'
import './authorize-steps.css'

type Said<Status> = Extract<AuthorizationAnswer, { status: Status }>
type StepProps<Status> = { said: Said<Status>; model: AuthorizationModel }

/** Who is signed in here, and the ways out of it. */
const Ways = ({
  person,
  application,
  back = null,
  model,
}: {
  person: string
  application: string
  back?: string | null
  model: AuthorizationModel
}) => (
  <div class="stack">
    <p class="muted">
      You are signed in as <strong>{person}</strong>.{' '}
      <TextButton onClick={() => void model.startOver()}>Use another account</TextButton>
    </p>
    {back !== null && (
      <p>
        <TextButton onClick={() => leaveTo(back)}>Back to {application}</TextButton>
      </p>
    )}
  </div>
)

const wanted = ({ application, needs, anew }: Said<'step-up'>): string => {
  if (needs === 'phishing-resistant')
    return anew
      ? `${application} wants to be sure that it is still you, and asks for your passkey again.`
      : `${application} asks for a passkey: it cannot be given away by mistake.`
  return anew
    ? `${application} wants to be sure that it is still you.`
    : `${application} asks for your second factor.`
}

export const Proof = ({ said, model }: StepProps<'step-up'>) => {
  const asked = model.stepUp.asked.value
  return (
    <>
      <Title lead={wanted(said)}>Confirm it is you</Title>
      {asked && (
        <StepUpForm model={model.stepUp} methods={asked.methods} wide>
          {(confirm) => confirm}
        </StepUpForm>
      )}
      <Ways {...said} model={model} />
    </>
  )
}

const missing = { policy: 'a second factor', 'second-factor': 'a second factor' } as const

export const Enroll = ({ said, model }: StepProps<'enroll'>) => {
  const { application, needs, possible } = said
  const what = needs === 'phishing-resistant' ? 'a passkey' : missing[needs]
  return (
    <>
      <Title lead={`${application} asks for ${what}, and you have none that counts.`}>
        {needs === 'phishing-resistant' ? 'You need a passkey' : 'You need a second factor'}
      </Title>
      {possible ? (
        <>
          <p>
            Add {what} in your account. From there you go on to {application}.
          </p>
          <ButtonLink kind="primary" wide href={accountPage()}>
            Go to your account
          </ButtonLink>
        </>
      ) : (
        <p>Administrators manage your second factors. Ask one of them, or your help desk.</p>
      )}
      <Ways {...said} model={model} />
    </>
  )
}

export const Consent = ({ said, model }: StepProps<'consent'>) => {
  const { application, scopes, person } = said
  const busy = model.change.busy.value
  return (
    <>
      <Title lead="You decide what it may know of you.">{`Let ${application} in?`}</Title>
      <div class="stack">
        <p>{application} asks for:</p>
        <ul class="scopes">
          {scopeWords(scopes).map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
        <p class="muted">You can withdraw it in your account at any time.</p>
      </div>
      <div class="stack">
        <Button
          kind="primary"
          wide
          busy={busy === 'given'}
          onClick={() => void model.reply({ consent: 'given', person })}
        >
          Allow
        </Button>
        <Button
          wide
          busy={busy === 'refused'}
          onClick={() => void model.reply({ consent: 'refused', person })}
        >
          Refuse
        </Button>
      </div>
      <Ways {...said} model={model} />
    </>
  )
}

export const Denied = ({ said, model }: StepProps<'denied'>) => {
  const { application, reason } = said
  return (
    <>
      {reason === 'group' ? (
        <Title lead="It is for certain groups of people, and you are in none of them.">
          {`You may not use ${application}`}
        </Title>
      ) : (
        <Title lead={`${application} expects another account than this one.`}>
          You are signed in as somebody else
        </Title>
      )}
      {reason === 'group' && <p>Ask an administrator if you should be.</p>}
      <Ways {...said} model={model} />
    </>
  )
}
