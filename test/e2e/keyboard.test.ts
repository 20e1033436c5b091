import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser, sayWhereItStood } from '../support/browser.ts'
import { press, typeInto, untilPainted } from '../support/keyboard.ts'
import { heading } from '../support/portal.ts'
import { emptyServer, type Server } from '../support/server.ts'
import { codeAt } from '../support/totp.ts'

let server: Server
let browser: Browser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([emptyServer(), launchBrowser()])
})
afterAll(() => Promise.all([browser.close(), server.stop()]))

const open = async (path: string): Promise<Page> => {
  const page = await (await browser.newContext({ permissions: ['clipboard-write'] })).newPage()
  page.setDefaultTimeout(15_000)
  sayWhereItStood(page)
  await page.goto(server.origin + path)
  return page
}

const administer = async (): Promise<void> => {
  const page = await open(`/setup#${server.setupToken}`)
  await heading(page, 'Set up Latchkey').waitFor()
  await typeInto(page, 'Username', 'root')
  await typeInto(page, 'Password', 'orchard-lantern-42')
  await page.keyboard.press('Enter')
  await heading(page, 'root').waitFor()
  await press(page, 'Console')
  await heading(page, 'Dashboard').waitFor()
  await press(page, 'Add person')
  await heading(page, 'Add person').waitFor()
  await typeInto(page, 'Username', 'ada')
  await typeInto(page, 'Password', 'a difference engine')
  await press(page, 'Ask for a new password', 'Space')
  await press(page, 'Second factor required', 'Space')
  await press(page, 'Add person')
  await heading(page, 'ada was added').waitFor()
}

const submitPassword = async (page: Page, password = 'a difference engine'): Promise<void> => {
  await heading(page, 'Sign in').waitFor()
  await typeInto(page, 'Username', 'ada')
  await typeInto(page, 'Password', password)
  await page.keyboard.press('Enter')
}

it('the whole flow needs no mouse', async () => {
  await administer()
  const page = await open('/')
  await submitPassword(page)
  await heading(page, 'Set up two-step sign-in').waitFor()
  await press(page, /^Authenticator app/)
  const secret = (await page.locator('.enroll__secret').innerText()).replaceAll(/\s/g, '')
  await typeInto(page, 'Code', codeAt(secret, Date.now(), -1))
  await page.keyboard.press('Enter')
  await heading(page, 'Save your recovery codes').waitFor()
  await press(page, 'I saved these codes', 'Space')
  await press(page, 'Continue')
  await heading(page, 'ada').waitFor()
  await press(page, 'Sign out')

  await submitPassword(page, 'a difference')
  await page.getByText('The username or password is wrong.').waitFor()
  await untilPainted(page)
  // The focus is on what was wrong, and what is typed takes its place.
  await page.keyboard.type('a difference engine')
  await page.keyboard.press('Enter')
  await heading(page, 'Enter your code').waitFor()
  await typeInto(page, 'Code', '000000')
  await page.keyboard.press('Enter')
  await page.getByText('This code is wrong').waitFor()
  await untilPainted(page)
  await page.keyboard.type(codeAt(secret))
  await press(page, 'Trust this browser', 'Space')
  await press(page, 'Continue')
  await heading(page, 'ada').waitFor()
  await press(page, 'Revoke')
  const none = page.getByText('None. You can trust a browser')
  await expect.poll(() => none.isVisible()).toBe(true)
})

it('the authenticator needs no mouse to add a token and copy its code', async () => {
  const page = await open('/authenticator/')
  await press(page, 'Add your first token')
  // It comes when it is first shown.
  await page.getByRole('link', { name: /^Type/ }).waitFor()
  await press(page, 'Type')
  // The step takes the focus to its first field; a hand is never there before it.
  await page.locator('input[name=issuer]:focus').waitFor()
  await typeInto(page, 'Account', 'ada')
  await typeInto(page, 'Key', 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  await page.keyboard.press('Enter')
  await press(page, 'Add token')
  await page.getByRole('list', { name: 'Tokens' }).waitFor()
  await press(page, /ada/)
  await expect.poll(() => page.getByText('Copied').first().isVisible()).toBe(true)
})
