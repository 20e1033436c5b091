/** Many tokens at once, put in by the app's own code: typing a thousand links would take all day. */
import { resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import { parseUri } from '../../schema/otp/uri.ts'
import type { TokenTraits } from '../../pwa/authenticator/storage/token.ts'

let script: Promise<string> | undefined

const bundle = async (): Promise<string> => {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    root: resolve(import.meta.dirname, '..'),
    build: {
      write: false,
      minify: false,
      rolldownOptions: {
        input: resolve(import.meta.dirname, 'vault-filler.page.ts'),
        output: { format: 'iife', codeSplitting: false },
      },
    },
  })
  const [first] = Array.isArray(built) ? built : [built]
  if (!first || !('output' in first)) throw new Error('nothing was built')
  return first.output[0].code
}

export type Wanted = { uri: string } & Partial<TokenTraits>

/** @returns once they are in the vault; the page shows them as another tab's work */
export const fillVault = async (page: Page, wanted: Wanted[]): Promise<void> => {
  await page.evaluate(await (script ??= bundle()))
  const tokens = wanted.map(({ uri, ...traits }) => {
    const parsed = parseUri(uri)
    if (!parsed.ok) throw new Error(`${parsed.reason}: ${uri}`)
    return { ...parsed.value, ...traits, key: [...parsed.value.key] }
  })
  const saved = await page.evaluate(async (all) => {
    const { fillVault: fill } = globalThis as unknown as {
      fillVault: (tokens: unknown) => Promise<string>
    }
    return fill(all)
  }, tokens)
  if (saved !== 'saved') throw new Error(`the vault said ${saved}`)
}
