import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axeFaults } from '../support/axe.ts'
import { launchBrowser, sayWhereItStood } from '../support/browser.ts'
import { type Desk, openDesk } from '../support/desk.ts'
import { button, heading, signOut, submitCode, submitPassword } from '../support/portal.ts'
import { emptyServer, type Server } from '../support/server.ts'
import { codeAt } from '../support/totp.ts'

const root = { username: 'root', password: 'orchard-lantern-42' }
const ada = { username: 'ada', password: 'a difference engine of brass' }
const everyone = '00000000-0000-4000-8000-000000000001'

let server: Server
let browser: Browser
let desk: Desk
let page: Page
let adaId: string

beforeAll(async () => {
  ;[server, browser] = await Promise.all([emptyServer(), launchBrowser()])
  desk = await openDesk(browser, server, root)
  page = await open('/')
})
afterAll(() => Promise.all([browser.close(), server.stop()]))

const open = async (path: string): Promise<Page> => {
  const opened = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
  opened.setDefaultTimeout(15_000)
  await opened.goto(server.origin + path)
  return opened
}

const handOut = async (what: 'ticket' | 'pass' | 'password-reset'): Promise<string> =>
  (await desk.send<{ code: string }>('POST', `/api/admin/users/${adaId}/${what}`)).code

const expectSound = async (title: string) => {
  await heading(page, title).waitFor()
  expect(await axeFaults(page)).toEqual([])
}

it('a first factor waits for a ticket, where policy says so', async () => {
  sayWhereItStood(page)
  await desk.send('PATCH', '/api/admin/settings', { 'enrollment.at_login': 'ticket' })
  adaId = await desk.add(ada, { mfaRequired: true })
  const ticket = await handOut('ticket')
  await submitPassword(page, ada)
  await expectSound('Enter your enrollment ticket')
  await page.getByLabel('Enrollment ticket').fill('AAAA-BBBB-CCCC-DDDD')
  await button(page, 'Continue').click()
  await page.getByText('This ticket is wrong').waitFor()
  await page.reload()
  await page.getByLabel('Enrollment ticket').fill(ticket.toLowerCase().replaceAll('-', ' '))
  await button(page, 'Continue').click()
  await heading(page, 'Set up two-step sign-in').waitFor()
  await button(page, /^Authenticator app/).click()
  const secret = (await page.locator('.enroll__secret').innerText()).replaceAll(/\s/g, '')
  await submitCode(page, codeAt(secret), { submit: 'Turn on' })
  await page.getByLabel('I saved these codes').check()
  await button(page, 'Continue').click()
  await heading(page, 'ada').waitFor()
  await signOut(page)
})

it('a temporary pass lets in once, and is offered only while there is one', async () => {
  sayWhereItStood(page)
  const usePass = button(page, 'Use a temporary pass')
  await submitPassword(page, ada)
  await heading(page, 'Enter your code').waitFor()
  expect(await usePass.count()).toBe(0)
  const pass = await handOut('pass')
  await button(page, 'Sign in as someone else').click()
  await submitPassword(page, ada)
  await usePass.click()
  await expectSound('Use a temporary pass')
  expect(await page.getByLabel('Trust this browser').count()).toBe(0)
  await page.getByLabel('Temporary pass').fill(pass)
  await button(page, 'Continue').click()
  await heading(page, 'ada').waitFor()
  await page.getByText('Signed in with a temporary pass').waitFor()
  await page.getByText('An administrator made a temporary pass for you').waitFor()
  await signOut(page)
  await submitPassword(page, ada)
  await heading(page, 'Enter your code').waitFor()
  expect(await usePass.count()).toBe(0)
  await button(page, 'Sign in as someone else').click()
})

it('whose factors are accepted no more is told so, and can go back', async () => {
  sayWhereItStood(page)
  const allow = (allowed: boolean | null) =>
    desk.send('PATCH', `/api/admin/groups/${everyone}`, { settings: { allow_totp_2fa: allowed } })
  await allow(false)
  await submitPassword(page, ada)
  await expectSound('Your second factor is no longer accepted')
  await allow(null)
  await button(page, 'Back to sign-in').click()
  await submitPassword(page, ada)
  await heading(page, 'Enter your code').waitFor()
  await button(page, 'Sign in as someone else').click()
})

it('a code from an administrator sets a new password', async () => {
  sayWhereItStood(page)
  const code = await handOut('password-reset')
  const next = 'punched cards and patience'
  await page.getByRole('link', { name: 'I have a code to set a new password' }).click()
  await expectSound('Set a new password')
  await page.getByLabel('Username').fill(ada.username)
  await page.getByLabel('Code', { exact: true }).fill('AAAA-BBBB-CCCC-DDDD')
  await page.getByLabel('New password', { exact: true }).fill(next)
  await button(page, 'Set password').click()
  await page.getByText('The username or the code is wrong').waitFor()
  await page.getByLabel('Code', { exact: true }).fill(code)
  await button(page, 'Set password').click()
  await page.getByText('Your new password is set').waitFor()
  await submitPassword(page, { ...ada, password: next })
  await heading(page, 'Enter your code').waitFor()
})

it('who must choose a new password does that first, and then goes on', async () => {
  const bob = { username: 'bob', password: 'only for the first day' }
  const id = await desk.add(bob, { mustChangePassword: true })
  page = await open(`/?next=${encodeURIComponent('/account?from=letter')}`)
  sayWhereItStood(page)
  await submitPassword(page, bob)
  await expectSound('Choose a new password')
  await page.goto(`${server.origin}/account?from=letter`)
  await heading(page, 'Choose a new password').waitFor()
  await page.getByLabel('Current password', { exact: true }).fill('not this one')
  await page.getByLabel('New password', { exact: true }).fill('mine from now on')
  await button(page, 'Change password').click()
  await page.getByText('Your current password is wrong.').waitFor()
  await page.getByLabel('Current password', { exact: true }).fill(bob.password)
  await button(page, 'Change password').click()
  await heading(page, 'bob').waitFor()
  expect(new URL(page.url()).search).toBe('?from=letter')
  // An administrator asks again while bob is at work: his next step leads there too.
  await desk.send('PATCH', `/api/admin/users/${id}`, { mustChangePassword: true })
  await button(page, 'Change display name').click()
  await button(page, 'Save').click()
  await heading(page, 'Choose a new password').waitFor()
})
