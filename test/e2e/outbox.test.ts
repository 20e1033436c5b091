/** Other apps count no more: the portal leads to our authenticator, and its code to the phone lies in the console. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axeFaults } from '../support/axe.ts'
import { launchBrowser } from '../support/browser.ts'
import { type Desk, openDesk } from '../support/desk.ts'
import { button, heading, submitPassword } from '../support/portal.ts'
import { emptyServer, type Server } from '../support/server.ts'

const root = { username: 'root', password: 'orchard-lantern-42' }
const ada = { username: 'ada', password: 'a difference engine of brass' }

let server: Server
let browser: Browser
let desk: Desk

beforeAll(async () => {
  ;[server, browser] = await Promise.all([emptyServer(), launchBrowser()])
  desk = await openDesk(browser, server, root)
  await desk.add(ada, { mfaRequired: true, phone: '+49 170 1234-542' })
  await desk.send('PATCH', '/api/admin/settings', {
    'app.mfa_enabled': true,
    'totp.external_apps': false,
  })
})
afterAll(() => Promise.all([browser.close(), server.stop()]))

const newPage = async (): Promise<Page> => {
  const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(server.origin)
  return page
}

it('shows administrators what would have gone to a phone, as it comes', async () => {
  const { page } = desk
  await page.goto(`${server.origin}/console/`)
  await page.getByRole('link', { name: 'Outbox' }).click()
  await heading(page, 'Outbox').waitFor()
  await page.getByText('Nothing was sent yet').waitFor()
  expect(await axeFaults(page)).toEqual([])
  const phone = await newPage()
  await submitPassword(phone, ada)
  await heading(phone, 'Set up two-step sign-in').waitFor()
  const sent = await phone.evaluate(async () => {
    const response = await fetch('/api/authenticator/register/sms', { method: 'POST' })
    return { status: response.status, body: (await response.json()) as { phone: string } }
  })
  expect(sent).toMatchObject({ status: 200, body: { phone: '**42' } })
  // Nobody presses anything: whoever waits for a code looks.
  const message = page.getByRole('list', { name: 'Messages' }).getByRole('listitem').first()
  await message.getByText(/^\d{6} registers a device as yours at Latchkey\./).waitFor()
  await message.getByText('To +491701234542').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await phone.close()
})

it('leads who must enroll to our authenticator', async () => {
  const page = await newPage()
  await submitPassword(page, ada)
  await heading(page, 'Set up two-step sign-in').waitFor()
  await page
    .getByRole('link', { name: 'Register the Latchkey authenticator on this device' })
    .waitFor()
  const groups = await desk.page.evaluate(async () => (await fetch('/api/admin/groups')).json())
  const everyone = (groups as { groups: { id: string; everyone: boolean }[] }).groups.find(
    (group) => group.everyone,
  )
  await desk.send('PATCH', `/api/admin/groups/${everyone?.id}`, {
    settings: { allow_webauthn_2fa: false },
  })
  await button(page, 'Sign in as someone else').click()
  await submitPassword(page, ada)
  await page.getByText('Register your authenticator').waitFor()
  expect(await axeFaults(page)).toEqual([])
  const link = page.getByRole('link', { name: 'Register this device' })
  expect(await link.getAttribute('href')).toBe('/authenticator/#register')
})
