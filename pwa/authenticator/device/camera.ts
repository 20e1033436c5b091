/** Why there is no picture; the scan screen has a sentence for each. */
export type CameraRefusal = 'denied' | 'missing' | 'busy' | 'unsupported' | 'failed'
type CameraResult = { ok: true; stream: MediaStream } | { ok: false; reason: CameraRefusal }

const refusals: Record<string, CameraRefusal> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'busy',
  AbortError: 'busy',
}

/** The camera that looks away from the person, where there is a choice. */
export const openCamera = async (): Promise<CameraResult> => {
  // Absent where the page is not served securely.
  if (!('mediaDevices' in navigator)) return { ok: false, reason: 'unsupported' }
  try {
    const video = { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } }
    return { ok: true, stream: await navigator.mediaDevices.getUserMedia({ audio: false, video }) }
  } catch (error) {
    const name = error instanceof DOMException ? error.name : ''
    return { ok: false, reason: refusals[name] ?? 'failed' }
  }
}

/** Turns the camera, and its light, off. */
export const closeCamera = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop()
}
