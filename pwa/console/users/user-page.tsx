import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { BackLink } from '../../ui/back-link.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { UsersIcon } from '../../ui/icons.tsx'
import { Badge } from '../../ui/list.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { StepUp } from '../../ui/step-up.tsx'
import { Title } from '../../ui/title.tsx'
import { HandingOverModel } from '../state/handing-over.ts'
import { TokenGivingModel } from '../state/token-giving.ts'
import { UserModel } from '../state/user.ts'
import { AccessSection } from './person/access-section.tsx'
import { ActivitySection } from './person/activity-section.tsx'
import { FactorsSection } from './person/factors-section.tsx'
import { GiveTokenDialog } from './person/give-token-dialog.tsx'
import { GroupsSection } from './person/groups-section.tsx'
import { HandingOverDialog } from './person/handing-over-dialog.tsx'
import { HelpSection } from './person/help-section.tsx'
import { nameOf, type PartProps } from './person/part.ts'
import { LocksNotice } from './person/locks-notice.tsx'
import { PolicySection } from './person/policy-section.tsx'
import { ProfileSection } from './person/profile-section.tsx'
import { StatusSection } from './person/status-section.tsx'
import { UserDialogs } from './person/user-dialogs.tsx'
import { roleNames } from './roles.ts'
import './users.css'
import './person/person.css'

/** `/console/users/:id`: one person, and whatever may be done to them. */
export const UserPage = ({ id }: { id: string }) => <PersonPage key={id} id={id} />

const PersonPage = ({ id }: { id: string }) => {
  const model = useModel(() => new UserModel(id))
  const handing = useModel(() => new HandingOverModel(id))
  const giving = useModel(() => new TokenGivingModel(id, () => void model.load()))
  useEffect(() => void model.load(), [])
  const state = model.view.state.value
  // Whoever follows a link from the log may look for somebody who is gone.
  const gone =
    state.kind === 'failed' && ['not_found', 'malformed_request'].includes(state.fault.code)
  return (
    <div class="stack stack--wide">
      {gone ? (
        <Gone />
      ) : (
        <Loaded state={state} onRetry={() => void model.load()}>
          {(view) => <Person model={model} handing={handing} giving={giving} view={view} />}
        </Loaded>
      )}
      <StepUp model={model.stepUp} />
      <StepUp model={handing.stepUp} />
      <StepUp model={giving.stepUp} />
    </div>
  )
}

type PersonProps = PartProps & { handing: HandingOverModel; giving: TokenGivingModel }

const Person = ({ model, handing, giving, view }: PersonProps) => (
  <>
    <Head view={view} />
    <LocksNotice model={model} view={view} />
    <div class="person-page">
      <div class="person-page__main">
        <ProfileSection model={model} view={view} />
        <FactorsSection model={model} view={view} handing={handing} giving={giving} />
        <PolicySection model={model} />
      </div>
      <div class="person-page__side">
        <AccessSection model={model} view={view} />
        <GroupsSection model={model} view={view} />
        <HelpSection view={view} handing={handing} />
        <StatusSection model={model} view={view} />
      </div>
    </div>
    <ActivitySection model={model} id={view.user.id} />
    <UserDialogs model={model} view={view} />
    <GiveTokenDialog model={giving} name={nameOf(view)} />
    <HandingOverDialog model={handing} name={nameOf(view)} onSeen={() => void model.load()} />
  </>
)

const Head = ({ view: { user } }: Pick<PartProps, 'view'>) => (
  <div>
    <BackLink href="/console/users">People</BackLink>
    <Title>{user.displayName || user.username}</Title>
    <p class="person-page__lead">
      {user.displayName && user.displayName !== user.username && (
        <span class="muted">{user.username}</span>
      )}
      <Badge kind={user.role === 'user' ? 'neutral' : 'accent'}>{roleNames[user.role]}</Badge>
      {user.disabled && <Badge kind="danger">Disabled</Badge>}
      {user.mustChangePassword && <Badge kind="warning">Must choose a new password</Badge>}
    </p>
  </div>
)

const Gone = () => (
  <EmptyState
    page
    icon={<UsersIcon size={24} />}
    title="This person is not there"
    action={<ButtonLink href="/console/users">Go to people</ButtonLink>}
  >
    They were deleted, or the address is mistyped.
  </EmptyState>
)
