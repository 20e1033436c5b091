/** `npm run build`: the web app, whether or not it looks new already. */
import { buildWebApp } from './web-app.mjs'
import { sayAndExit } from './process.mjs'

await buildWebApp({ force: true }).catch(sayAndExit)
