import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import { languages } from '../locale/languages.ts'
import { speak, words } from '../state/language.ts'
import type { PreferencesModel } from '../state/preferences.ts'
import { compareClocks } from '../state/server-clock.ts'
import { tolerance } from './clock-notice.tsx'
import { Group, SwitchRow } from './settings-rows.tsx'

type Settings = { preferences: PreferencesModel }

const clockText = (offset: number | null): string => {
  const t = words('settings')
  if (offset === null) return t.clockUnknown
  if (Math.abs(offset) <= tolerance) return t.clockRight
  const seconds = Math.round(Math.abs(offset) / 1000)
  return offset > 0 ? t.clockBehind(seconds) : t.clockAhead(seconds)
}

const ClockRows = ({ preferences }: Settings) => {
  const t = words('settings')
  const [busy, setBusy] = useState(false)
  const { clockOffset, correctClock } = preferences.values.value
  const compare = async (): Promise<void> => {
    setBusy(true)
    await compareClocks(preferences)
    setBusy(false)
  }
  return (
    <>
      <div class="settings__row">
        <span class="settings__words">
          <span>{t.clock}</span>
          <span class="muted small" role="status">
            {clockText(clockOffset)}
          </span>
        </span>
        <Button small busy={busy} onClick={() => void compare()}>
          {t.compare}
        </Button>
      </div>
      <SwitchRow
        name="correctClock"
        title={t.correctClock}
        hint={t.correctClockHint}
        checked={correctClock}
        onChecked={(corrects) => void preferences.set('correctClock', corrects)}
      />
    </>
  )
}

/** Language and clock. */
export const AppearanceSettings = ({ preferences }: Settings) => {
  const t = words('settings')
  const choose = async (tag: string): Promise<void> => {
    const chosen = tag === '' ? null : tag
    await preferences.set('language', chosen)
    await speak(chosen)
  }
  const options = [
    { value: '', label: t.languageOfBrowser },
    ...Object.entries(languages).map(([value, { name }]) => ({ value, label: name })),
  ]
  return (
    <Group title={t.appearance}>
      <div class="settings__row settings__row--form">
        <SelectField
          label={t.language}
          name="language"
          value={preferences.values.value.language ?? ''}
          options={options}
          onValue={(tag) => void choose(tag)}
        />
      </div>
      <ClockRows preferences={preferences} />
    </Group>
  )
}
