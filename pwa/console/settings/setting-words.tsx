import { useState } from 'preact/hooks'
import type { LastChange, SettingsPage } from '../../../schema/api/setting.ts'
import type { SettingName } from '../../../schema/policy.ts'
import { TextButton } from '../../ui/button.tsx'
import { Time } from '../../ui/time.tsx'
import { shapeOf } from '../state/setting-shape.ts'
import { HistoryDialog } from './history-dialog.tsx'
import { settingTexts } from './texts.ts'
import { spokenValue } from './value.ts'

/** What a setting is called and means, its default, and who changed it last. */
export const SettingWords = ({ page, name }: { page: SettingsPage; name: SettingName }) => {
  const text = settingTexts[name]
  const shape = shapeOf(name)
  const [history, setHistory] = useState(false)
  const change = page.changed[name]
  return (
    <div class="setting__words">
      <div class="setting__title">
        <h3 class="setting__name" id={`${name}-name`}>
          {text.name}
        </h3>
        <code class="setting__key">{name}</code>
      </div>
      <p class="setting__meaning">{text.meaning}</p>
      <p class="setting__facts">
        <span>{`Default: ${spokenValue(name, page.defaults[name])}`}</span>
        {shape.kind === 'number' && <span>{`${shape.min} to ${shape.max}`}</span>}
        {change && <Changed name={name} change={change} onHistory={() => setHistory(true)} />}
      </p>
      {history && <HistoryDialog name={name} onClose={() => setHistory(false)} />}
    </div>
  )
}

type ChangedProps = { name: SettingName; change: LastChange; onHistory: () => void }

const Changed = ({ name, change, onHistory }: ChangedProps) => (
  <>
    <span>
      Changed <Time at={change.at} />
      {change.by && ` by ${change.by.username}`}
    </span>
    <TextButton onClick={onHistory}>
      History
      <span class="visually-hidden">{` of ${settingTexts[name].name}`}</span>
    </TextButton>
  </>
)
