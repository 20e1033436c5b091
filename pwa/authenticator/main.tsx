import '../ui/base.css'
import './screens/shell.css'
import './screens/hero.css'
import './screens/tokens.css'
import './screens/search.css'
import './screens/token-badge.css'
import './screens/token-card.css'
import './screens/countdown.css'
import { effect } from '@preact/signals'
import { render } from 'preact'
import { App } from './screens/app.tsx'
import { correctBy } from './state/clock.ts'
import { takeHandOffs } from './state/hand-off.ts'
import { speak } from './state/language.ts'
import { PreferencesModel } from './state/preferences.ts'
import { ProtectionModel } from './state/protection.ts'
import { UpdateModel } from './state/update.ts'
import { VaultModel } from './state/vault.ts'
import { correctionOf } from './storage/preferences.ts'

const vault = new VaultModel()
const models = {
  vault,
  preferences: new PreferencesModel(vault),
  protection: new ProtectionModel(),
  update: new UpdateModel(),
}
const root = document.getElementById('root')

takeHandOffs()
// Codes first: nothing here waits for the network or for the service worker.
void vault.read()
void models.preferences.read().then(() => speak(models.preferences.values.peek().language))
effect(() => correctBy(correctionOf(models.preferences.values.value)))
if (root) render(<App {...models} />, root)

const upkeep = async (): Promise<void> => (await import('./state/upkeep.ts')).lookAfter(models)
const stop = effect(() => {
  if (vault.state.value.kind === 'opening') return
  queueMicrotask(() => stop())
  // After the paint.
  requestAnimationFrame(() => setTimeout(() => void upkeep()))
})
