import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Activity } from '../../../schema/api/account.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { AlertIcon, ClockIcon } from '../../ui/icons.tsx'
import { Badge, List, ListItem } from '../../ui/list.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Section } from '../../ui/section.tsx'
import { Time } from '../../ui/time.tsx'
import { ActivityModel } from '../state/activity.ts'
import { activityWords } from './activity-words.ts'

/** What happened to my account, and what to do where that was not me. */
export const ActivitySection = () => {
  const model = useModel(ActivityModel)
  const { list } = model
  useEffect(() => void list.load(), [])
  return (
    <Section
      title="Recent activity"
      lead="Is something here not yours? Say so, and we shut everybody else out."
      action={
        <Button small onClick={model.ask}>
          This was not me
        </Button>
      }
    >
      <Loaded state={list.state.value} onRetry={() => void list.load()}>
        {(lines) =>
          lines.length === 0 ? (
            <p class="muted">Nothing has happened yet.</p>
          ) : (
            <Lines list={list} lines={lines} />
          )
        }
      </Loaded>
      {model.asking.value && <ShutOut model={model} />}
    </Section>
  )
}

type LinesProps = { list: ActivityModel['list']; lines: readonly Activity[] }

const Lines = ({ list, lines }: LinesProps) => (
  <div class="stack">
    <List label="Recent activity">
      {lines.map((line) => (
        <ActivityItem key={line.id} line={line} />
      ))}
    </List>
    <FaultNotice fault={list.change.fault.value} onOver={list.change.forget} />
    {list.more.value && (
      <Button wide busy={list.change.busy.value !== null} onClick={() => void list.loadMore()}>
        Show more
      </Button>
    )}
  </div>
)

/** What it does is said before it is done: it cannot be taken back. */
const ShutOut = ({ model }: { model: ActivityModel }) => (
  <ConfirmDialog
    title="Shut everybody else out?"
    action="Shut them out"
    busy={model.change.busy.value !== null}
    onConfirm={() => void model.report()}
    onClose={model.close}
  >
    <p>If somebody else used your account, do this now:</p>
    <ul class="consequences">
      <li>All other browsers are signed out.</li>
      <li>No browser is trusted any more, this one neither.</li>
      <li>Your administrators are told.</li>
      <li>You choose a new password next.</li>
    </ul>
    <FaultNotice fault={model.change.fault.value} onOver={model.change.forget} />
  </ConfirmDialog>
)

const ActivityItem = ({ line }: { line: Activity }) => {
  const { text, kind } = activityWords(line)
  const where = [line.browser, line.network].filter(Boolean).join(' · ')
  return (
    <ListItem
      icon={kind === 'warning' ? <AlertIcon /> : <ClockIcon />}
      title={
        <>
          {text}
          {kind === 'warning' && <Badge kind="warning">Check this</Badge>}
        </>
      }
      meta={
        <>
          <Time at={line.at} />
          {where && ` · ${where}`}
        </>
      }
    />
  )
}
