/** A hostile picture may be small as a file and huge as pixels: beyond this it is scaled down. */
const mostPixels = 24_000_000

const drawn = (image: ImageBitmap, width: number, height: number): ImageData => {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no canvas to read pixels from')
  // Transparent pictures are drawn for a light page.
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.drawImage(image, 0, 0, width, height)
  return context.getImageData(0, 0, width, height)
}

/** The pixels of a camera frame. */
export const fullImage = (image: ImageBitmap): ImageData => drawn(image, image.width, image.height)

/** The pixels of a picture file, or null where the file is no picture that this browser reads. */
export const pictureImage = async (file: Blob): Promise<ImageData | null> => {
  const image = await createImageBitmap(file).catch(() => null)
  if (!image) return null
  const scale = Math.min(1, Math.sqrt(mostPixels / (image.width * image.height)))
  const side = (length: number) => Math.max(1, Math.floor(length * scale))
  try {
    return drawn(image, side(image.width), side(image.height))
  } finally {
    image.close()
  }
}
