/** Makes the film that a fake camera plays: a still picture, held before the lens. */
import { Buffer } from 'node:buffer'
import { writeFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'

const WIDTH = 640
const HEIGHT = 480
const FRAMES = 5

type Sight = { png: string; width: number; height: number }

/**
 * Runs in the browser, which decodes PNG so that we need no library for it. The picture fills four
 * fifths of the height on a grey wall; answers the brightness of each pixel, as base64.
 */
const brightnessOf = async ({ png, width, height }: Sight): Promise<string> => {
  const bytes = Uint8Array.from(atob(png), (char) => char.codePointAt(0) ?? 0)
  const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
  const context = new OffscreenCanvas(width, height).getContext('2d')
  if (!context) throw new Error('There is no canvas')
  context.fillStyle = '#999'
  context.fillRect(0, 0, width, height)
  const scale = Math.min((height * 0.8) / picture.height, (width * 0.8) / picture.width)
  const size = { w: picture.width * scale, h: picture.height * scale }
  context.drawImage(picture, (width - size.w) / 2, (height - size.h) / 2, size.w, size.h)
  const { data } = context.getImageData(0, 0, width, height)
  let binary = ''
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3)
    binary += String.fromCodePoint(Math.round(0.299 * red + 0.587 * green + 0.114 * blue))
  }
  return btoa(binary)
}

/** Writes a grey 640x480 film of a screenshot. */
export const writeCameraFeed = async (
  browser: Browser,
  png: Buffer,
  file: string,
): Promise<void> => {
  const page = await browser.newPage()
  const sight = { png: png.toString('base64'), width: WIDTH, height: HEIGHT }
  const luma = Buffer.from(await page.evaluate(brightnessOf, sight), 'base64')
  await page.close()
  const chroma = Buffer.alloc((WIDTH * HEIGHT) / 2, 128)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, chroma])
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`)
  await writeFile(file, Buffer.concat([header, ...Array.from({ length: FRAMES }, () => frame)]))
}
