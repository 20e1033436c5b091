/** What a person does in the authenticator, as steps of a test. */
import { expect } from 'vitest'
import type { BrowserContext, Page } from 'playwright-core'
import { codeAt } from './totp.ts'

/** Everything that the console or the content policy complained about, in all pages of a context. */
export const complaintsOf = (context: BrowserContext): string[] => {
  const complaints: string[] = []
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  context.on('weberror', (error) => complaints.push(error.error().message))
  return complaints
}

export const pasteLink = async (page: Page, origin: string, uri: string): Promise<void> => {
  await page.goto(`${origin}/authenticator/#add/link`)
  await page.getByLabel('Link').fill(uri)
  await page.getByRole('button', { name: 'Continue' }).click()
}

export const tokens = (page: Page) =>
  page.getByRole('list', { name: 'Tokens' }).getByRole('listitem')

/** Adds a token the quick way and waits until the list shows it. */
export const addToken = async (page: Page, origin: string, uri: string): Promise<void> => {
  await pasteLink(page, origin, uri)
  await page.getByRole('button', { name: 'Add token' }).click()
  await tokens(page).first().waitFor()
}

const look = (place: number): { now: number; code: string | undefined } => ({
  now: Date.now(),
  code: document.querySelectorAll('.token-card__code .visually-hidden')[place]?.textContent,
})

/** The code on the screen, and the moment at which it was there. */
export const codeShown = async (page: Page, place = 0): Promise<{ now: number; code: string }> => {
  await tokens(page).nth(place).waitFor()
  // A card is there for an instant before its code is computed.
  await tokens(page).nth(place).locator('.code-digits').first().waitFor()
  const { now, code } = await page.evaluate(look, place)
  return { now, code: (code ?? '').replaceAll(' ', '') }
}

/** The code on the screen is the one that another implementation computes for the same second. */
export const expectRightCode = async (page: Page, uri: string, place = 0): Promise<void> => {
  await expect
    .poll(async () => {
      const { now, code } = await codeShown(page, place)
      return code === codeAt(uri, now)
    })
    .toBe(true)
}

/** Resolves once the service worker has everything and answers this page's requests. */
export const untilOfflineReady = async (page: Page): Promise<void> => {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
    if (navigator.serviceWorker.controller) return
    await new Promise((resolve) => {
      navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true })
    })
  })
}
