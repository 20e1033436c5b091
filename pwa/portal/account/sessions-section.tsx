import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { MySession } from '../../../schema/api/session.ts'
import { Button } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { BrowserIcon } from '../../ui/icons.tsx'
import { Badge, List, ListItem } from '../../ui/list.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Section } from '../../ui/section.tsx'
import { Time } from '../../ui/time.tsx'
import { SessionsModel } from '../state/sessions.ts'

/** Where I am signed in, this browser first. */
export const SessionsSection = () => {
  const model = useModel(SessionsModel)
  useEffect(() => void model.list.load(), [])
  const state = model.list.state.value
  const busy = model.change.busy.value
  const others = state.kind === 'ready' && state.value.some(({ current }) => !current)
  return (
    <Section
      title="Where you are signed in"
      lead="Is one of these not yours? Sign it out, or say “This was not me” below."
      action={
        others && (
          <Button small busy={busy === 'others'} onClick={() => void model.endOthers()}>
            Sign out others
          </Button>
        )
      }
    >
      <FaultNotice fault={model.change.fault.value} onOver={model.change.forget} />
      <Loaded state={state} onRetry={() => void model.list.load()}>
        {(sessions) => (
          <List label="Sessions">
            {sessions.toSorted(currentFirst).map((session) => (
              <SessionItem
                key={session.id}
                session={session}
                busy={busy === session.id}
                onEnd={() => void model.end(session.id)}
              />
            ))}
          </List>
        )}
      </Loaded>
    </Section>
  )
}

const currentFirst = (a: MySession, b: MySession): number =>
  Number(b.current) - Number(a.current) || b.lastSeenAt - a.lastSeenAt

type SessionItemProps = { session: MySession; busy: boolean; onEnd: () => void }

const SessionItem = ({ session, busy, onEnd }: SessionItemProps) => (
  <ListItem
    icon={<BrowserIcon />}
    title={
      <>
        {session.browser}
        {session.current && <Badge kind="accent">This browser</Badge>}
      </>
    }
    meta={
      <>
        {session.place && `${session.place} · `}
        {session.current ? (
          <>
            signed in <Time at={session.createdAt} />
          </>
        ) : (
          <>
            last active <Time at={session.lastSeenAt} />
          </>
        )}
      </>
    }
    action={
      !session.current && (
        <Button small busy={busy} aria-label={`Sign out ${session.browser}`} onClick={onEnd}>
          Sign out
        </Button>
      )
    }
  />
)
