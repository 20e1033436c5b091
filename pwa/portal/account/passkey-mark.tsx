import { PasskeyIcon } from '../../ui/icons.tsx'
import { markOf } from './passkey-marks.ts'
import './passkey-mark.css'

/** The mark of whoever keeps a passkey, in the color of the text around it; our own icon where there is none. */
export const PasskeyMark = ({ provider }: { provider: string | null }) => {
  const mark = markOf(provider)
  if (!mark) return <PasskeyIcon />
  return <span class="passkey-mark" aria-hidden="true" style={{ maskImage: `url("${mark}")` }} />
}
