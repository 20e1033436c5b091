/** Takes pwa/public/screenshots of the built authenticator, by Chromium: what install dialogs show. */
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { chromium } from 'playwright-core'
import { haveChromium } from './chromium.mjs'

const [origin] = process.argv.slice(2)
if (!origin)
  throw new Error('Say where it runs: node .scripts/draw-screenshots.mjs http://localhost:8787')

const place = resolve(import.meta.dirname, '../pwa/public/screenshots')
const tokens = [
  'Latchkey:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Latchkey',
  'Example%20Bank:alice@example.com?secret=KRSXG5CTMVRXEZLU&issuer=Example%20Bank&digits=8',
  'Northwind%20Mail:alice@northwind.example?secret=JBSWY3DPEHPK3PXP&issuer=Northwind%20Mail',
  'Code%20Forge:alice-dev?secret=MFRGGZDFMZTWQ2LK&issuer=Code%20Forge',
  'Contoso%20Cloud:admin@contoso.example?secret=ONSWG4TFOQYTEMZU&issuer=Contoso%20Cloud',
]
const shots = [
  { file: 'authenticator-narrow.png', width: 390, height: 844, deviceScaleFactor: 2 },
  { file: 'authenticator-wide.png', width: 1280, height: 800, deviceScaleFactor: 1 },
]

const add = async (page, token) => {
  await page.goto(`${origin}/authenticator/#add/link`)
  await page.getByLabel('Link').fill(`otpauth://totp/${token}`)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Add token' }).click()
  await page.getByRole('list', { name: 'Tokens' }).waitFor()
}

await mkdir(place, { recursive: true })
const browser = await chromium.launch({
  executablePath: await haveChromium(),
  args: ['--no-sandbox', '--disable-gpu'],
})
for (const { file, width, height, deviceScaleFactor } of shots) {
  const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor })
  for (const token of tokens) await add(page, token)
  // Shows the next codes, too.
  await page.clock.setFixedTime(1_800_000_000_000 + 21_000)
  await page.reload()
  await page.getByText('Next').first().waitFor()
  await page.screenshot({ path: join(place, file) })
  await page.close()
}
await browser.close()
