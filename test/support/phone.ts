/** What a person does with our authenticator on a phone of their own. */
import type { Page } from 'playwright-core'

/** Holds the camera before a QR code and keeps what it says. */
export const scanToken = async (page: Page, origin: string): Promise<void> => {
  await page.goto(`${origin}/authenticator/`)
  await page.getByRole('link', { name: 'Add your first token' }).click()
  await page.getByRole('link', { name: 'Scan a QR code' }).click()
  await page.getByRole('button', { name: 'Add token' }).click()
  await page.getByRole('list', { name: 'Tokens' }).waitFor()
}

/** The code on the first card, without the space in its middle, and when it was read. */
export const shownCode = async (page: Page): Promise<{ code: string; at: number }> => {
  const card = page.getByRole('list', { name: 'Tokens' }).getByRole('listitem').first()
  const digits = card.locator('.token-card__code .visually-hidden').filter({ hasText: /\d/ })
  const code = ((await digits.textContent()) ?? '').replaceAll(' ', '')
  return { code, at: Date.now() }
}

/** Once the service worker controls the page, it starts without a network. */
export const untilOfflineReady = async (page: Page): Promise<void> => {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
}
