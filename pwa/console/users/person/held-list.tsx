import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Method } from '../../../../schema/api/factor.ts'
import type { ResetTarget, UserDetails, UserFactor } from '../../../../schema/api/user.ts'
import { Button } from '../../../ui/button.tsx'
import {
  BrowserIcon,
  FobIcon,
  KeyIcon,
  PasskeyIcon,
  PhoneIcon,
  ShieldIcon,
} from '../../../ui/icons.tsx'
import { Badge, List, ListItem } from '../../../ui/list.tsx'
import { methodLooks } from '../../../ui/method.tsx'
import { Time } from '../../../ui/time.tsx'
import { may, type PartProps } from './part.ts'
import { heldOf, resetWords } from './reset-words.ts'

const icons: Record<ResetTarget, ComponentChildren> = {
  totp: <PhoneIcon />,
  device: <PhoneIcon />,
  passkey: <PasskeyIcon />,
  hardware: <FobIcon />,
  recovery: <KeyIcon />,
  trust: <ShieldIcon />,
  sessions: <BrowserIcon />,
}

/** Everything that the person holds, each with the way to take it away. */
export const HeldList = ({ model, view: { user } }: PartProps) => {
  const held = heldOf(user)
  const list = useRef<HTMLDivElement>(null)
  // What was taken away took its button along: whoever works by keyboard goes on from here.
  useEffect(() => {
    if (document.activeElement === document.body) list.current?.focus({ preventScroll: true })
  }, [held.join()])
  return (
    <div ref={list} tabIndex={-1} class="person-page__held">
      <List label="What they hold">
        <HeldItem model={model} user={user} target="totp" title="Authenticator apps">
          <Factors user={user} method="totp" />
        </HeldItem>
        <HeldItem model={model} user={user} target="device" title="Registered devices">
          <Factors user={user} method="device" />
        </HeldItem>
        <HeldItem model={model} user={user} target="passkey" title="Passkeys">
          <Factors user={user} method="passkey" />
        </HeldItem>
        <HeldItem model={model} user={user} target="hardware" title="Hardware tokens">
          <Factors user={user} method="hardware" />
        </HeldItem>
        <HeldItem model={model} user={user} target="recovery" title="Recovery codes">
          {user.recoveryCodesLeft === 0 ? 'None' : `${user.recoveryCodesLeft} left`}
        </HeldItem>
        <HeldItem model={model} user={user} target="trust" title="Trusted browsers">
          {user.trustedBrowsers === 0 ? 'None' : user.trustedBrowsers}
        </HeldItem>
        <HeldItem model={model} user={user} target="sessions" title="Sessions">
          {user.sessions === 0 ? 'Signed in nowhere' : `Signed in in ${browsers(user.sessions)}`}
        </HeldItem>
      </List>
      {may(user, 'reset') && held.length > 1 && (
        <div class="row row--end">
          <Button
            small
            kind="danger-quiet"
            busy={model.change.busy.value === 'reset'}
            onClick={() => model.ask({ kind: 'reset', targets: held })}
          >
            Reset all
          </Button>
        </div>
      )}
    </div>
  )
}

const browsers = (count: number): string => (count === 1 ? 'one browser' : `${count} browsers`)

type HeldItemProps = {
  model: PartProps['model']
  user: UserDetails
  target: ResetTarget
  title: string
  children: ComponentChildren
}

const HeldItem = ({ model, user, target, title, children }: HeldItemProps) => (
  <ListItem
    icon={icons[target]}
    title={title}
    meta={children}
    action={
      may(user, 'reset') &&
      heldOf(user).includes(target) && (
        <Button
          small
          busy={model.change.busy.value === `reset:${target}`}
          aria-label={`${resetWords[target].action} ${title.toLowerCase()}`}
          onClick={() => model.ask({ kind: 'reset', targets: [target] })}
        >
          {resetWords[target].action}
        </Button>
      )
    }
  />
)

type FactorsProps = { user: UserDetails; method: Method }

const Factors = ({ user: { factorList }, method: wanted }: FactorsProps) => {
  const held = factorList.filter(({ method }) => method === wanted)
  if (held.length === 0) return <>None</>
  return (
    <ul class="person-page__apps">
      {held.map((factor) => (
        <li key={factor.id}>
          <OneFactor factor={factor} />
        </li>
      ))}
    </ul>
  )
}

const OneFactor = ({ factor }: { factor: UserFactor }) => {
  const { state, createdAt, lastUsedAt } = factor
  return (
    <>
      <FactorName factor={factor} />{' '}
      {state === 'handed-over' && <Badge kind="warning">Waits for its first code</Badge>} · added{' '}
      <Time at={createdAt} />
      {lastUsedAt !== null && (
        <>
          {' · last used '}
          <Time at={lastUsedAt} />
        </>
      )}
    </>
  )
}

/** A hardware token is known by its serial, and has a page of its own. */
const FactorName = ({ factor: { method, name, token } }: { factor: UserFactor }) => {
  if (!token) return <>{name || methodLooks[method].name}</>
  return (
    <>
      {name && !name.includes(token.serial) && `${name}, `}
      <a href={`/console/tokens/${token.id}`}>{token.serial}</a>
    </>
  )
}
