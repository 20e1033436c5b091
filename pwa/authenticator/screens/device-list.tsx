import { useModel } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import type { Factor } from '../../../schema/api/factor.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { PhoneIcon } from '../../ui/icons.tsx'
import { Badge, List, ListItem } from '../../ui/list.tsx'
import { language, words } from '../state/language.ts'
import type { Models } from '../state/models.ts'
import { MyDevicesModel } from '../state/my-devices.ts'
import type { OnlineModel } from '../state/online.ts'
import { Fetched } from './fetched.tsx'

const dated = (at: number): string =>
  new Intl.DateTimeFormat(language(), { dateStyle: 'medium' }).format(at * 1000)

type ItemProps = { device: Factor; isThis: boolean; busy: boolean; onRevoke: () => void }

const Device = ({ device, isThis, busy, onRevoke }: ItemProps) => {
  const t = words('register')
  const { name, createdAt, lastUsedAt } = device
  const meta = [t.since(dated(createdAt)), lastUsedAt && t.lastUsed(dated(lastUsedAt))]
  return (
    <ListItem
      icon={<PhoneIcon />}
      title={
        <>
          <bdi>{name}</bdi> {isThis && <Badge kind="accent">{t.thisDevice}</Badge>}
        </>
      }
      meta={meta.filter(Boolean).join(', ')}
      action={
        <Button
          small
          kind="danger-quiet"
          busy={busy}
          aria-label={t.revokeOf(name)}
          onClick={onRevoke}
        >
          {t.revoke}
        </Button>
      }
    />
  )
}

/** What signs this person in, and the way to be rid of it. */
export const DeviceList = ({ models, online }: { models: Models; online: OnlineModel }) => {
  const mine = useModel(() => new MyDevicesModel(models, online))
  const [asked, setAsked] = useState<Factor | null>(null)
  useEffect(() => void mine.list.load(), [mine])
  const t = words('register')
  const isThis = ({ id }: Factor): boolean => models.vault.tokens.value.some((one) => one.id === id)
  const revoke = ({ id }: Factor): void => {
    setAsked(null)
    void mine.revoke(id)
  }
  return (
    <section class="stack" aria-label={t.devices}>
      <h2>{t.devices}</h2>
      <FaultNotice fault={mine.change.fault.value} onOver={mine.change.forget} />
      <Fetched state={mine.list.state.value} onRetry={() => void mine.list.load()}>
        {(devices) =>
          devices.length === 0 ? (
            <p class="muted">{t.noDevices}</p>
          ) : (
            <List label={t.devices}>
              {devices.map((device) => (
                <Device
                  key={device.id}
                  device={device}
                  isThis={isThis(device)}
                  busy={mine.change.busy.value === device.id}
                  onRevoke={() => setAsked(device)}
                />
              ))}
            </List>
          )
        }
      </Fetched>
      {asked && (
        <ConfirmDialog
          title={t.revokeTitle}
          action={t.revoke}
          onConfirm={() => revoke(asked)}
          onClose={() => setAsked(null)}
        >
          <p>{t.revokeText(asked.name)}</p>
          {isThis(asked) && <p>{t.revokeThis}</p>}
        </ConfirmDialog>
      )}
    </section>
  )
}
