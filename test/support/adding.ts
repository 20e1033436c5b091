/** The ways to the question 'Add this token?', and its answer, on whichever page the test has open. */
import type { Buffer } from 'node:buffer'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { expectRightCode } from './authenticator.ts'

/** The question before anything is saved; asked of the token of `alice@example.com`. */
export const expectQuestion = async (page: Page): Promise<void> => {
  await page.getByRole('heading', { name: 'Add this token?' }).waitFor()
  await page.getByText('alice@example.com').waitFor()
}

/** @param uri whose codes the list shows once the question is answered */
export const expectAddable = async (page: Page, uri: string): Promise<void> => {
  await expectQuestion(page)
  await page.getByRole('button', { name: 'Add token' }).click()
  await expectRightCode(page, uri)
}

export const expectSentence = async (page: Page, text: string): Promise<void> => {
  await expect.poll(() => page.getByText(text).count()).toBe(1)
}

/** A picture that comes by drop or by paste, anywhere on the page. */
export const dropPicture = async (
  page: Page,
  png: Buffer,
  kind: 'drop' | 'paste',
): Promise<void> => {
  await page.evaluate(
    ([base64, name]) => {
      const bytes = Uint8Array.from(atob(base64 ?? ''), (char) => char.codePointAt(0) ?? 0)
      const data = new DataTransfer()
      data.items.add(new File([bytes], 'qr.png', { type: 'image/png' }))
      const event =
        name === 'drop'
          ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
          : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
      document.body.dispatchEvent(event)
    },
    [png.toString('base64'), kind] as const,
  )
}

/** @param origin where the authenticator is */
export const choosePicture = async (
  page: Page,
  origin: string,
  png: Buffer,
  mimeType = 'image/png',
): Promise<void> => {
  await page.goto(`${origin}/authenticator/#add`)
  const file = { name: 'qr.png', mimeType, buffer: png }
  await page.getByLabel('Picture of a QR code').setInputFiles(file)
}
