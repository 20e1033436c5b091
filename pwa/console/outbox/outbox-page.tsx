import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Outbox } from '../../../schema/api/device.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PhoneIcon } from '../../ui/icons.tsx'
import { List, ListItem } from '../../ui/list.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Time } from '../../ui/time.tsx'
import { Title } from '../../ui/title.tsx'
import { OutboxModel } from '../state/outbox.ts'
import './outbox.css'

/** `/console/outbox`: on a local server, what would have gone to phones. */
export const OutboxPage = () => {
  const model = useModel(OutboxModel)
  useEffect(() => model.follow(), [])
  return (
    <div class="stack stack--wide">
      <Title lead="This server sends nothing to phones. What it would have sent lies here for a day.">
        Outbox
      </Title>
      <section class="section">
        <Loaded state={model.messages.state.value} onRetry={() => void model.messages.load()}>
          {({ messages }) => <Messages messages={messages} />}
        </Loaded>
      </section>
    </div>
  )
}

const Messages = ({ messages }: Outbox) =>
  messages.length === 0 ? (
    <EmptyState icon={<PhoneIcon size={24} />} title="Nothing was sent yet">
      When somebody registers a device and needs a code for it, the message appears here.
    </EmptyState>
  ) : (
    <List label="Messages">
      {messages.map(({ id, at, to, text }) => (
        <ListItem
          key={id}
          icon={<PhoneIcon />}
          title={<span class="outbox__text">{text}</span>}
          meta={
            <>
              To {to} · <Time at={at} />
            </>
          }
        />
      ))}
    </List>
  )
