/** The part of the Shape Detection API that we use; lib.webworker does not know it yet. */
type NativeDetector = { detect(image: ImageBitmapSource): Promise<{ rawValue: string }[]> }
type NativeDetectorClass = {
  new (options: { formats: string[] }): NativeDetector
  getSupportedFormats(): Promise<string[]>
}

/** A QR code that says `latchkey`: one number per row, the highest bit on the left. */
const sample = [
  2083199, 1066305, 1531741, 1530461, 1528669, 1071425, 2086271, 6912, 1556860, 137557, 2093710,
  2038796, 777739, 6141, 2082118, 1073116, 1530161, 1529140, 1530504, 1067052, 2087602,
]
const moduleSize = 6
const quietZone = 4

const sampleImage = (): OffscreenCanvas => {
  const side = (sample.length + 2 * quietZone) * moduleSize
  const canvas = new OffscreenCanvas(side, side)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas to draw the sample on')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, side, side)
  context.fillStyle = '#000'
  for (const [y, row] of sample.entries())
    for (let x = 0; x < sample.length; x += 1)
      if ((row >> (sample.length - 1 - x)) & 1)
        context.fillRect(
          (x + quietZone) * moduleSize,
          (y + quietZone) * moduleSize,
          moduleSize,
          moduleSize,
        )
  return canvas
}

/**
 * The browser's own detector where it truly works. Some browsers have the class and find
 * nothing, or say that they know QR codes and throw; so it has to read one code first.
 */
export const findNativeDetector = async (): Promise<NativeDetector | null> => {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: NativeDetectorClass }
  try {
    if (!(await BarcodeDetector?.getSupportedFormats())?.includes('qr_code')) return null
    if (!BarcodeDetector) return null
    const detector = new BarcodeDetector({ formats: ['qr_code'] })
    const [found] = await detector.detect(sampleImage())
    return found?.rawValue === 'latchkey' ? detector : null
  } catch {
    return null
  }
}
