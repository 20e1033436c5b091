import { createHash, randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TokenImportReport } from '../../schema/api/token-series.ts'
import { defaultParameters } from '../../schema/otp/parameters.ts'
import { codeAt, stepAt, toBase32 } from '../../schema/otp/totp.ts'
import { axeFaults } from '../support/axe.ts'
import { launchBrowser, sayWhereItStood } from '../support/browser.ts'
import { type Desk, openDesk } from '../support/desk.ts'
import { press, typeInto } from '../support/keyboard.ts'
import { button, heading, signOut, submitCode, submitPassword } from '../support/portal.ts'
import { emptyServer, type Server } from '../support/server.ts'
import { codeAt as appCodeAt } from '../support/totp.ts'

const root = { username: 'root', password: 'orchard-lantern-42' }
const ada = { username: 'ada', password: 'a difference engine of brass' }
const serial = '2047-1835-07'
const key = crypto.getRandomValues(new Uint8Array(20))
const other = { serial: '2047-1836-04', key: crypto.getRandomValues(new Uint8Array(20)) }

let server: Server
let browser: Browser
let desk: Desk
let page: Page
let series: string

beforeAll(async () => {
  ;[server, browser] = await Promise.all([emptyServer(), launchBrowser()])
  desk = await openDesk(browser, server, root)
  const rows = [`${serial},${toBase32(key)}`, `${other.serial},${toBase32(other.key)}`]
  series = await bring(rows.join('\r\n'))
  await desk.add(ada, { mfaRequired: true })
  page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
  page.setDefaultTimeout(10_000)
  await page.goto(server.origin)
})
afterAll(() => Promise.all([browser.close(), server.stop()]))

/** Imports a vendor's file. @returns the id of the series that it became */
const bring = async (file: string): Promise<string> => {
  const sha256 = createHash('sha256').update(file).digest('hex')
  const fields = { mode: 'commit', label: 'Spring order', job: randomUUID(), sha256 }
  const report = await desk.upload<TokenImportReport>('/api/admin/token-series', file, fields)
  expect(report.counts).toEqual({ new: 2, known: 0, conflict: 0, bad: 0 })
  return report.id ?? ''
}

/** What the display shows, by a clock that is so many steps ahead. */
const shown = (ahead: number, { on = key, at = Date.now() } = {}): string =>
  codeAt(on, stepAt(at / 1000, 30) + ahead, defaultParameters)

const expectSound = async () => expect(await axeFaults(page)).toEqual([])
const field = (name: string) => page.getByLabel(name, { exact: true })
const factors = () => page.getByRole('list', { name: 'Second factors' })
const token = (of: string) => factors().getByText(`Hardware token ${of}`, { exact: true })
const dialog = (name: string) => page.getByRole('dialog', { name })

/** By keyboard, once it is there. */
const pressed = async (name: string | RegExp) => {
  await button(page, name).waitFor()
  await press(page, name)
}

/** A code, and the one after it, whatever the time is when that is typed. */
const pairOf = (ahead: number, at = Date.now()) => [shown(ahead, { at }), shown(ahead + 1, { at })]

const submitPair = async ([code = '', next = '']: string[], submit: string) => {
  await field('Code on the display now').fill(code)
  await field('Next code').fill(next)
  await button(page, submit).click()
}

/** Once, as when a factor was proved too long ago. */
const wantProof = (path: string) =>
  page.route(
    path,
    (route) =>
      route.fulfill({
        status: 403,
        contentType: 'application/problem+json',
        json: { type: 'about:blank', title: '-', status: 403, code: 'step_up_required' },
      }),
    { times: 1 },
  )

it('registers a token by its serial at a first sign-in, without a mouse', async () => {
  sayWhereItStood(page)
  await submitPassword(page, ada)
  await pressed('I have a physical hardware device instead')
  await field('Serial').waitFor()
  await expectSound()
  // Its clock is five steps ahead: further than a sign-in goes along with.
  await typeInto(page, 'Serial', '2047 1835 07')
  await typeInto(page, 'Code', shown(5))
  await press(page, 'Turn on')
  const refusal = page.getByText('This serial and code were not accepted')
  await refusal.waitFor()
  await expectSound()
  const andNext = button(page, 'My code is right: enter the next one too')
  expect(await andNext.count()).toBe(0)
  await page.keyboard.type('000000')
  expect(await field('Code').inputValue()).toBe('000000')
  await press(page, 'Turn on')
  await pressed('My code is right: enter the next one too')
  const [code = '', next = ''] = pairOf(5)
  await page.keyboard.type(code)
  await typeInto(page, 'Next code', next)
  expect(await refusal.count()).toBe(0)
  await expectSound()
  await press(page, 'Turn on')
  await heading(page, 'Save your recovery codes').waitFor()
  await page.getByLabel('I saved these codes').check()
  await button(page, 'Continue').click()
  await token(serial).waitFor()
  await expectSound()
})

it('adds another in the account, once it is clear who asks', async () => {
  sayWhereItStood(page)
  await button(page, 'Add hardware token').click()
  await field('Serial').fill(other.serial)
  await field('Code').fill(shown(0, { on: other.key }))
  await wantProof('**/api/factors/hardware')
  await button(page, 'Turn on').click()
  const asked = dialog('Confirm it is you')
  await asked.getByLabel('Code').fill(shown(7))
  await expectSound()
  await button(page, 'Confirm').click()
  await token(other.serial).waitFor()
})

it('lets in with the next code, beside an authenticator app', async () => {
  sayWhereItStood(page)
  await button(page, 'Add authenticator app').click()
  const secret = (await page.locator('.enroll__secret').innerText()).replaceAll(/\s/g, '')
  await submitCode(page, appCodeAt(secret), { submit: 'Turn on' })
  await factors().getByText('Authenticator app').waitFor()
  await signOut(page)
  await submitPassword(page, ada)
  await heading(page, 'Enter your code').waitFor()
  await pressed('Use your hardware token')
  await heading(page, 'Enter your token’s code').waitFor()
  await expectSound()
  await submitCode(page, shown(8))
  await page.getByText('Signed in with your hardware token').first().waitFor()
  await signOut(page)
})

it('finds the clock of a token by two codes, at the door and in the account', async () => {
  sayWhereItStood(page)
  await submitPassword(page, ada)
  await button(page, 'Use your hardware token').click()
  await submitCode(page, shown(14))
  await page.getByText('This code is wrong').waitFor()
  await pressed('My token’s codes are refused')
  await expectSound()
  await submitPair(pairOf(14), 'Continue')
  await token(serial).waitFor()
  await pressed(new RegExp(`^Codes are refused.* ${serial}\\)$`))
  await dialog('Set your token’s clock right').waitFor()
  await expectSound()
  // In the wrong order they are no pair.
  await submitPair(pairOf(17).toReversed(), 'Set it right')
  await page.getByText('These codes were not accepted').waitFor()
  await expectSound()
  await submitPair(pairOf(17), 'Set it right')
  await page.getByRole('status').getByText('Its clock is set right').waitFor()
  await button(page, `Rename Hardware token ${serial}`).click()
  await field('Name').fill('In my desk')
  await button(page, 'Save').click()
  await factors().getByText(`Serial ${serial}`).waitFor()
})

it('confirms with it that it is oneself', async () => {
  sayWhereItStood(page)
  await wantProof('**/api/factors/*')
  await button(page, 'Remove Authenticator app').click()
  await button(page, 'Remove').click()
  await dialog('Confirm it is you').waitFor()
  await button(page, 'Use your authenticator app').waitFor()
  await submitCode(page, '000000', { submit: 'Confirm' })
  await pressed('My token’s codes are refused')
  await expectSound()
  await submitPair(pairOf(19), 'Confirm')
  await factors().getByText('Authenticator app').waitFor({ state: 'detached' })
  await signOut(page)
})

it('asks to enroll again once the series is deleted', async () => {
  sayWhereItStood(page)
  await submitPassword(page, ada)
  await heading(page, 'Enter your token’s code').waitFor()
  await desk.send('DELETE', `/api/admin/token-series/${series}`)
  // In the middle of it, too.
  await submitCode(page, shown(19))
  await heading(page, 'Sign in').waitFor()
  await submitPassword(page, ada)
  await heading(page, 'Set up two-step sign-in').waitFor()
  await page.locator('.enroll__secret, .way').first().waitFor()
  expect(await button(page, 'I have a physical hardware device instead').count()).toBe(0)
})
