import { decodeJwt } from 'jose'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axeFaults } from '../support/axe.ts'
import { launchBrowser, sayWhereItStood } from '../support/browser.ts'
import { type Desk, openDesk } from '../support/desk.ts'
import { button, heading, submitCode } from '../support/portal.ts'
import { type RelyingParty, startRelyingParty } from '../support/relying-party.ts'
import { emptyServer, type Server } from '../support/server.ts'
import { codeAt } from '../support/totp.ts'

const root = { username: 'root', password: 'orchard-lantern-42' }
const ada = { username: 'ada', password: 'a difference engine of brass' }

let server: Server
let browser: Browser
let wiki: RelyingParty
let desk: Desk
let page: Page
let applicationPath: string
let uri: string

beforeAll(async () => {
  ;[server, browser, wiki] = await Promise.all([
    emptyServer(),
    launchBrowser(),
    startRelyingParty(),
  ])
  desk = await openDesk(browser, server, root)
  const adaId = await desk.add(ada, { mfaRequired: true })
  const details = { ...wiki.details, firstParty: false }
  const application = { kind: 'oidc', name: 'Wiki', homeUrl: `${wiki.origin}/`, details }
  const { id } = await desk.send<{ id: string }>('POST', '/api/admin/applications', application)
  applicationPath = `/api/admin/applications/${id}`
  const { secret } = await desk.send<{ secret: string }>('POST', `${applicationPath}/keys`, {})
  await wiki.register(server.origin, id, secret)
  const key = await desk.send<{ uri: string }>('POST', `/api/admin/users/${adaId}/key`)
  ;({ uri } = key)
  page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
  page.setDefaultTimeout(15_000)
})
afterAll(() => Promise.all([browser.close(), server.stop(), wiki.stop()]))

const said = (words: string) => page.getByText(words, { exact: true })
const expectSound = async (title: string) => {
  await heading(page, title).waitFor()
  expect(await axeFaults(page)).toEqual([])
}
/** A code that was not used yet: each test takes the next step's. */
let step = 0
const nextCode = (): string => codeAt(uri, Date.now(), step++)

it('nobody is signed in: the portal, the password, the factor, the consent, and back', async () => {
  sayWhereItStood(page)
  wiki.ask({ login_hint: ada.username })
  await page.goto(`${wiki.origin}/sign-in`)
  await expectSound('Sign in')
  await said('to continue to Wiki').waitFor()
  expect(await page.getByLabel('Username').inputValue()).toBe(ada.username)
  await page.getByLabel('Password', { exact: true }).fill(ada.password)
  await button(page, 'Sign in').click()
  await heading(page, 'Enter your code').waitFor()
  await submitCode(page, nextCode())
  const offer = button(page, 'Not now')
  await heading(page, 'Let Wiki in?').or(offer).waitFor()
  if (await offer.isVisible()) await offer.click()
  await expectSound('Let Wiki in?')
  await said('Your name and username').waitFor()
  await button(page, 'Allow').click()
  await said('Welcome ada, by "aal2"').waitFor()
})

it('who is known goes straight back, also where the request was pushed; a refusal goes back as well', async () => {
  sayWhereItStood(page)
  wiki.ask({}, { pushed: true })
  await page.goto(`${wiki.origin}/sign-in`)
  await said('Welcome ada, by "aal2"').waitFor()
  wiki.ask({ prompt: 'consent' }, { pushed: true })
  await page.goto(`${wiki.origin}/sign-in`)
  await heading(page, 'Let Wiki in?').waitFor()
  await button(page, 'Refuse').click()
  await said('access_denied').waitFor()
  expect(page.url()).toContain(`${wiki.origin}/callback?error=access_denied`)
})

it('the account shows what it knows, opens it, and takes it back', async () => {
  sayWhereItStood(page)
  await page.goto(`${server.origin}/account#applications`)
  const item = page.getByRole('list', { name: 'Applications' }).getByRole('listitem')
  await item.getByRole('link', { name: 'Wiki' }).waitFor()
  expect(await item.innerText()).toContain('Your name and username')
  await button(page, 'Withdraw from Wiki').click()
  await page.getByText('Knows nothing of you yet').waitFor()
  await expect.poll(() => wiki.told.length).toBe(1)
  wiki.ask({})
  await page.goto(`${wiki.origin}/sign-in`)
  await heading(page, 'Let Wiki in?').waitFor()
  await button(page, 'Allow').click()
  await said('Welcome ada, by "aal2"').waitFor()
})

it('what the application needs is asked for: a fresh proof, a passkey that one has not', async () => {
  sayWhereItStood(page)
  wiki.ask({ prompt: 'login' })
  await page.goto(`${wiki.origin}/sign-in`)
  await expectSound('Confirm it is you')
  await submitCode(page, nextCode(), { submit: 'Confirm' })
  await said('Welcome ada, by "aal2"').waitFor()
  wiki.ask({ acr_values: 'phr' })
  await page.goto(`${wiki.origin}/sign-in`)
  await expectSound('You need a passkey')
  await page.getByRole('link', { name: 'Go to your account' }).click()
  await page.getByRole('link', { name: 'Go on', exact: true }).click()
  await expectSound('You need a passkey')
  await button(page, 'Back to Wiki').click()
  await said('access_denied').waitFor()
})

it('a client that says who it is about signs out at once, and others ask first', async () => {
  sayWhereItStood(page)
  await page.goto(`${wiki.origin}/sign-out?unknown`)
  await expectSound('Sign out?')
  await page.getByRole('link', { name: 'Stay signed in' }).click()
  await heading(page, 'ada').waitFor()
  const before = wiki.told.length
  await page.goto(`${wiki.origin}/sign-out`)
  await said('Goodbye').waitFor()
  await expect.poll(() => wiki.told.length).toBe(before + 1)
  expect(decodeJwt(wiki.told.at(-1) ?? '')).toHaveProperty('sid')
  await page.goto(`${server.origin}/account`)
  await heading(page, 'Sign in').waitFor()
})

it('what is wrong with a request is said, and leads nowhere else', async () => {
  sayWhereItStood(page)
  wiki.ask({ redirect_uri: 'https://evil.example/' })
  await page.goto(`${wiki.origin}/sign-in`)
  await expectSound('This link does not work')
  await page.getByText('an address that it has not registered').waitFor()
  wiki.ask({})
  await desk.send('POST', `${applicationPath}/disable`, {})
  await page.goto(`${wiki.origin}/sign-in`)
  await page.getByText('not known to us, or it was switched off').waitFor()
})
