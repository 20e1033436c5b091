import { createModel, effect, signal } from '@preact/signals'
import { type CameraRefusal, closeCamera, openCamera } from '../device/camera.ts'
import { createScanner, type Scanner } from '../device/scanner.ts'

type CameraScanState =
  | { kind: 'starting' }
  | { kind: 'looking'; stream: MediaStream }
  | { kind: 'paused' }
  | { kind: 'refused'; reason: CameraRefusal }

/** Camera on, one frame after the other to the scanner, until `onText` says that it has enough. */
export const CameraScanModel = createModel((onText: (text: string) => Promise<boolean>) => {
  const state = signal<CameraScanState>({ kind: 'starting' })
  let scanner: Scanner | null = null
  let wanted = true

  const release = (): void => {
    const current = state.peek()
    if (current.kind === 'looking') closeCamera(current.stream)
    scanner?.close()
    scanner = null
  }

  const start = async (): Promise<void> => {
    release()
    state.value = { kind: 'starting' }
    const camera = await openCamera()
    // The person may have left while the browser was asking.
    if (!wanted || document.hidden) {
      if (camera.ok) closeCamera(camera.stream)
      state.value = { kind: 'paused' }
    } else if (camera.ok) state.value = { kind: 'looking', stream: camera.stream }
    else state.value = { kind: 'refused', reason: camera.reason }
  }

  /** Systems take the camera away from a page in the background, and do not give it back. */
  const onVisibility = (): void => {
    const { kind } = state.peek()
    if (document.hidden && kind === 'looking') {
      release()
      state.value = { kind: 'paused' }
    } else if (!document.hidden && kind === 'paused') void start()
  }

  effect(() => {
    document.addEventListener('visibilitychange', onVisibility)
    return () => {
      wanted = false
      document.removeEventListener('visibilitychange', onVisibility)
      release()
    }
  })

  const look = async (video: HTMLVideoElement): Promise<boolean> => {
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return false
    const result = await (scanner ??= createScanner()).frame(await createImageBitmap(video))
    return result.kind === 'text' && wanted && onText(result.text)
  }

  return {
    state,
    start,
    /** Looks at the running video until a code is taken or the stream is another one. */
    watch: async (video: HTMLVideoElement, stream: MediaStream): Promise<void> => {
      const current = () => {
        const now = state.peek()
        return wanted && now.kind === 'looking' && now.stream === stream
      }
      while (current()) {
        if (await look(video).catch(() => false)) return
        await pause()
      }
    },
  }
})

/** About ten looks a second: quick for a person, cool for a phone. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 60))
