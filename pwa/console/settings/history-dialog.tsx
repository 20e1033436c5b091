import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { SettingHistory } from '../../../schema/api/setting.ts'
import type { SettingName } from '../../../schema/policy.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Time } from '../../ui/time.tsx'
import { SettingHistoryModel } from '../state/settings.ts'
import { settingTexts } from './texts.ts'
import { spokenValue } from './value.ts'

type HistoryDialogProps = { name: SettingName; onClose: () => void }

/** Who changed a setting, when, from what to what. */
export const HistoryDialog = ({ name, onClose }: HistoryDialogProps) => {
  const history = useModel(() => new SettingHistoryModel(name))
  useEffect(() => void history.load(), [])
  return (
    <Dialog title={`History of ${settingTexts[name].name}`} wide onClose={onClose}>
      <Loaded state={history.state.value} onRetry={() => void history.load()}>
        {(changes) =>
          changes.length === 0 ? (
            <p class="muted">Nobody changed it yet.</p>
          ) : (
            <ol class="history">
              {changes.map((change) => (
                <ChangeLine key={change.id} name={name} change={change} />
              ))}
            </ol>
          )
        }
      </Loaded>
      <FaultNotice fault={history.change.fault.value} onOver={history.change.forget} />
      <div class="dialog__actions">
        {history.more.value && (
          <Button busy={history.change.busy.value !== null} onClick={() => void history.loadMore()}>
            Show more
          </Button>
        )}
        <Button onClick={onClose}>Close</Button>
      </div>
    </Dialog>
  )
}

const ChangeLine = ({ name, change }: { name: SettingName; change: SettingHistory }) => (
  <li class="history__line">
    <p>
      <span class="muted">{spokenValue(name, change.former)}</span>
      <span aria-hidden="true"> → </span>
      <span class="visually-hidden"> became </span>
      <strong>{spokenValue(name, change.value)}</strong>
    </p>
    <p class="history__who">
      {change.by?.username ?? 'somebody who is gone'}, <Time at={change.at} />
    </p>
  </li>
)
