/** A picture of a QR code, as a person would photograph or save it. */
import type { Buffer } from 'node:buffer'
import type { Browser } from 'playwright-core'
import { encodeQR } from 'qr'

/**
 * A PNG of 480 pixels, with the margin that the standard asks for.
 *
 * @param look a CSS filter, for pictures that are hard to read
 */
export const qrPicture = async (browser: Browser, text: string, look = 'none'): Promise<Buffer> => {
  const page = await browser.newPage({ viewport: { width: 480, height: 480 } })
  const svg = encodeQR(text, 'svg', { border: 4 })
  const style = `body{margin:0;background:#fff}svg{display:block;width:480px;filter:${look}}`
  await page.setContent(`<style>${style}</style>${svg}`)
  const png = await page.screenshot()
  await page.close()
  return png
}
