/**
 * Where things are, and what the person who starts Latchkey may change through the environment.
 * Scripts in this folder run on Node 20 before anything is installed: built-in modules only.
 */
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '..')
export const inRoot = (...parts) => join(root, ...parts)

/** The built web app, and the mark that says which sources it was built from. */
export const webApp = inRoot('dist/pwa')
export const webAppMark = inRoot('dist/pwa.built')

const portOf = (text) => {
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new Error(`PORT must be a number from 1 to 65535, but is '${text}'.`)
}

/** @returns {{ port: number, state: string, origin: string, setupToken: string | undefined }} */
export const settings = (env = process.env) => {
  const port = portOf(env.PORT || '8787')
  return {
    port,
    state: resolve(root, env.LATCHKEY_STATE || '.state'),
    origin: env.LATCHKEY_ORIGIN || `http://localhost:${port}`,
    setupToken: env.LATCHKEY_SETUP_TOKEN || undefined,
  }
}

/** Every tool of ours is found before the machine's, and none of them calls home. */
export const toolEnvironment = () => ({
  ...process.env,
  PATH: `${inRoot('node_modules/.bin')}:${process.env.PATH ?? ''}`,
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_WRITE_LOGS: 'false',
  WRANGLER_NO_SKILLS_UPDATE_PROMPTS: 'true',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
})
