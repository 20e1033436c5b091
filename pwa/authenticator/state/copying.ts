import { toast } from '../../ui/announcer.tsx'
import { copyText } from '../../ui/clipboard.ts'
import { words } from './language.ts'

/** Copies a code and says so. Where the browser allows it the clipboard forgets it after a while. */
export const copyCode = async (code: string): Promise<void> => {
  const copied = await copyText(code)
  toast(copied ? words('common').copied : words('common').notCopied)
  if (!copied) return
  const { forgetLater } = await import('../device/clipboard-expiry.ts')
  forgetLater(code)
}
