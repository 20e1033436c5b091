import { createModel, signal } from '@preact/signals'
import type { OtpAccount } from '../../../schema/otp/uri.ts'
import type { ScanResult } from '../device/scanner.ts'
import { type HandedOver, handOverText } from './hand-off.ts'
import { type ContentRefusal, readContent } from './qr-content.ts'
import { go, route } from './route.ts'
import type { Series, SeriesRefusal } from './series.ts'

/** Why nothing came of what the person gave us. */
export type AddRefusal =
  | ContentRefusal
  | SeriesRefusal
  | 'no-code'
  | 'no-picture'
  | 'gave-up'
  | 'no-screen'

/** From the first look at a QR code, link or key to the moment before saving. */
export const AddingModel = createModel(() => {
  const draft = signal<OtpAccount | null>(null)
  const series = signal<Series | null>(null)
  const refusal = signal<AddRefusal | null>(null)
  const reading = signal(false)

  /** Whatever the way: nothing is added without being shown first. */
  const take = (account: OtpAccount, how?: 'replace'): void => {
    draft.value = account
    refusal.value = null
    go({ screen: 'add', step: 'confirm' }, how)
  }

  /** What was collected goes where files of tokens go: it is looked through before it counts. */
  const endSeries = async (): Promise<void> => {
    const { textOf } = await import('./series.ts')
    const collected = series.peek()
    series.value = null
    if (collected) handOverText(textOf(collected))
  }

  /** One QR code of several; the collector comes with the first. @returns whether it was the last */
  const takePart = async (text: string): Promise<boolean> => {
    const { collect, missingOf } = await import('./series.ts')
    const collected = collect(series.peek(), text)
    refusal.value = collected.ok ? null : collected.reason
    if (!collected.ok) return false
    series.value = collected.value
    const isWhole = missingOf(collected.value).length === 0
    if (isWhole) await endSeries()
    // The camera goes on by itself; elsewhere the next one may come in any way.
    else if (!isScanning()) go({ screen: 'add', step: 'ways' }, 'replace')
    return isWhole
  }

  /** @returns whether it was enough */
  const takeText = async (text: string, how?: 'replace'): Promise<boolean> => {
    const content = readContent(text)
    if (!content.ok) refusal.value = content.reason
    else if (content.kind === 'account') take(content.value, how)
    else if (content.kind === 'backup') handOverText(content.text)
    else return takePart(content.text)
    return content.ok
  }

  const takeResult = async (result: ScanResult): Promise<void> => {
    reading.value = false
    if (result.kind === 'text') await takeText(result.text)
    else refusal.value = result.kind === 'nothing' ? 'no-code' : result.kind
  }

  const takePicture = async (file: Blob): Promise<void> => {
    reading.value = true
    refusal.value = null
    await takeResult(await readPicture(file))
  }

  return {
    draft,
    series,
    refusal,
    reading,
    take,
    takeText,
    takePicture,
    /** Of a window or a screen that the person chooses. */
    takeScreen: async (): Promise<void> => {
      refusal.value = null
      reading.value = true
      const { captureScreen } = await import('../device/screen-capture.ts')
      const result = await captureScreen(readPicture).catch(() => null)
      if (result) return takeResult(result)
      reading.value = false
      refusal.value = 'no-screen'
    },
    takeHandedOver: (given: HandedOver): Promise<unknown> =>
      'text' in given ? takeText(given.text, 'replace') : takePicture(given.picture),
    endSeries: (): void => void endSeries(),
    /** What was collected is not wanted. */
    dropSeries: (): void => {
      series.value = null
    },
    clearRefusal: (): void => {
      refusal.value = null
    },
  }
})

const isScanning = (): boolean => {
  const { screen, ...rest } = route.peek()
  return screen === 'add' && 'step' in rest && rest.step === 'scan'
}

/** The scanner, and the decoders behind it, are loaded for the first picture. */
const readPicture = async (file: Blob): Promise<ScanResult> => {
  try {
    const { createScanner } = await import('../device/scanner.ts')
    const scanner = createScanner()
    const result = await scanner.picture(file)
    scanner.close()
    return result
  } catch {
    return { kind: 'gave-up' }
  }
}

export type AddingModel = InstanceType<typeof AddingModel>
