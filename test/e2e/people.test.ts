import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axeFaults } from '../support/axe.ts'
import { launchBrowser, sayWhereItStood } from '../support/browser.ts'
import { type Desk, openDesk } from '../support/desk.ts'
import { button, heading, submitCode, submitPassword } from '../support/portal.ts'
import { emptyServer, type Server } from '../support/server.ts'
import { codeAt } from '../support/totp.ts'

const root = { username: 'root', password: 'orchard-lantern-42' }
const ada = { username: 'ada', password: 'a difference engine' }

/** Each would say so in a dialog, if anything ran it. */
const corpus = [
  '<img src=x onerror=alert(1)>',
  '<script>alert(2)</script>',
  '"><svg/onload=alert(3)>',
  'javascript:alert(4)',
  "';alert(5)//{{constructor.constructor('alert(6)')()}}",
]

let server: Server
let browser: Browser
let desk: Desk
let page: Page

/** What ran that must not run, and what the page's own policy had to stop. */
const ran: string[] = []

/** A browser of their own, watched for whatever names may do to it. */
const newPage = async (userAgent?: string): Promise<Page> => {
  const context = await browser.newContext({
    reducedMotion: 'reduce',
    ...(userAgent === undefined ? {} : { userAgent }),
  })
  const opened = await context.newPage()
  opened.setDefaultTimeout(15_000)
  opened.on('dialog', (dialog) => {
    ran.push(dialog.message())
    void dialog.dismiss()
  })
  opened.on('pageerror', (error) => ran.push(error.message))
  opened.on('console', (message) => {
    if (/content security policy|trusted ?type/i.test(message.text())) ran.push(message.text())
  })
  return opened
}

beforeAll(async () => {
  ;[server, browser] = await Promise.all([emptyServer(), launchBrowser()])
  desk = await openDesk(browser, server, root)
  // Whoever signs in leaves the name of their browser in the log.
  page = await newPage(`Mozilla/5.0 (X11; Linux x86_64) ${corpus[0]}/1.0 Chrome/140.0`)
  await page.goto(server.origin)
  await submitPassword(page, root)
  await heading(page, 'Dashboard').waitFor()
})
afterAll(() => Promise.all([browser.close(), server.stop()]))

const open = async (path: string, title: string): Promise<void> => {
  await page.goto(server.origin + path)
  await heading(page, title).waitFor()
  await page.getByText('Loading…').first().waitFor({ state: 'detached' })
}
const dialog = (name: string) => page.getByRole('dialog', { name })
const inDialog = (name: string, action: string) =>
  dialog(name).getByRole('button', { name: action, exact: true })
const expectSound = async () => expect(await axeFaults(page)).toEqual([])

it('a key is handed over once, counts from its first code, and is reset', async () => {
  sayWhereItStood(page)
  const id = await desk.add(ada, { mfaRequired: true })
  await open(`/console/users/${id}`, 'ada')
  await expectSound()
  await page.getByText('the password, then setting up a second factor.').waitFor()

  await button(page, 'Generate key').click()
  await inDialog('Key for ada', 'Generate key').click()
  const shown = page.locator('.secret-key__secret')
  const secret = (await shown.innerText()).replaceAll(/\s/g, '')
  expect(secret).toMatch(/^[A-Z2-7]{32}$/)
  await expectSound()
  await button(page, 'Done').click()
  await page.getByText('Waits for its first code').waitFor()
  await page.reload()
  await page.getByText('Waits for its first code').waitFor()
  expect(await shown.count()).toBe(0)
  expect(await page.content()).not.toContain(secret)

  const theirs = await newPage()
  await theirs.goto(server.origin)
  await submitPassword(theirs, ada)
  await submitCode(theirs, codeAt(secret))
  await heading(theirs, 'ada').waitFor()
  await page.reload()
  await page.getByText('last used').waitFor()
  expect(await page.getByText('Waits for its first code').count()).toBe(0)

  await button(page, 'Reset authenticator apps').click()
  await expectSound()
  await inDialog('Reset authenticator apps of ada?', 'Reset').click()
  await button(page, 'Reset authenticator apps').waitFor({ state: 'detached' })
  await page.getByRole('list', { name: 'Audit log' }).getByText('reset the second factor').waitFor()
  await theirs.context().close()
})

const csv = [
  'Username;Display name;E-mail;Shoe size',
  'grace;Grace Hopper;grace@example.org;38',
  `"mallory ${corpus[1]}";${corpus[0]};;`,
  'ada;Somebody else;;',
  'edsger;Edsger Dijkstra;no-address;',
].join('\r\n')

it('a file of people is tried, then imported without its bad rows', async () => {
  sayWhereItStood(page)
  await open('/console/users/import', 'Import people')
  const choose = (name: string, text: string) =>
    page
      .getByLabel('CSV file')
      .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
  await choose('broken.csv', 'username\n"never closed\n')
  await page.getByText('Line 2: a quotation mark is opened there').waitFor()

  await choose(`${corpus[0]}.csv`, csv)
  await page.getByText('“Shoe size”: no column that we know').waitFor()
  await expectSound()
  await button(page, 'Check the file').click()
  await button(page, 'Import 1 person, leave out 2 rows').waitFor()
  const wrong = page.getByRole('table', { name: 'Rows with errors' })
  await wrong.getByRole('row', { name: /^3 mallory <script>.*username/ }).waitFor()
  await wrong.getByRole('row', { name: /^5 edsger email must be an e-mail address/ }).waitFor()
  await expectSound()
  // Trying it has changed nothing.
  await button(page, 'Import 1 person, leave out 2 rows').click()
  await page.getByText('1 person added').waitFor()
  await expectSound()

  await page.getByRole('link', { name: 'Go to people' }).click()
  await page.getByRole('link', { name: 'Grace Hopper' }).waitFor()
  await page.getByLabel('Search people').fill('somebody')
  await page.getByText('Nobody found').waitFor()
  await page.getByRole('button', { name: 'Clear search and filters' }).click()
  expect(await page.getByRole('link', { name: 'Edsger' }).count()).toBe(0)
  expect(ran).toEqual([])
})

it('A09: no name is ever more than text', async () => {
  sayWhereItStood(page)
  const groups = await Promise.all(
    corpus.map((name) =>
      desk.send<{ id: string }>('POST', '/api/admin/groups', { name, description: name }),
    ),
  )
  const ids: string[] = []
  for (const [at, displayName] of corpus.entries())
    ids.push(
      await desk.add(
        { username: `mallory${at}`, password: ada.password },
        { displayName, groups: groups.map(({ id }) => id) },
      ),
    )
  const expectLiteral = async () => {
    for (const text of corpus)
      await page.getByText(text, { exact: true }).and(page.locator(':visible')).first().waitFor()
  }

  await open('/console/users', 'People')
  await expectLiteral()
  for (const [at, id] of ids.slice(0, 2).entries()) {
    await open(`/console/users/${id}`, corpus[at] ?? '')
    await expectLiteral()
  }
  await button(page, 'Edit groups').click()
  await expectLiteral()
  await open('/console/users/new', 'Add person')
  await expectLiteral()
  await expectSound()
  await open('/console/groups', 'Groups')
  await expectLiteral()
  await open(`/console/groups/${groups[0]?.id}`, corpus[0] ?? '')
  await open('/console/audit', 'Audit log')
  await page.getByText('root signed in').waitFor()
  await expectSound()
  expect(ran).toEqual([])
})
