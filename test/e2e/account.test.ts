import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axeFaults } from '../support/axe.ts'
import { launchBrowser, sayWhereItStood } from '../support/browser.ts'
import { openDesk } from '../support/desk.ts'
import { button, heading, signOut, submitCode, submitPassword } from '../support/portal.ts'
import { shownCode } from '../support/phone.ts'
import { emptyServer, type Server } from '../support/server.ts'
import { codeAt } from '../support/totp.ts'

const root = { username: 'root', password: 'orchard-lantern-42' }
const ada = { username: 'ada', password: 'a difference engine of brass' }

let server: Server
let browser: Browser
let page: Page

beforeAll(async () => {
  ;[server, browser] = await Promise.all([emptyServer(), launchBrowser()])
  const desk = await openDesk(browser, server, root)
  await desk.add(ada, { mfaRequired: true, email: 'ada@example.org' })
})
afterAll(() => Promise.all([browser.close(), server.stop()]))

const open = async (path: string): Promise<Page> => {
  // Colors are measured, so nothing may be fading in.
  const opened = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
  opened.setDefaultTimeout(15_000)
  sayWhereItStood(opened)
  await opened.goto(server.origin + path)
  return opened
}

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
  page = await open('/?next=/account')
  await submitPassword(page, root)
  await heading(page, 'root').waitFor()
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

/** What a person meets at the door who must set up a second factor; ends on their account. @returns the key */
const enrollAtTheDoor = async (name: string): Promise<string> => {
  await heading(page, 'Set up two-step sign-in').waitFor()
  await button(page, /^Authenticator app/).click()
  const secret = (await page.locator('.enroll__secret').innerText()).replaceAll(/\s/g, '')
  await submitCode(page, codeAt(secret), { submit: 'Turn on' })
  await page.getByLabel('I saved these codes').check()
  await button(page, 'Continue').click()
  await heading(page, name).waitFor()
  return secret
}

const changePassword = async (current: string, next: string): Promise<void> => {
  await page.getByLabel('Current password', { exact: true }).fill(current)
  await page.getByLabel('New password', { exact: true }).fill(next)
  await page.getByRole('button', { name: 'Change password' }).last().click()
}

const secondPassword = 'punched cards and patience'
let secretOfAda: string

const factors = () => page.getByRole('list', { name: 'Second factors' })

it('goes by the name that one chooses', async () => {
  page = await open('/')
  await submitPassword(page, ada)
  await enrollAtTheDoor('ada')
  await page.getByText('ada@example.org').waitFor()
  await button(page, 'Change display name').click()
  await page.getByLabel('Display name', { exact: true }).fill('Ada Lovelace')
  await button(page, 'Save').click()
  await heading(page, 'Ada Lovelace').waitFor()
  await button(page, 'Rename Authenticator app').click()
  await page.getByLabel('Name', { exact: true }).fill('Old phone')
  await button(page, 'Save').click()
  await factors().getByText('Old phone').waitFor()
  expect(await axeFaults(page)).toEqual([])
})

it('hands a token to an authenticator by a code that is typed', async () => {
  sayWhereItStood(page)
  await button(page, 'Generate a token').click()
  await page.getByText('It expires in').waitFor()
  expect(await axeFaults(page)).toEqual([])
  const code = await page.locator('#authenticator-token .enroll__secret').innerText()
  const phone = await open('/authenticator/#add')
  const activate = async (typed: string) => {
    await phone.getByRole('link', { name: 'Activation code' }).click()
    await phone.getByLabel('Username').fill(ada.username)
    await phone.getByLabel('Activation code').fill(typed)
    await button(phone, 'Continue').click()
  }
  await activate(code.toLowerCase())
  await button(phone, 'Add token').click()
  const shown = await shownCode(phone)
  await page.getByLabel('Code from your authenticator').fill(shown.code)
  await button(page, 'Turn on').click()
  await factors().getByText('My token').waitFor()
  // It worked once.
  await phone.goto(`${server.origin}/authenticator/#add`)
  await activate(code)
  await phone.getByText('was used already').waitFor()
  expect(await axeFaults(phone)).toEqual([])
  await phone.context().close()
})

it('a new password that takes the second factors along leads to the set-up page', async () => {
  sayWhereItStood(page)
  await button(page, 'Change password').click()
  await dialog('Change password').waitFor()
  await page.getByLabel('Reset my two-factor too').check()
  await changePassword(ada.password, secondPassword)
  await page.getByText('your second factors are removed').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await submitPassword(page, { ...ada, password: secondPassword })
  secretOfAda = await enrollAtTheDoor('Ada Lovelace')
  await page.getByText('Password changed and second factors removed').waitFor()
})

it('“this was not me” shuts others out and asks for a new password', async () => {
  sayWhereItStood(page)
  const other = await open('/')
  await submitPassword(other, { ...ada, password: secondPassword })
  await heading(other, 'Enter your code').waitFor()
  await submitCode(other, codeAt(secretOfAda, Date.now(), 1))
  await heading(other, 'Ada Lovelace').waitFor()
  await button(page, 'This was not me').click()
  await dialog('Shut everybody else out?').waitFor()
  await button(page, 'Shut them out').click()
  await heading(page, 'Choose a new password').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await other.reload()
  await heading(other, 'Sign in').waitFor()
  await page.goto(`${server.origin}/account`)
  await heading(page, 'Choose a new password').waitFor()
  await changePassword(secondPassword, 'nobody else knows this one')
  await heading(page, 'Ada Lovelace').waitFor()
  await page.getByText('Reported “This was not me”').waitFor()
})
