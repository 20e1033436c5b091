import '../ui/base.css'
import './screens/shell.css'
import './screens/hero.css'
import './screens/confirm-token.css'
import './screens/type-key.css'
import './screens/add-ways.css'
import './screens/scan-code.css'
import './screens/tokens.css'
import './screens/token-card.css'
import './screens/countdown.css'
import { render } from 'preact'
import { App } from './screens/app.tsx'
import { ProtectionModel } from './state/protection.ts'
import { UpdateModel } from './state/update.ts'
import { VaultModel } from './state/vault.ts'

const models = {
  vault: new VaultModel(),
  protection: new ProtectionModel(),
  update: new UpdateModel(),
}
const root = document.getElementById('root')

// Codes first: nothing here waits for the network or for the service worker.
void models.vault.read()
if (root) render(<App {...models} />, root)
void models.protection.check()
void models.update.watch()
