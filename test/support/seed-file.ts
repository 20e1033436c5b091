/** Files of seeds as vendors ship them, and how they are brought. */
import { toBase32 } from '../../schema/otp/totp.ts'
import type { TokenImportReport } from '../../schema/api/token-series.ts'
import type { Answer, Client } from './client.ts'

export type Seed = { serial: string; secret: Uint8Array<ArrayBuffer> }

let made = 0

/** As many tokens that nobody has seen before, with serials that follow one another. */
export const newSeeds = (count: number): Seed[] =>
  Array.from({ length: count }, () => ({
    serial: `S${String((made += 1)).padStart(7, '0')}`,
    secret: crypto.getRandomValues(new Uint8Array(20)),
  }))

/** The same with all that a row may say: few of them make a chunk. */
export const bulkySeeds = (count: number): Seed[] =>
  newSeeds(count).map(({ serial }) => ({
    serial: serial.padEnd(64, '0'),
    secret: crypto.getRandomValues(new Uint8Array(64)),
  }))

/** `serial,secret` as most vendors write it. */
export const tableOf = (seeds: readonly Seed[]): string =>
  seeds.map(({ serial, secret }) => `${serial},${toBase32(secret)}\r\n`).join('')

/** A table of Microsoft Entra, with whom each token is for. */
export const entraOf = (seeds: readonly (Seed & { upn: string })[]): string =>
  [
    'upn,serial number,secret key,time interval,manufacturer,model\r\n',
    ...seeds.map(
      ({ upn, serial, secret }) =>
        `${upn},${serial},${toBase32(secret)},30,Contoso,HardwareKey\r\n`,
    ),
  ].join('')

export const sha256Of = async (data: string | Uint8Array<ArrayBuffer>): Promise<string> => {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

export type Contents = string | Uint8Array<ArrayBuffer>
type Fields = Record<string, string>

export const formOf = (contents: Contents, fields: Fields, name = 'tokens.csv'): FormData => {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.set(field, value)
  form.set('file', new File([contents], name))
  return form
}

export const series = '/api/admin/token-series'

export const preview = (
  browser: Client,
  contents: Contents,
  fields: Fields = {},
): Promise<Answer> => browser.post(series, formOf(contents, { mode: 'preview', ...fields }))

/** Of the file itself, unless `fields` say another `sha256`. */
export const commit = async (
  browser: Client,
  contents: Contents,
  fields: Fields = {},
  name?: string,
): Promise<Answer> => {
  const said = { mode: 'commit', sha256: await sha256Of(contents), ...fields }
  return browser.post(series, formOf(contents, said, name))
}

/** What came of it. */
export const reportOf = ({ status, body }: Answer): TokenImportReport => {
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body as TokenImportReport
}

/** Brings all of them, as one series. */
export const bring = async (browser: Client, seeds: readonly Seed[], fields: Fields = {}) =>
  reportOf(await commit(browser, tableOf(seeds), fields))
