import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { BackLink } from '../../ui/back-link.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FobIcon } from '../../ui/icons.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Section } from '../../ui/section.tsx'
import { StepUp } from '../../ui/step-up.tsx'
import { Title } from '../../ui/title.tsx'
import { TokenModel } from '../state/token.ts'
import { ClockSection } from './clock-section.tsx'
import { TokenDialogs } from './token-dialogs.tsx'
import { ActionButton, type TokenPartProps } from './token-part.tsx'
import { StateBadge } from './tokens-table.tsx'
import '../users/users.css'
import './tokens.css'

/** `/console/tokens/:id`: one hardware token, and whatever may be done with it. */
export const TokenPage = ({ id }: { id: string }) => {
  const model = useModel(() => new TokenModel(id))
  useEffect(() => void model.token.load(), [])
  const state = model.token.state.value
  const gone =
    state.kind === 'failed' && ['not_found', 'malformed_request'].includes(state.fault.code)
  return (
    <div class="stack stack--wide token-page">
      {gone ? (
        <Gone />
      ) : (
        <Loaded state={state} onRetry={() => void model.token.load()}>
          {(token) => <TokenParts model={model} token={token} />}
        </Loaded>
      )}
      <StepUp model={model.stepUp} />
    </div>
  )
}

const TokenParts = (props: TokenPartProps) => (
  <>
    <div>
      <BackLink href="/console/tokens">Hardware tokens</BackLink>
      <Title>{props.token.serial}</Title>
      <p class="token-page__lead">
        <StateBadge state={props.token.state} />
      </p>
    </div>
    <OwnerSection {...props} />
    <ClockSection {...props} />
    <MakeSection {...props} />
    <DeleteSection {...props} />
    <TokenDialogs {...props} />
  </>
)

const OwnerSection = (props: TokenPartProps) => {
  const { owner, state } = props.token
  return (
    <Section
      title="Owner"
      lead={owner ? undefined : 'Nobody has it. Whoever holds it can register it by its serial.'}
      action={
        owner ? (
          <ActionButton {...props} action="unassign">
            Take back
          </ActionButton>
        ) : (
          <ActionButton {...props} action="assign">
            Assign
          </ActionButton>
        )
      }
    >
      {owner && (
        <>
          <p class="token-page__owner">
            <a href={`/console/users/${owner.id}`}>{owner.username}</a>
          </p>
          {state === 'waiting' && (
            <p class="muted">It counts from the first code that they sign in with.</p>
          )}
        </>
      )}
    </Section>
  )
}

const MakeSection = ({ token: { series, model, digits, period, algorithm } }: TokenPartProps) => (
  <Section title="About this token">
    <dl class="facts">
      <dt>Series</dt>
      <dd>
        <a href={`/console/tokens/series/${series.id}`}>{series.label}</a>
      </dd>
      {model && (
        <>
          <dt>Model</dt>
          <dd>{model}</dd>
        </>
      )}
      <dt>Codes</dt>
      <dd>{`${digits} digits, every ${period} seconds, ${algorithm.replace('SHA', 'SHA-')}`}</dd>
    </dl>
  </Section>
)

const DeleteSection = (props: TokenPartProps) =>
  props.token.may.includes('delete') ? (
    <Section
      title="Delete this token"
      lead="For one that is lost or broken. The file that it came in can bring it back."
      action={
        <ActionButton {...props} action="delete" kind="danger-quiet">
          Delete token
        </ActionButton>
      }
    />
  ) : null

const Gone = () => (
  <EmptyState
    page
    icon={<FobIcon size={24} />}
    title="This token is not there"
    action={<ButtonLink href="/console/tokens">Go to hardware tokens</ButtonLink>}
  >
    It was deleted, or the address is mistyped.
  </EmptyState>
)
