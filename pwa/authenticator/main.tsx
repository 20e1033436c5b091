import '../ui/base.css'
import './authenticator.css'
import './screens/tokens.css'
import { render } from 'preact'
import { App } from './screens/app.tsx'
import { Protection } from './state/protection.ts'
import { Update } from './state/update.ts'
import { Vault } from './state/vault.ts'

const models = { vault: new Vault(), protection: new Protection(), update: new Update() }
const root = document.getElementById('root')

// Codes first: nothing here waits for the network or for the service worker.
void models.vault.read()
if (root) render(<App {...models} />, root)
void models.protection.check()
void models.update.watch()
