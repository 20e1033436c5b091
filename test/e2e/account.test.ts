import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axeFaults } from '../support/axe.ts'
import { launchBrowser, sayWhereItStood } from '../support/browser.ts'
import { button, heading, setUp, signOut, submitCode, submitPassword } from '../support/portal.ts'
import { type Server, startServer } from '../support/server.ts'
import { codeAt } from '../support/totp.ts'

const root = { username: 'root', password: 'orchard-lantern-42' }

let server: Server
let browser: Browser
let page: Page

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), launchBrowser()])
  // Colors are measured, so nothing may be fading in.
  page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
  page.setDefaultTimeout(15_000)
  await setUp(page, `${server.origin}/setup#${server.setupToken}`, root)
  await heading(page, 'root').waitFor()
})
afterAll(() => Promise.all([browser.close(), server.stop()]))

const dialog = (name: string) => page.getByRole('dialog', { name })
const codes = () => page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')

const saveCodes = async (): Promise<string[]> => {
  await dialog('Save your recovery codes').waitFor()
  expect(await axeFaults(page)).toEqual([])
  const texts = await codes().allInnerTexts()
  await page.getByLabel('I saved these codes').check()
  await button(page, 'Continue').click()
  await dialog('Save your recovery codes').waitFor({ state: 'detached' })
  return texts
}

/** The key's dialog, and one code from the key. */
const addApp = async (): Promise<string> => {
  await button(page, 'Add authenticator app').click()
  await dialog('Add authenticator app').waitFor()
  const secret = (await page.locator('.enroll__secret').innerText()).replaceAll(/\s/g, '')
  await submitCode(page, codeAt(secret, Date.now(), -1), { submit: 'Turn on' })
  return secret
}

/** Answers for every request to a path, as the Worker would after too many wrong codes. */
const refuse = (path: string, code: string, retryAfter?: number) =>
  page.route(`**${path}`, (route) =>
    route.fulfill({
      status: 429,
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: 'about:blank', title: '-', status: 429, code, retryAfter }),
    }),
  )

it('adds, proves and removes a second factor, and gets in by a recovery code', async () => {
  sayWhereItStood(page)
  const secret = await addApp()
  const [first = '', second = ''] = await saveCodes()
  await page.getByRole('list', { name: 'Second factors' }).getByText('10 left').waitFor()
  await signOut(page)

  await submitPassword(page, root)
  await heading(page, 'Enter your code').waitFor()
  await refuse('/api/login/factor', 'too_many_attempts', 3 * 3600)
  await submitCode(page, '000000')
  await page.getByText('Try again in about 3 hours.').first().waitFor()
  await page.unroute('**/api/login/factor')
  await page.reload()

  await heading(page, 'Enter your code').waitFor()
  await refuse('/api/login/factor', 'factor_suspended')
  await submitCode(page, codeAt(secret))
  await page.getByText('this second factor is suspended').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await page.unroute('**/api/login/factor')
  await page.getByRole('alert').getByRole('button', { name: 'Use a recovery code' }).click()
  await heading(page, 'Use a recovery code').waitFor()
  expect(await page.getByLabel('Trust this browser').count()).toBe(0)
  await page.getByLabel('Recovery code').fill(first)
  await button(page, 'Continue').click()
  await heading(page, 'Dashboard').waitFor()
  await page.goto(`${server.origin}/account`)
  await page.getByRole('list', { name: 'Second factors' }).getByText('9 left').waitFor()

  // Where the Worker wants a fresh proof, the question lies over the page, and then it is done.
  let stale = true
  await page.route('**/api/factors/*', (route) => {
    if (!stale || route.request().method() !== 'DELETE') return route.fallback()
    stale = false
    return route.fulfill({
      status: 403,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: 'about:blank',
        title: '-',
        status: 403,
        code: 'step_up_required',
      }),
    })
  })
  await button(page, 'Remove Authenticator app').click()
  await button(page, 'Remove').click()
  await dialog('Confirm it is you').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await button(page, 'Use a recovery code').click()
  await page.getByLabel('Recovery code').fill(second)
  await button(page, 'Confirm').click()
  await page.getByText('Only your password protects this account').waitFor()
})
