import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { ShieldIcon, WarningIcon } from '../../ui/icons.tsx'
import { words } from '../state/language.ts'
import type { ProtectionModel } from '../state/protection.ts'

/** Whether the browser may clear the tokens, and what keeps it from that. */
export const StorageCard = ({ protection }: { protection: ProtectionModel }) => {
  const t = words('settings')
  const [refused, setRefused] = useState(false)
  const state = protection.state.value
  const sentences = {
    kept: [t.storageKept, t.storageKeptText],
    'at-risk': [t.storageAtRisk, refused ? t.storageRefused : t.storageAtRiskText],
    unknown: [t.storageUnknown, t.storageUnknownText],
  }[state]
  const ask = async (): Promise<void> => {
    await protection.ask()
    setRefused(protection.state.peek() !== 'kept')
  }
  return (
    <section class={`storage-card storage-card--${state}`} aria-label={t.storage}>
      <span class="storage-card__icon">{state === 'kept' ? <ShieldIcon /> : <WarningIcon />}</span>
      <div class="storage-card__words" role="status">
        <p class="storage-card__title">
          {t.storage}: {sentences[0]}
        </p>
        <p class="small">{sentences[1]}</p>
      </div>
      {state !== 'kept' && (
        <div class="row">
          {protection.installable.value && (
            <Button kind="primary" small onClick={() => void protection.install()}>
              {t.install}
            </Button>
          )}
          {!refused && (
            <Button small onClick={() => void ask()}>
              {t.storageAsk}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}
