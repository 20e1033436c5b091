import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axeFaults } from '../support/axe.ts'
import { launchBrowser, sayWhereItStood } from '../support/browser.ts'
import { press, tabTo, typeInto } from '../support/keyboard.ts'
import { addPerson, button, heading, setUp } from '../support/portal.ts'
import { emptyServer, type Server } from '../support/server.ts'

const root = { username: 'root', password: 'orchard-lantern-42' }
const ada = { username: 'ada', password: 'a difference engine' }
const everyone = '/console/groups/00000000-0000-4000-8000-000000000001'

let server: Server
let browser: Browser
let page: Page

/** What a page's own policy had to stop, and what broke. */
const stopped: string[] = []

beforeAll(async () => {
  ;[server, browser] = await Promise.all([emptyServer(), launchBrowser()])
  // Colors are measured, so nothing may be fading in.
  const context = await browser.newContext({
    reducedMotion: 'reduce',
    colorScheme: 'dark',
    viewport: { width: 360, height: 780 },
  })
  page = await context.newPage()
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => stopped.push(error.message))
  page.on('console', (message) => {
    if (/content security policy|trusted ?type/i.test(message.text())) stopped.push(message.text())
  })
  await setUp(page, `${server.origin}/setup#${server.setupToken}`, root)
  await heading(page, 'root').waitFor()
  await open('/console/', 'Dashboard')
  await addPerson(page, ada)
})
afterAll(() => Promise.all([browser.close(), server.stop()]))

const open = async (path: string, title: string): Promise<void> => {
  await page.goto(server.origin + path)
  await heading(page, title).waitFor()
}
const dialog = (name: string) => page.getByRole('dialog', { name })
const choice = (setting: string, value: string) =>
  page.getByRole('radiogroup', { name: setting }).getByText(value, { exact: true })
const settled = () => page.getByRole('dialog').waitFor({ state: 'detached' })

it('a group that requires a second factor is made, filled and moved without a mouse', async () => {
  sayWhereItStood(page)
  await open('/console/groups', 'Groups')
  for (const name of ['Interns', 'Contractors']) {
    await press(page, 'New group')
    await heading(page, 'New group').waitFor()
    await typeInto(page, 'Name', name)
    await tabTo(page, 'Not set')
    await page.keyboard.press('ArrowRight')
    await press(page, 'Add group')
    await heading(page, name).waitFor()
    if (name === 'Interns') await press(page, 'Groups')
  }
  await press(page, 'Add people')
  await dialog('Add people').waitFor()
  await page.keyboard.type('ad')
  // It comes with the answer to what was typed.
  await button(page, 'Add ada').waitFor()
  await press(page, 'Add ada')
  await dialog('Add people').getByText('Member').waitFor()
  await page.keyboard.press('Escape')
  await settled()
  await page.getByRole('list', { name: 'Members' }).getByRole('link', { name: 'ada' }).waitFor()

  await open('/console/groups', 'Groups')
  const names = () => page.locator('.ranking__name').allInnerTexts()
  await expect.poll(names).toEqual(['Interns', 'Contractors', 'All users'])
  await press(page, 'Move Contractors up')
  expect(await axeFaults(page)).toEqual([])
  await press(page, 'Save order')
  await page.getByText('The new order is not saved yet.').waitFor({ state: 'detached' })
  await page.reload()
  await expect.poll(names).toEqual(['Contractors', 'Interns', 'All users'])
  await page.getByText('Second factor required').first().waitFor()
})

it('a change is shown with whom it concerns, and not offered where it ends all administration', async () => {
  sayWhereItStood(page)
  await open('/console/settings?search=enrollment', 'Settings')
  await choice('Setting up at sign-in', 'Ticket').click()
  await button(page, 'Save').click()
  await dialog('What this changes').getByText('ada').waitFor()
  await dialog('What this changes').getByText('needs an enrollment ticket').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await dialog('What this changes').getByRole('button', { name: 'Save' }).click()
  await page.getByText('by root').waitFor()

  await open(everyone, 'All users')
  await choice('Require a second factor', 'Yes').click()
  await button(page, 'Save changes').click()
  await dialog('This cannot be saved')
    .getByText('No super admin could sign in anymore', { exact: true })
    .waitFor()
  expect(await axeFaults(page)).toEqual([])
  expect(await dialog('This cannot be saved').getByRole('button', { name: /save/i }).count()).toBe(
    0,
  )
  await button(page, 'Back').click()
  await page.reload()
  const unset = page.getByRole('radiogroup', { name: 'Require a second factor' })
  await expect.poll(() => unset.getByRole('radio', { name: 'Not set' }).isChecked()).toBe(true)
})

const pages = [
  ['/console/', 'Dashboard'],
  ['/console/groups/new', 'New group'],
  ['/console/settings', 'Settings'],
  ['/console/test', 'Test'],
  ['/console/users', 'People'],
  ['/console/users/import', 'Import people'],
  ['/console/audit', 'Audit log'],
] as const

it('every page of the console is sound on a phone in the dark', async () => {
  sayWhereItStood(page)
  for (const [path, title] of pages) {
    await open(path, title)
    await page.getByText('Loading…').waitFor({ state: 'detached' })
    const faults = await axeFaults(page)
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect({ path, faults, overflow }).toEqual({ path, faults: [], overflow: 0 })
  }
  expect(stopped).toEqual([])
})
