/**
 * Draws .readme/flow.png from the real thing, on an installation that is not set up yet:
 * node .scripts/draw-flow.mjs http://localhost:8787/setup#TOKEN
 */
import { writeFile } from 'node:fs/promises'
import { URI } from 'otpauth'
import { chromium } from 'playwright-core'
import { haveChromium } from './chromium.mjs'
import { inRoot } from './place.mjs'

const [link] = process.argv.slice(2)
if (!link)
  throw new Error('Say where: node .scripts/draw-flow.mjs http://localhost:8787/setup#TOKEN')
const { origin } = new URL(link)

const browser = await chromium.launch({
  executablePath: await haveChromium(),
  args: ['--no-sandbox', '--disable-gpu'],
})
const newPhone = async () =>
  (
    await browser.newContext({ viewport: { width: 390, height: 780 }, deviceScaleFactor: 2 })
  ).newPage()

const fill = async (page, fields) => {
  for (const [name, text] of Object.entries(fields))
    await page.getByLabel(name, { exact: true }).fill(text)
}
const press = (page, name) => page.getByRole('button', { name, exact: true }).last().click()
const titled = (page, name) => page.getByRole('heading', { name, level: 1 }).waitFor()

const administer = async () => {
  const page = await newPhone()
  await page.goto(link)
  await fill(page, { Username: 'grace', Password: 'orchard-lantern-42' })
  await press(page, 'Create administrator')
  await titled(page, 'grace')
  await page.goto(`${origin}/console/users/new`)
  await fill(page, { Username: 'ada', Password: 'a difference engine' })
  await page.getByLabel('Second factor required').check()
  await page.getByLabel('Second factor required').scrollIntoViewIfNeeded()
  const shot = await page.screenshot()
  await press(page, 'Add person')
  await titled(page, 'ada was added')
  return shot
}

const signIn = async (page) => {
  await page.goto(`${origin}/`)
  await fill(page, { Username: 'ada', Password: 'a difference engine' })
  await press(page, 'Sign in')
}

/** The key travels as the QR code says it; here by the page's own answer from the server. */
const enroll = async (page) => {
  const answered = page.waitForResponse((response) => response.url().endsWith('/api/factors/totp'))
  await signIn(page)
  await titled(page, 'Set up two-step sign-in')
  await page.getByRole('button', { name: /^Authenticator app/ }).click()
  const { uri } = await (await answered).json()
  return { uri, shot: await page.screenshot() }
}

const hold = async (uri) => {
  const page = await newPhone()
  await page.goto(`${origin}/authenticator/#add/link`)
  await fill(page, { Link: uri })
  await press(page, 'Continue')
  await press(page, 'Add token')
  await page.getByRole('list', { name: 'Tokens' }).waitFor()
  await page.waitForTimeout(500)
  return page.screenshot()
}

const codeOf = (uri, stepsAway) =>
  URI.parse(uri).generate({ timestamp: Date.now() + stepsAway * 30_000 })

const finish = async (page, uri) => {
  await fill(page, { Code: codeOf(uri, -1) })
  await press(page, 'Turn on')
  await titled(page, 'Save your recovery codes')
  await page.getByLabel('I saved these codes').check()
  await press(page, 'Continue')
  await press(page, 'Sign out')
  await titled(page, 'Sign in')
  await signIn(page)
  await titled(page, 'Enter your code')
  await fill(page, { Code: codeOf(uri, 0) })
  await page.getByLabel('Trust this browser').check()
  return page.screenshot()
}

const compose = async (shots) => {
  const page = await browser.newPage({ viewport: { width: 1640, height: 828 } })
  const pictures = shots.map(
    (shot) => `<img src="data:image/png;base64,${shot.toString('base64')}">`,
  )
  await page.setContent(`<style>
    body { margin: 0; padding: 24px; display: flex; gap: 14px; background: #dfe5e3 }
    img { width: 388px; border-radius: 14px; box-shadow: 0 6px 24px #0003 }
  </style>${pictures.join('')}`)
  return page.screenshot()
}

const first = await administer()
const person = await newPhone()
const { uri, shot: second } = await enroll(person)
const third = await hold(uri)
const fourth = await finish(person, uri)
await writeFile(inRoot('.readme/flow.png'), await compose([first, second, third, fourth]))
await browser.close()
