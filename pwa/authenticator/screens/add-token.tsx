import './confirm-token.css'
import './type-key.css'
import './add-ways.css'
import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { later } from '../../ui/later.tsx'
import { AddingModel } from '../state/adding.ts'
import { handedOver } from '../state/hand-off.ts'
import type { Models } from '../state/models.ts'
import { go, linkTo, route } from '../state/route.ts'
import { AddWays } from './add-ways.tsx'
import { ConfirmToken } from './confirm-token.tsx'
import { PasteLink } from './paste-link.tsx'
import { Shell } from './shell.tsx'
import { TypeKey } from './type-key.tsx'

const ScanCode = later<{ adding: AddingModel }>(() =>
  import('./scan-code.tsx').then((module) => module.ScanCode),
)
const Activate = later<{ adding: AddingModel }>(() =>
  import('./activate.tsx').then((module) => module.Activate),
)
/** What the steps of adding share, and what came from outside meanwhile. */
const useAdding = (step: string) => {
  const adding = useModel(AddingModel)
  const draft = adding.draft.value
  const given = handedOver.value
  useEffect(() => adding.clearRefusal(), [step])
  useEffect(() => {
    if (!given) return
    handedOver.value = null
    void adding.takeHandedOver(given)
  }, [given])
  useEffect(() => {
    // Reloaded in the middle: what was to be confirmed is gone. What came meanwhile is there by now.
    if (step === 'confirm' && !adding.draft.peek()) go({ screen: 'add', step: 'ways' }, 'replace')
  }, [step, draft])
  return { adding, draft }
}

/** All ways to add a token; each ends at the same question before anything is saved. */
export const AddToken = ({ vault, protection }: Models) => {
  const step = route.value.screen === 'add' ? route.value.step : 'ways'
  const { adding, draft } = useAdding(step)
  const done = (): void => {
    go({ screen: 'tokens' }, 'replace')
    void protection.ask()
  }
  const back = linkTo(step === 'ways' ? { screen: 'tokens' } : { screen: 'add', step: 'ways' })
  return (
    <Shell back={back}>
      {step === 'ways' && <AddWays adding={adding} />}
      {step === 'scan' && <ScanCode adding={adding} />}
      {step === 'link' && <PasteLink adding={adding} />}
      {step === 'activate' && <Activate adding={adding} />}
      {step === 'key' && <TypeKey onAccount={adding.take} />}
      {step === 'confirm' && draft && <ConfirmToken account={draft} vault={vault} onDone={done} />}
    </Shell>
  )
}
