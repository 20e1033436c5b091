/** A person without a mouse: Tab, Enter, Space and letters, nothing else. */
import type { Page } from 'playwright-core'

/** More presses than any page of ours has controls. */
const round = 60

/** In ms: what comes from the server is there by then. */
const patience = 10_000

/** Names of what has the focus, as a screen reader would say one of them. */
const focusedNames = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const focused = document.activeElement
    if (!focused || focused === document.body) return []
    const labels = focused instanceof HTMLInputElement ? [...(focused.labels ?? [])] : []
    const texts = [focused.getAttribute('aria-label'), focused.textContent]
    return [...labels.map((label) => label.textContent), ...texts].map((text) =>
      (text ?? '').trim(),
    )
  })

/** A step takes the focus to its heading after it is painted, also from what a quick hand has reached. */
export const untilPainted = (page: Page): Promise<void> =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))))

/**
 * Moves the focus on until it is on that control, and stays there.
 * @throws Error when it is not to be reached by Tab
 */
export const tabTo = async (page: Page, name: string | RegExp): Promise<void> => {
  const isThere = async (): Promise<boolean> =>
    (await focusedNames(page)).some((text) =>
      name instanceof RegExp ? name.test(text) : text.startsWith(name),
    )
  const end = Date.now() + patience
  await untilPainted(page)
  for (let presses = 0; presses < round || Date.now() < end; presses++) {
    if (await isThere()) {
      await untilPainted(page)
      if (await isThere()) return
    }
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reaches '${String(name)}'`)
}

export const typeInto = async (page: Page, name: string, text: string): Promise<void> => {
  await tabTo(page, name)
  await page.keyboard.type(text)
}

export const press = async (page: Page, name: string | RegExp, key = 'Enter'): Promise<void> => {
  await tabTo(page, name)
  await page.keyboard.press(key)
}
