/** A picture of a QR code, as a person would photograph or save it. */
import type { Buffer } from 'node:buffer'
import type { Browser } from 'playwright-core'
import { encodeQR } from 'qr'

/** A PNG of 480 pixels, with the margin that the standard asks for. */
export const qrPicture = async (browser: Browser, text: string): Promise<Buffer> => {
  const page = await browser.newPage({ viewport: { width: 480, height: 480 } })
  const svg = encodeQR(text, 'svg', { border: 4 })
  await page.setContent(`<style>body{margin:0;background:#fff}svg{width:480px}</style>${svg}`)
  const png = await page.screenshot()
  await page.close()
  return png
}
