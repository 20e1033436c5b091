import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { MyApplication } from '../../../schema/api/consent.ts'
import { Button } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { BrowserIcon } from '../../ui/icons.tsx'
import { Badge, List, ListItem } from '../../ui/list.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Section } from '../../ui/section.tsx'
import { Time } from '../../ui/time.tsx'
import { scopeWords } from '../scope-words.ts'
import { ApplicationsModel } from '../state/applications.ts'

/** What I may open with this account, and what it knows of me. */
export const ApplicationsSection = () => {
  const model = useModel(ApplicationsModel)
  useEffect(() => void model.list.load(), [])
  const busy = model.change.busy.value
  return (
    <Section title="Applications" lead="What you open with this account, and what it knows of you.">
      <FaultNotice fault={model.change.fault.value} onOver={model.change.forget} />
      <Loaded state={model.list.state.value} onRetry={() => void model.list.load()}>
        {(applications) =>
          applications.length === 0 ? (
            <p class="muted">None yet.</p>
          ) : (
            <List label="Applications">
              {applications.map((application) => (
                <ApplicationItem
                  key={application.id}
                  application={application}
                  busy={busy === application.id}
                  onWithdraw={() => void model.withdraw(application.id)}
                />
              ))}
            </List>
          )
        }
      </Loaded>
    </Section>
  )
}

type ApplicationItemProps = {
  application: MyApplication
  busy: boolean
  onWithdraw: () => void
}

const ApplicationItem = ({ application, busy, onWithdraw }: ApplicationItemProps) => {
  const { name, homeUrl, access } = application
  return (
    <ListItem
      icon={<BrowserIcon />}
      title={
        <>
          {homeUrl ? <a href={homeUrl}>{name}</a> : name}
          {access?.offline && <Badge>While you are away</Badge>}
        </>
      }
      meta={
        access ? (
          <>
            {scopeWords(access.scopes.filter((scope) => scope !== 'offline_access')).join(' · ')}
            {' · since '}
            <Time at={access.since} />
          </>
        ) : (
          'Knows nothing of you yet'
        )
      }
      action={
        access && (
          <Button small busy={busy} aria-label={`Withdraw from ${name}`} onClick={onWithdraw}>
            Withdraw
          </Button>
        )
      }
    />
  )
}
