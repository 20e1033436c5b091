/** Draws pwa/public/icons from icon.svg, by Chromium. Run it after changing the mark; commit what it makes. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { chromium } from 'playwright-core'
import { haveChromium } from './chromium.mjs'

const place = resolve(import.meta.dirname, '../pwa/public')
const svg = await readFile(join(place, 'icon.svg'), 'utf8')
// Systems cut maskable icons to their own shape: color to the edges, the mark well inside.
const square = svg.replace(/rx="\d+"/, '')
const icons = [
  { file: 'authenticator-192.png', size: 192, svg },
  { file: 'authenticator-512.png', size: 512, svg },
  { file: 'authenticator-maskable-512.png', size: 512, svg: square },
  { file: 'apple-touch-180.png', size: 180, svg: square },
]

await mkdir(join(place, 'icons'), { recursive: true })
const browser = await chromium.launch({
  executablePath: await haveChromium(),
  args: ['--no-sandbox', '--disable-gpu'],
})
for (const icon of icons) {
  const page = await browser.newPage({ viewport: { width: icon.size, height: icon.size } })
  await page.setContent(`<style>body{margin:0}svg{display:block}</style>${icon.svg}`)
  const png = await page.screenshot({ omitBackground: true })
  await writeFile(join(place, 'icons', icon.file), png)
  await page.close()
}
await browser.close()
