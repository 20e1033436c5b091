import type { ScanResult } from './scanner.ts'

/** Desktop browsers have it, phones do not. */
export const canCaptureScreen = (): boolean =>
  typeof (navigator.mediaDevices as MediaDevices | undefined)?.getDisplayMedia === 'function'

/** What is shared may take a moment to be drawn: so many looks, that far apart (milliseconds). */
const looks = 6
const pause = 400

/**
 * Looks at a window or screen that the person chooses, for as long as it takes to read a QR code, and stops
 * sharing at once. Null where the person chose none.
 *
 * @param read reads one picture
 */
export const captureScreen = async (
  read: (picture: Blob) => Promise<ScanResult>,
): Promise<ScanResult | null> => {
  const stream = await navigator.mediaDevices
    .getDisplayMedia({ video: true, audio: false })
    .catch(() => null)
  if (!stream) return null
  try {
    const video = Object.assign(document.createElement('video'), { muted: true, srcObject: stream })
    await video.play()
    let result: ScanResult = { kind: 'nothing' }
    for (let look = 0; look < looks && result.kind === 'nothing'; look++) {
      await new Promise((resolve) => setTimeout(resolve, pause))
      const picture = await pictureOf(video)
      if (picture) result = await read(picture)
    }
    return result
  } finally {
    for (const track of stream.getTracks()) track.stop()
  }
}

const pictureOf = async (video: HTMLVideoElement): Promise<Blob | null> => {
  const { videoWidth: width, videoHeight: height } = video
  if (width === 0 || height === 0) return null
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  canvas.getContext('2d')?.drawImage(video, 0, 0)
  return new Promise((resolve) => canvas.toBlob(resolve))
}
