import { useState } from 'preact/hooks'
import { FaultNotice } from '../../../ui/fault-notice.tsx'
import { Loaded } from '../../../ui/loaded.tsx'
import { MoreButton } from '../../../ui/more.tsx'
import { Section } from '../../../ui/section.tsx'
import type { UserModel } from '../../state/user.ts'
import { AuditLines } from '../../audit/audit-lines.tsx'

/** At first only what happened last: the page is about the person. */
const few = 10

type ActivityProps = { model: UserModel; id: string }

/** What this person did and what was done to them, the newest first. */
export const ActivitySection = ({ model: { activity }, id }: ActivityProps) => {
  const [short, setShort] = useState(true)
  const state = activity.state.value
  const cut = short && state.kind === 'ready' && state.value.length > few
  return (
    <Section
      title="Activity"
      action={
        <a class="person-page__more" href={`/console/audit?person=${id}`}>
          Open in the audit log
        </a>
      }
    >
      <div class="stack">
        <Loaded state={state} onRetry={() => void activity.load()}>
          {(lines) =>
            lines.length === 0 ? (
              <p class="muted">Nothing happened yet.</p>
            ) : (
              <AuditLines lines={short ? lines.slice(0, few) : lines} />
            )
          }
        </Loaded>
        <FaultNotice fault={activity.change.fault.value} onOver={activity.change.forget} />
        {(cut || activity.more.value) && (
          <MoreButton
            small
            busy={activity.change.busy.value !== null}
            onClick={() => (cut ? setShort(false) : void activity.loadMore())}
          />
        )}
      </div>
    </Section>
  )
}
