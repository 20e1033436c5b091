import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axeFaults } from '../support/axe.ts'
import { launchBrowser, sayWhereItStood } from '../support/browser.ts'
import { type Desk, openDesk } from '../support/desk.ts'
import { press, typeInto } from '../support/keyboard.ts'
import { button, heading } from '../support/portal.ts'
import { emptyServer, type Server } from '../support/server.ts'

const root = { username: 'root', password: 'orchard-lantern-42' }
const ada = { username: 'ada', password: 'a difference engine of brass' }

let server: Server
let browser: Browser
let desk: Desk
let page: Page

/** What the page's own policy had to stop, and what broke. */
const stopped: string[] = []

beforeAll(async () => {
  ;[server, browser] = await Promise.all([emptyServer(), launchBrowser()])
  desk = await openDesk(browser, server, root)
  await desk.add(ada)
  page = desk.page
  page.setDefaultTimeout(20_000)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  page.on('pageerror', (error) => stopped.push(error.message))
  page.on('console', (message) => {
    if (/content security policy|trusted ?type/i.test(message.text())) stopped.push(message.text())
  })
  await page.goto(`${server.origin}/console/`)
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
/** On a phone, and back. */
const expectSoundEverywhere = async () => {
  await expectSound()
  await page.setViewportSize({ width: 390, height: 844 })
  await expectSound()
  await page.setViewportSize({ width: 1280, height: 800 })
}
const field = (name: string) => page.getByLabel(name, { exact: true })

it('says what applications are, and adds an OpenID Connect client by keyboard', async () => {
  sayWhereItStood(page)
  await press(page, 'Applications')
  await page.getByText('Program with an API key').waitFor()
  await expectSoundEverywhere()
  await press(page, 'App that speaks OpenID Connect')
  await heading(page, 'New: App that speaks OpenID Connect').waitFor()
  await expectSoundEverywhere()
  await typeInto(page, 'Name', 'Wiki')
  await field('Redirect addresses').fill('http://wiki.example/back')
  await press(page, 'Add application')
  // What is wrong is said at its field, which has the focus.
  await page.locator('.field__error').waitFor()
  await expectSound()
  await field('Redirect addresses').fill('https://wiki.example/back')
  await press(page, 'Add application')
  await heading(page, 'Wiki').waitFor()
  await expectSoundEverywhere()
  expect(stopped).toEqual([])
})

it('shows a client secret once', async () => {
  sayWhereItStood(page)
  await press(page, 'New client secret')
  await expectSound()
  await typeInto(page, 'Name', 'First server')
  await press(page, 'Make it')
  const secret = await page.locator('.key-made__secret code').textContent()
  expect(secret).toMatch(/^lks_[A-Za-z0-9_-]{43}$/)
  await expectSound()
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await press(page, /^Copy$/)
  await page.getByRole('dialog').getByText('Copied').waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret)
  await press(page, 'Done')
  await page.getByRole('list', { name: 'Client secrets' }).getByText('never used').waitFor()
  expect(await page.content()).not.toContain(String(secret).slice(4, 20))
  await page.reload()
  await page.getByText('First server').waitFor()
  expect(await page.content()).not.toContain(String(secret).slice(4, 20))
})

it('changes what it asks for, and says who gets in', async () => {
  sayWhereItStood(page)
  await field('What it asks for').selectOption({ label: 'A passkey' })
  await page.getByText('Your changes are not saved yet.').waitFor()
  await expectSound()
  await press(page, 'Save changes')
  await page.getByText('Your changes are not saved yet.').waitFor({ state: 'detached' })
  await typeInto(page, 'Username', ada.username)
  await page.keyboard.press('Enter')
  await page.getByText('ada gets in after this').waitFor()
  await page.getByText('A passkey is needed, and they have none.').waitFor()
  await expectSoundEverywhere()
  await field('Username').fill('nobody')
  await press(page, 'Test')
  await page.getByText('Nobody has this username.').waitFor()
  await expectSound()
})

it('adds a site with rules, and keeps others from undoing what was saved meanwhile', async () => {
  sayWhereItStood(page)
  await page.goto(`${server.origin}/console/applications/new?kind=site`)
  await heading(page, 'New: Site behind a proxy').waitFor()
  await typeInto(page, 'Name', 'Intranet')
  await field('Origins').fill('https://intranet.example/')
  await press(page, 'Add rule')
  // What is new has the focus.
  await page.locator('[data-rule="0"] input:focus').waitFor()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('/admin')
  await page.locator('[data-rule="0"]').getByText('Nobody', { exact: true }).click()
  await press(page, 'Add rule')
  await page.locator('[data-rule="1"]').getByLabel('Path').fill('/health')
  await page.locator('[data-rule="1"]').getByText('Open', { exact: true }).click()
  await press(page, 'Move rule 2 up')
  await expectSoundEverywhere()
  await button(page, 'Add application').click()
  await heading(page, 'Intranet').waitFor()
  const paths = page.getByLabel('Path')
  expect(await Promise.all([0, 1].map((n) => paths.nth(n).inputValue()))).toEqual([
    '/health',
    '/admin',
  ])
  await page.getByText('server_name intranet.example;').waitFor()
  await page.getByText('Traefik', { exact: true }).click()
  await page.getByText('Host(`intranet.example`)').waitFor()
  await expectSoundEverywhere()
  const id = page.url().split('/').at(-1)
  await desk.send('POST', `/api/admin/applications/${id}/disable`)
  await field('Name').fill('Intranet of old')
  await button(page, 'Save changes').click()
  await page.getByText('Somebody changed this application meanwhile. Reload the page.').waitFor()
  await expectSound()
})

it('adds a program, disables it, and deletes it once its name is typed', async () => {
  sayWhereItStood(page)
  await page.goto(`${server.origin}/console/applications/new?kind=api`)
  await heading(page, 'New: Program with an API key').waitFor()
  await typeInto(page, 'Name', 'Till')
  await expectSound()
  await press(page, 'Add application')
  await heading(page, 'Till').waitFor()
  await press(page, 'New API key')
  await press(page, 'Make it')
  await page.getByText(/^lka_/).waitFor()
  await press(page, 'Done')
  await expectSoundEverywhere()
  await press(page, /^Disable$/)
  await expectSound()
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click()
  await page.getByText('Nobody gets in. Since just now.').waitFor()
  await expectSound()
  await press(page, /^Enable$/)
  await page.getByText('Nobody gets in. Since just now.').waitFor({ state: 'detached' })
  await press(page, /^Delete …/)
  await expectSound()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByText('None yet: without one').waitFor()
  await press(page, 'Delete application')
  await typeInto(page, 'Type Till to confirm', 'Till')
  await expectSound()
  await page.keyboard.press('Enter')
  await heading(page, 'Applications').waitFor()
  await page
    .getByRole('row', { name: /^Intranet/ })
    .getByText('Disabled')
    .waitFor()
  expect(await page.getByRole('row', { name: /^Till/ }).count()).toBe(0)
  await expectSoundEverywhere()
  expect(stopped).toEqual([])
})

it('shows what signs, and replaces it', async () => {
  sayWhereItStood(page)
  await press(page, 'Signing keys')
  await page.getByText('None yet. The first is made when an application needs one.').waitFor()
  await expectSound()
  const first = { purpose: 'oidc', algorithm: 'ES256' }
  await desk.send('POST', '/api/admin/signing-keys/rotate', first)
  await page.reload()
  await page.getByText('Signs', { exact: true }).first().waitFor()
  await expectSoundEverywhere()
  await press(page, /^Replace now/)
  await page.getByLabel('The former ones have leaked: withdraw them').check()
  await expectSound()
  await page.getByRole('dialog').getByRole('button', { name: 'Replace and withdraw' }).click()
  await page.getByText('Withdrawn', { exact: true }).first().waitFor()
  await expectSound()
  expect(stopped).toEqual([])
})
