import { Button } from '../../../ui/button.tsx'
import { FaultNotice } from '../../../ui/fault-notice.tsx'
import { Loaded } from '../../../ui/loaded.tsx'
import { Section } from '../../../ui/section.tsx'
import type { UserModel } from '../../state/user.ts'
import { AuditLines } from '../../audit/audit-lines.tsx'

type ActivityProps = { model: UserModel; id: string }

/** What this person did and what was done to them, the newest first. */
export const ActivitySection = ({ model: { activity }, id }: ActivityProps) => (
  <Section
    title="Activity"
    action={
      <a class="person-page__more" href={`/console/audit?person=${id}`}>
        Open in the audit log
      </a>
    }
  >
    <Loaded state={activity.state.value} onRetry={() => void activity.load()}>
      {(lines) =>
        lines.length === 0 ? (
          <p class="muted">Nothing happened yet.</p>
        ) : (
          <AuditLines lines={lines} />
        )
      }
    </Loaded>
    <FaultNotice fault={activity.change.fault.value} onOver={activity.change.forget} />
    {activity.more.value && (
      <div class="audit__more">
        <Button
          small
          busy={activity.change.busy.value !== null}
          onClick={() => void activity.loadMore()}
        >
          Show more
        </Button>
      </div>
    )}
  </Section>
)
