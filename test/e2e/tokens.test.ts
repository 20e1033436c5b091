import { randomBytes } from 'node:crypto'
import { TextReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { defaultParameters } from '../../schema/otp/parameters.ts'
import { codeAt, stepAt, toBase32 } from '../../schema/otp/totp.ts'
import { axeFaults } from '../support/axe.ts'
import { launchBrowser, sayWhereItStood } from '../support/browser.ts'
import { type Desk, openDesk } from '../support/desk.ts'
import { press, typeInto } from '../support/keyboard.ts'
import { button, heading, submitPassword } from '../support/portal.ts'
import { emptyServer, type Server } from '../support/server.ts'

const root = { username: 'root', password: 'orchard-lantern-42' }
const ada = { username: 'ada', password: 'a difference engine of brass' }
const password = 'sent in another letter'

let server: Server
let browser: Browser
let desk: Desk
let page: Page

/** What the page's own policy had to stop, and what broke. */
const stopped: string[] = []

beforeAll(async () => {
  ;[server, browser] = await Promise.all([emptyServer(), launchBrowser()])
  desk = await openDesk(browser, server, root)
  await desk.add(ada, { mfaRequired: true })
  page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
  page.setDefaultTimeout(20_000)
  page.on('pageerror', (error) => stopped.push(error.message))
  page.on('console', (message) => {
    if (/content security policy|trusted ?type/i.test(message.text())) stopped.push(message.text())
  })
  await page.goto(server.origin)
  await submitPassword(page, root)
  await heading(page, 'Dashboard').waitFor()
})
afterAll(() => Promise.all([browser.close(), server.stop()]))

const expectSound = async () => {
  expect(await axeFaults(page)).toEqual([])
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBeLessThanOrEqual(0)
}
const dialog = (name: string) => page.getByRole('dialog', { name })
/** The token that is given to somebody. */
const key = randomBytes(20)
const given = 4711
const serialOf = (index: number): string => `26-${String(index).padStart(6, '0')}`

/** A vendor's file of so many tokens, and two lines that are none. */
const vendorFile = async (tokens: number): Promise<Buffer> => {
  const lines = Array.from(
    { length: tokens },
    (_, index) => `${serialOf(index)},${toBase32(index === given ? key : randomBytes(20))}`,
  )
  lines.splice(2, 0, `26-900000,${toBase32(randomBytes(10))}`, '26-900001,')
  const zip = new ZipWriter(new Uint8ArrayWriter(), {
    password,
    encryptionStrength: 3,
    useWebWorkers: false,
  })
  await zip.add('tokens.csv', new TextReader(lines.join('\r\n')))
  return Buffer.from(await zip.close())
}

/** Lets the answer to the next import come to the browser's door, and no further, until it is let go. */
const holdAnswer = async (): Promise<() => Promise<void>> => {
  const devtools = await page.context().newCDPSession(page)
  const held = new Promise<string>((resolve) => {
    devtools.on('Fetch.requestPaused', ({ requestId }) => resolve(requestId))
  })
  const patterns = [{ urlPattern: '*/api/admin/token-series', requestStage: 'Response' as const }]
  await devtools.send('Fetch.enable', { patterns })
  return async () => {
    await devtools.send('Fetch.failRequest', {
      requestId: await held,
      errorReason: 'ConnectionReset',
    })
    await devtools.detach()
  }
}

it('imports 10,000 tokens from an encrypted zip, although the answer is lost', async () => {
  sayWhereItStood(page)
  const buffer = await vendorFile(10_000)
  await press(page, 'Tokens')
  await page.getByText('No hardware tokens yet').waitFor()
  await expectSound()
  await press(page, 'Clocks')
  await page.getByText('No token was used yet').waitFor()
  await expectSound()
  await press(page, 'All tokens')
  await page.getByText('No hardware tokens yet').waitFor()
  await press(page, 'Import tokens')
  await heading(page, 'Import tokens').waitFor()
  await expectSound()
  const chooser = page.waitForEvent('filechooser')
  await press(page, 'Choose file')
  await (await chooser).setFiles({ name: 'Autumn order.zip', mimeType: 'application/zip', buffer })
  await typeInto(page, 'Password of the file', 'not it')
  await expectSound()
  await page.keyboard.press('Enter')
  await page.locator('.field__error').waitFor()
  // What was wrong is selected: it is typed over.
  await page.keyboard.type(password)
  await press(page, 'Check the file')
  await button(page, 'Import 10,000 tokens, leave out 2 lines').waitFor()
  await page.getByText('Zip with AES-256').waitFor()
  const wrong = page.getByRole('table', { name: 'Lines that are left out' })
  await wrong.getByRole('row', { name: '3 The secret is shorter than 128 bits.' }).waitFor()
  await wrong.getByRole('row', { name: '4 The secret is missing.' }).waitFor()
  await expectSound()

  const loseAnswer = await holdAnswer()
  await press(page, 'Import 10,000 tokens')
  const progress = page.getByRole('progressbar', { name: 'Importing' })
  await progress.waitFor()
  await page.getByText('10,000 of 10,000 tokens').waitFor()
  await expectSound()
  await loseAnswer()
  await page.getByText('There is no connection to the server.').waitFor()
  await press(page, 'Continue')
  await page.getByText('10,000 tokens imported').waitFor()
  await expectSound()
  // Whoever comes back to this address is told the same.
  await page.reload()
  await page.getByText('The file was imported').waitFor()
  await expectSound()
  expect(stopped).toEqual([])
})

it('finds a token by its serial and gives it to somebody, without a mouse', async () => {
  sayWhereItStood(page)
  await press(page, 'Go to the series')
  await heading(page, 'Autumn order').waitFor()
  await page.getByRole('link', { name: serialOf(0), exact: true }).waitFor()
  await expectSound()
  await press(page, 'Rename')
  await dialog('Rename series').waitFor()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('Autumn')
  await expectSound()
  await page.keyboard.press('Enter')
  await heading(page, 'Autumn').waitFor()

  await page.getByRole('link', { name: 'Tokens', exact: true }).click()
  await typeInto(page, 'Search tokens', serialOf(given))
  await page.getByRole('link', { name: serialOf(0), exact: true }).waitFor({ state: 'detached' })
  await expectSound()
  await press(page, serialOf(given))
  await heading(page, serialOf(given)).waitFor()
  await press(page, 'Assign')
  await dialog(`Assign ${serialOf(given)}`).waitFor()
  await page.keyboard.type('ad')
  await button(page, 'Choose ada').waitFor()
  await expectSound()
  await press(page, 'Choose ada')
  await page.getByText('It goes to ada').waitFor()
  await expectSound()
  await press(page, 'Assign')
  await page.getByText('It counts from the first code').first().waitFor()
  await expectSound()
  await press(page, 'Resync')
  await dialog(`Resync ${serialOf(given)}`).waitFor()
  await expectSound()
  // Its clock is eleven codes ahead.
  const now = stepAt(Date.now() / 1000, 30)
  await typeInto(page, 'Code on the display now', codeAt(key, now + 10, defaultParameters))
  await typeInto(page, 'Next code', codeAt(key, now + 11, defaultParameters))
  await page.keyboard.press('Enter')
  await page.getByText(/^5 min( 30 s)? fast$/).waitFor()

  await press(page, 'ada')
  await heading(page, 'ada').waitFor()
  await page.getByRole('link', { name: serialOf(given) }).waitFor()
  await press(page, 'Assign hardware token')
  await button(page, `Assign ${serialOf(0)}`).waitFor()
  await expectSound()
  await page.keyboard.press('Escape')
  await dialog('Hardware token for ada').waitFor({ state: 'detached' })
  expect(stopped).toEqual([])
})

it('deletes a series, and says whom that hits', async () => {
  sayWhereItStood(page)
  await page.setViewportSize({ width: 360, height: 780 })
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await page.goto(`${server.origin}/console/tokens/clocks`)
  await page.getByText('of 1 token within one step').waitFor()
  await page.locator('canvas').waitFor()
  await expectSound()
  await page.goto(`${server.origin}/console/tokens?state=assigned`)
  await page.getByRole('link', { name: serialOf(given), exact: true }).waitFor()
  await expectSound()
  await press(page, 'Series')
  await page.getByRole('row', { name: 'Autumn 10,000 1' }).waitFor()
  await expectSound()
  await press(page, 'Autumn')
  await button(page, 'Delete series').click()
  await dialog('Delete Autumn?').getByText('This hits 1 person').waitFor()
  await expectSound()
  await page.keyboard.type('Autumn')
  await page.keyboard.press('Enter')
  await heading(page, 'Series').waitFor()
  await page.getByText('No hardware tokens yet').waitFor()
  await expectSound()
  expect(stopped).toEqual([])
})
