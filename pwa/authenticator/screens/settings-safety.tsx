import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import { KeyIcon, LockIcon } from '../../ui/icons.tsx'
import { words } from '../state/language.ts'
import type { Models } from '../state/models.ts'
import { linkTo } from '../state/route.ts'
import type { VaultModel } from '../state/vault.ts'
import { hasLock } from '../storage/has-lock.ts'
import { Group, LinkRow, SwitchRow } from './settings-rows.tsx'

const minutesOffered = [1, 5, 15, 60, 0]

/** Whether there is a lock; undefined until it is known. */
const useLocked = (vault: VaultModel): boolean | undefined => {
  const [locked, setLocked] = useState<boolean>()
  useEffect(() => {
    void vault.connect().then(hasLock).then(setLocked)
  }, [vault, vault.state.value])
  return locked
}

/** Who may see the codes, and for how long. */
export const SafetySettings = ({ vault, preferences }: Models) => {
  const t = words('settings')
  const { hideCodes, autoLockMinutes } = preferences.values.value
  const locked = useLocked(vault)
  return (
    <Group title={t.safety}>
      <LinkRow
        icon={<KeyIcon />}
        href={linkTo({ screen: 'lock' })}
        title={t.lock}
        text={t.lockText}
      />
      {locked && (
        <div class="settings__row settings__row--form">
          <SelectField
            label={t.autoLock}
            name="autoLock"
            hint={t.autoLockHint}
            value={String(autoLockMinutes)}
            options={minutesOffered.map((minutes) => ({
              value: String(minutes),
              label: minutes === 0 ? t.never : t.minutes(minutes),
            }))}
            onValue={(minutes) => void preferences.set('autoLockMinutes', Number(minutes))}
          />
          <Button wide onClick={() => vault.lock()}>
            <LockIcon size={18} />
            {t.lockNow}
          </Button>
        </div>
      )}
      <SwitchRow
        name="hideCodes"
        title={t.hideCodes}
        hint={t.hideCodesHint}
        checked={hideCodes}
        onChecked={(hides) => void preferences.set('hideCodes', hides)}
      />
    </Group>
  )
}
