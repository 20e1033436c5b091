import type { Browser, BrowserContext, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addToken, codeShown, tokens } from '../support/authenticator.ts'
import { axeFaults } from '../support/axe.ts'
import { launchBrowser, sayWhereItStood } from '../support/browser.ts'
import { type Desk, openDesk } from '../support/desk.ts'
import { button, heading, type Credentials } from '../support/portal.ts'
import { emptyServer, type Server } from '../support/server.ts'
import { codeAt } from '../support/totp.ts'

const root = { username: 'root', password: 'orchard-lantern-42' }
const bob = { username: 'bob', password: 'a lighthouse with no keeper' }
const cleo = { username: 'cleo', password: 'a needle beside the river' }
const ada = { username: 'ada', password: 'a difference engine of brass' }

let server: Server
let browser: Browser
let desk: Desk
let phone: BrowserContext
let page: Page
let adaId: string

beforeAll(async () => {
  ;[server, browser] = await Promise.all([emptyServer(), launchBrowser()])
  desk = await openDesk(browser, server, root)
  await desk.send('PATCH', '/api/admin/settings', { 'app.mfa_enabled': true })
  adaId = await desk.add(ada, { phone: '+49 170 1234542' })
  phone = await newPhone()
  page = await open(phone, '#register')
})
afterAll(() => Promise.all([browser?.close(), server?.stop()]))

const newPhone = () =>
  browser.newContext({
    viewport: { width: 360, height: 740 },
    reducedMotion: 'reduce',
    // Half a second of work for each device, and nothing here is about what it keeps.
    serviceWorkers: 'block',
  })

const open = async (context: BrowserContext, fragment: string): Promise<Page> => {
  const opened = await context.newPage()
  await opened.goto(`${server.origin}/authenticator/${fragment}`)
  return opened
}

const signIn = async (on: Page, { username, password }: Credentials): Promise<void> => {
  await heading(on, 'Sign in').waitFor()
  await on.getByLabel('Username').fill(username)
  await on.getByLabel('Password', { exact: true }).fill(password)
  await button(on, 'Sign in').click()
}

/** The code of the newest message that would have gone to a phone. */
const textedCode = async (): Promise<string> => {
  const { messages } = await desk.page.evaluate(
    async () =>
      (await fetch('/api/admin/outbox')).json() as Promise<{ messages: { text: string }[] }>,
  )
  return /\d{6}/.exec(messages[0]?.text ?? '')?.[0] ?? ''
}

/** What the Worker says of a person's devices. */
const devices = async (on: Page): Promise<string[]> => {
  const { factors } = await on.evaluate(
    async () =>
      (await fetch('/api/factors')).json() as Promise<{
        factors: { method: string; name: string }[]
      }>,
  )
  return factors.filter(({ method }) => method === 'device').map(({ name }) => name)
}

const sound = async (on: Page): Promise<void> => {
  expect(await axeFaults(on)).toEqual([])
}

it('registers with the code that went to the phone', async () => {
  sayWhereItStood(page)
  await heading(page, 'Sign in').waitFor()
  await sound(page)
  await signIn(page, ada)
  await heading(page, 'Register this device').waitFor()
  await page.getByText('to the number that ends in').waitFor()
  await page.getByLabel('Name of this device').fill('Old phone')
  await button(page, 'Send the code').click()
  await page.getByText('It is good for 10 minutes').waitFor()
  const code = await textedCode()
  const wrong = code.startsWith('0') ? `1${code.slice(1)}` : `0${code.slice(1)}`
  await page.getByLabel('Code from the message').fill(wrong)
  await button(page, 'Register this device').click()
  await page.getByText('This code is wrong').waitFor()
  await sound(page)
  expect(await devices(page)).toEqual([])
  await page.getByLabel('Code from the message').fill(code)
  await button(page, 'Register this device').click()
  await heading(page, 'This device is registered').waitFor()
  await sound(page)
  expect(await devices(page)).toEqual(['Old phone'])
  await page.getByRole('link', { name: 'Show my codes' }).click()
  await tokens(page).first().getByText('Registered').waitFor()
  expect((await codeShown(page)).code).toMatch(/^\d{6}$/)
})

it('has no key that a script can read', async () => {
  const readable = await page.evaluate(async () => {
    const request = indexedDB.open('latchkey-authenticator')
    const database = await new Promise<IDBDatabase>((resolve) => {
      request.addEventListener('success', () => resolve(request.result))
    })
    const all = database.transaction('keys').objectStore('keys').getAll()
    const keys = await new Promise<CryptoKey[]>((resolve) => {
      all.addEventListener('success', () => resolve(all.result as CryptoKey[]))
    })
    database.close()
    return keys.map(({ extractable, usages }) => ({ extractable, usages }))
  })
  expect(readable.filter(({ extractable }) => extractable)).toEqual([])
  expect(readable.map(({ usages }) => usages)).toContainEqual(['sign'])
  expect(readable.map(({ usages }) => usages)).toContainEqual(['unwrapKey'])
})

it('signs in by the password and its own token: nobody types a code', async () => {
  sayWhereItStood(page)
  await page.goto(`${server.origin}/authenticator/#sign-in`)
  await heading(page, 'You are signed in').waitFor()
  await sound(page)
  await button(page, 'Sign out').click()
  await signIn(page, ada)
  await heading(page, 'You are signed in').waitFor()
  await page.getByText('This device', { exact: true }).waitFor()
  expect(await devices(page)).toEqual(['Old phone'])
})

/** Signs in on a device that has no token yet, as far as the device's own name. */
const enter = async (on: Page): Promise<void> => {
  const { code } = await desk.send<{ code: string }>('POST', `/api/admin/users/${adaId}/pass`)
  await signIn(on, ada)
  await button(on, 'Temporary pass').click()
  await on.getByLabel('Temporary pass').fill(code)
  await button(on, 'Continue').click()
  await on.getByText('the one that you have now stops working').waitFor()
}

it('a page that is closed before its first code arrives leaves everything as it was', async () => {
  const second = await newPhone()
  const killed = await open(second, '#register')
  sayWhereItStood(killed)
  await enter(killed)
  const sent = new Promise<Route>((resolve) => {
    void killed.route('**/confirm', resolve)
  })
  await button(killed, 'Register this device').click()
  const held = await sent
  // What is held back would be let go as the page closes; and nothing is to be asked before that.
  await second.setOffline(true)
  await held.abort()
  await killed.close()
  await second.setOffline(false)
  const again = await open(second, '')
  sayWhereItStood(again)
  await again.getByRole('link', { name: 'Add your first token' }).waitFor()
  expect(await devices(again)).toEqual(['Old phone'])
  await second.close()
})

it('a second device retires the first, which says so', async () => {
  const second = await newPhone()
  const other = await open(second, '#register')
  sayWhereItStood(other)
  await signIn(other, ada)
  await heading(other, 'Prove that it is you').waitFor()
  await sound(other)
  await button(other, 'Sign in as someone else').click()
  await enter(other)
  await other.getByLabel('Name of this device').fill('New phone')
  await button(other, 'Register this device').click()
  await other.getByText('The former one no longer works.').waitFor()
  expect(await devices(other)).toEqual(['New phone'])
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const request = indexedDB.open('latchkey-authenticator')
        request.addEventListener('success', () => {
          const write = request.result.transaction('preferences', 'readwrite')
          write.objectStore('preferences').delete('statusAt')
          write.addEventListener('complete', () => {
            request.result.close()
            resolve()
          })
        })
      }),
  )
  await page.goto(`${server.origin}/authenticator/#`)
  await page.reload()
  await page.getByText('is no longer registered').first().waitFor()
  await sound(page)

  // Under another name the server's token is not taken for granted.
  await desk.send('PATCH', '/api/admin/settings', { 'totp.issuer': 'Acme' })
  await other.goto(`${server.origin}/authenticator/#sign-in`)
  await button(other, 'Sign out').click()
  await signIn(other, ada)
  await heading(other, 'Which token is yours here?').waitFor()
  await other.getByRole('button', { name: 'Latchkey, ada' }).click()
  await heading(other, 'You are signed in').waitFor()
  await second.close()
})

it('asks which token it is, where none is registered, and types its code', async () => {
  const other = await open(await newPhone(), '#sign-in')
  sayWhereItStood(other)
  await desk.add(bob)
  const started = await send<{ id: string; uri: string }>(other, '/api/login', bob).then(() =>
    send<{ id: string; uri: string }>(other, '/api/factors/totp', {}),
  )
  // That code is used up by this: the next one is taken for the sign-in.
  const code = codeAt(started.uri)
  await send(other, `/api/factors/totp/${started.id}/confirm`, { code })
  await send(other, '/api/logout', {})
  await addToken(other, server.origin, started.uri)
  await other.goto(`${server.origin}/authenticator/#sign-in`)
  await signIn(other, bob)
  await heading(other, 'Which token is yours here?').waitFor()
  await sound(other)
  await other.getByRole('button', { name: 'Acme, bob' }).click()
  await heading(other, 'You are signed in').waitFor()
  expect(await devices(other)).toEqual([])
  await other.context().close()
})

it('keeps its token where the first code arrives after the server was asked what became of it', async () => {
  await desk.add(cleo, { phone: '+49 170 7654321' })
  const context = await newPhone()
  const slow = await open(context, '#register')
  sayWhereItStood(slow)
  await signIn(slow, cleo)
  await button(slow, 'Send the code').click()
  await slow.getByText('It is good for 10 minutes').waitFor()
  await slow.getByLabel('Code from the message').fill(await textedCode())
  const asked = slow.waitForResponse('**/api/authenticator/status')
  // The line breaks, and what was sent is still on its way.
  const arrived = new Promise<number>((resolve) => {
    void slow.route('**/confirm', async (route) => {
      const request = route.request()
      const named = Object.entries(await request.allHeaders())
      const headers = named.filter(([name]) => !/^:|^(host|content-length|connection)$/.test(name))
      await route.abort()
      await asked
      const method = request.method()
      const body = request.postData()
      resolve((await fetch(request.url(), { method, headers, body })).status)
    })
  })
  await button(slow, 'Register this device').click()
  expect(await arrived).toBe(200)
  await slow.unrouteAll()
  await slow.goto(`${server.origin}/authenticator/`)
  await slow.reload()
  await tokens(slow).first().getByText('Registered').waitFor()
  await slow.goto(`${server.origin}/authenticator/#sign-in`)
  await signIn(slow, cleo)
  await heading(slow, 'You are signed in').waitFor()
  await context.close()
})

const send = <Body>(on: Page, path: string, body: unknown): Promise<Body> =>
  on.evaluate(
    async ([to, json]) => {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(to, { method: 'POST', headers, body: json })
      if (!answer.ok) throw new Error(`${to}: ${await answer.text()}`)
      return (answer.status === 204 ? null : answer.json()) as Promise<Body>
    },
    [path, JSON.stringify(body)] as const,
  )
