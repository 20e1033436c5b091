import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { scanToken, shownCode, untilOfflineReady } from '../support/phone.ts'
import { axeFaults } from '../support/axe.ts'
import { launchBrowser, sayWhereItStood } from '../support/browser.ts'
import {
  addPerson,
  button,
  heading,
  setUp,
  signOut,
  submitCode,
  submitPassword,
} from '../support/portal.ts'
import { type Server, startServer } from '../support/server.ts'
import { codeAt, PERIOD_MS } from '../support/totp.ts'
import { writeCameraFeed } from '../support/y4m.ts'

const ADMIN = { username: 'root', password: 'correct horse battery staple' }
const PERSON = { username: 'ada', password: 'a difference engine of brass' }

let server: Server
let desk: Browser
let phone: Browser | undefined
let scratch: string

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'latchkey-film-'))
  ;[server, desk] = await Promise.all([startServer(), launchBrowser()])
})

afterAll(async () => {
  await Promise.all([desk.close(), phone?.close(), server.stop()])
  await rm(scratch, { recursive: true })
})

/** A browser of its own: no cookie, no cache, no trust of another one. */
const newBrowser = async (): Promise<Page> => {
  const page = await (await desk.newContext()).newPage()
  page.setDefaultTimeout(15_000)
  sayWhereItStood(page)
  return page
}

/** A step's code must still be the step's code when it arrives. */
const awayFromTheEdge = async (): Promise<void> => {
  const left = PERIOD_MS - (Date.now() % PERIOD_MS)
  if (left < 6000) await sleep(left + 100)
}

const expectNoAxeFaults = async (page: Page) => expect(await axeFaults(page)).toEqual([])

/** From the printed link to a person who can be told a first password. */
const administratorAddsPerson = async (): Promise<void> => {
  const page = await newBrowser()
  await setUp(page, `${server.origin}/setup#${server.setupToken}`, ADMIN)
  await heading(page, ADMIN.username).waitFor()
  await expectNoAxeFaults(page)
  await page.getByRole('link', { name: 'Console' }).click()
  await heading(page, 'Dashboard').waitFor()
  await expectNoAxeFaults(page)
  await addPerson(page, PERSON)
  await page.context().close()
}

/** The QR code as it stands on the page, filmed for the phone's camera. */
const filmQrCode = async (page: Page): Promise<string> => {
  const film = join(scratch, 'qr.y4m')
  await writeCameraFeed(desk, await page.getByAltText('QR code with your key').screenshot(), film)
  return film
}

const enroll = async (page: Page): Promise<{ authenticator: Page; secret: string }> => {
  await page.goto(`${server.origin}/`)
  await submitPassword(page, PERSON)
  await heading(page, 'Set up two-step sign-in').waitFor()
  await button(page, /^Authenticator app/).click()
  await page.locator('.enroll__secret').waitFor()
  await expectNoAxeFaults(page)
  const secret = (await page.locator('.enroll__secret').innerText()).replaceAll(/\s/g, '')
  phone = await launchBrowser(await filmQrCode(page))
  const authenticator = await phone.newPage()
  sayWhereItStood(authenticator)
  await scanToken(authenticator, server.origin)
  await expectNoAxeFaults(authenticator)
  await awayFromTheEdge()
  await submitCode(page, (await shownCode(authenticator)).code, { submit: 'Turn on' })
  await heading(page, 'Save your recovery codes').waitFor()
  await expectNoAxeFaults(page)
  expect(
    await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').count(),
  ).toBe(10)
  await page.getByLabel('I saved these codes').check()
  await button(page, 'Continue').click()
  await heading(page, 'ada').waitFor()
  return { authenticator, secret }
}

it('lets a person in with a second factor, and without one where they trust the browser', async () => {
  await administratorAddsPerson()
  const page = await newBrowser()
  const { authenticator, secret } = await enroll(page)
  await expectNoAxeFaults(page)
  await signOut(page)

  // A later code than the one that enrolled; with it the browser is trusted.
  const later = codeAt(secret, Date.now(), 1)
  await submitPassword(page, PERSON)
  await heading(page, 'Enter your code').waitFor()
  await expectNoAxeFaults(page)
  await submitCode(page, later, { trust: true })
  await heading(page, 'ada').waitFor()
  await signOut(page)

  // Another browser is still asked, and the code that was used is refused.
  const other = await newBrowser()
  await other.goto(`${server.origin}/`)
  await submitPassword(other, PERSON)
  await heading(other, 'Enter your code').waitFor()
  await submitCode(other, later)
  await other
    .getByText(/code is not right|not accepted|wrong|does not/i)
    .first()
    .waitFor()
  expect(await heading(other, 'Enter your code').isVisible()).toBe(true)

  // The trusted one needs the password only, until its trust is revoked.
  await submitPassword(page, PERSON)
  await heading(page, 'ada').waitFor()
  await button(page, /^Revoke /).click()
  await page.getByText('None. You can trust a browser').waitFor()
  await signOut(page)
  await submitPassword(page, PERSON)
  await heading(page, 'Enter your code').waitFor()

  // With the server gone the authenticator still knows the code.
  await untilOfflineReady(authenticator)
  await authenticator.context().setOffline(true)
  await server.stop()
  await authenticator.reload()
  await awayFromTheEdge()
  const shown = await shownCode(authenticator)
  expect(shown.code).toBe(codeAt(secret, shown.at))
})
