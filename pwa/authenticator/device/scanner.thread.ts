import { decodeQR } from 'qr/decode.js'
import { findNativeDetector } from './native-detector.thread.ts'
import { fullImage, pictureImage } from './pixels.thread.ts'
import { loadZxing, type ImageReader } from './zxing.thread.ts'

/** Asked of the thread: look at one camera frame, or at a picture that a person chose. */
export type ScanRequest =
  | { id: number; kind: 'frame'; image: ImageBitmap }
  | { id: number; kind: 'picture'; file: Blob }

/** The text of the QR code, null where there is none. */
export type ScanAnswer = { id: number; text: string | null } | { id: number; refusal: 'no-picture' }

const nativeDetector = findNativeDetector()
let zxing: ImageReader | null = null
let zxingLoad: Promise<void> | null = null
let frames = 0

/** Nearly a megabyte of WebAssembly: fetched once something needs it, and scanning goes on meanwhile. */
const wantZxing = (): Promise<void> =>
  (zxingLoad ??= loadZxing().then(
    (reader) => {
      zxing = reader
    },
    () => {
      zxingLoad = null
    },
  ))

const quick = (image: ImageData): string | null => {
  try {
    return decodeQR(image, { timeLimit: 60 })
  } catch {
    // Its way of saying that there is no QR code in the image.
    return null
  }
}

/** Two decoders take turns: each misses some conditions that the other reads (tilt; low contrast, inverted). */
const readFrame = async (frame: ImageBitmap): Promise<string | null> => {
  const detector = await nativeDetector
  const [found] = detector ? await detector.detect(frame) : []
  if (found) return found.rawValue
  frames += 1
  const image = fullImage(frame)
  const text = zxing && frames % 2 === 0 ? await zxing(image) : quick(image)
  if (text === null) void wantZxing()
  return text
}

/** A picture is read once, so the better decoder goes first, at full resolution. */
const readPicture = async (id: number, file: Blob): Promise<ScanAnswer> => {
  const [image] = await Promise.all([pictureImage(file), wantZxing()])
  if (!image) return { id, refusal: 'no-picture' }
  return { id, text: (zxing && (await zxing(image))) ?? quick(image) }
}

const answer = async (request: ScanRequest): Promise<ScanAnswer> => {
  if (request.kind === 'picture') return readPicture(request.id, request.file)
  try {
    return { id: request.id, text: await readFrame(request.image) }
  } finally {
    request.image.close()
  }
}

self.addEventListener('message', ({ data }: MessageEvent<ScanRequest>) => {
  void answer(data).then((found) => self.postMessage(found))
})
