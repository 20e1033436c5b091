import { createModel, signal } from '@preact/signals'
import type { OtpAccount } from '../../../schema/otp/uri.ts'
import type { ScanResult } from '../device/scanner.ts'
import { type ContentRefusal, readContent } from './qr-content.ts'
import { go } from './route.ts'

/** Why nothing came of what the person gave us. */
export type AddRefusal = ContentRefusal | 'no-code' | 'no-picture' | 'gave-up'

/** From the first look at a QR code, link or key to the moment before saving. */
export const AddingModel = createModel(() => {
  const draft = signal<OtpAccount | null>(null)
  const refusal = signal<AddRefusal | null>(null)
  const reading = signal(false)

  /** Whatever the way: nothing is added without being shown first. */
  const take = (account: OtpAccount, how?: 'replace'): void => {
    draft.value = account
    refusal.value = null
    go({ screen: 'add', step: 'confirm' }, how)
  }

  const takeText = (text: string, how?: 'replace'): boolean => {
    const content = readContent(text)
    if (content.ok) take(content.value, how)
    else refusal.value = content.reason
    return content.ok
  }

  return {
    draft,
    refusal,
    reading,
    take,
    takeText,
    takePicture: async (file: Blob): Promise<void> => {
      reading.value = true
      refusal.value = null
      const result = await readPicture(file)
      reading.value = false
      if (result.kind === 'text') takeText(result.text)
      else refusal.value = result.kind === 'nothing' ? 'no-code' : result.kind
    },
    clearRefusal: (): void => {
      refusal.value = null
    },
  }
})

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
