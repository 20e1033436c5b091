/** The secrets of this installation: made once, kept in the state folder, never committed. */
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const random = (bytes) => randomBytes(bytes).toString('base64url')

const read = (file) => {
  if (!existsSync(file)) return {}
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s, 2)))
}

/** Written beside and renamed over, so that an interrupted start never leaves half a key. */
const write = (file, secrets) => {
  const lines = Object.entries(secrets).map(([name, value]) => `${name}=${value}\n`)
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, lines.join(''), { mode: 0o600 })
  renameSync(draft, file)
}

/** @returns {{ file: string, setupToken: string }} */
export const keepSecrets = ({ state, setupToken }) => {
  mkdirSync(state, { recursive: true, mode: 0o700 })
  const file = join(state, 'secrets.env')
  const known = read(file)
  const secrets = {
    MASTER_KEYS: known.MASTER_KEYS ?? `k1:${random(32)}`,
    PASSWORD_PEPPERS: known.PASSWORD_PEPPERS ?? `p1:${random(32)}`,
    SETUP_TOKEN: setupToken ?? known.SETUP_TOKEN ?? random(24),
  }
  const changed = Object.keys(secrets).some((name) => secrets[name] !== known[name])
  if (changed) write(file, { ...known, ...secrets })
  chmodSync(file, 0o600)
  return { file, setupToken: secrets.SETUP_TOKEN }
}
