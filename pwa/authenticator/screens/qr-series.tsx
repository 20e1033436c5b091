import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { qrPicture } from '../../ui/qr-picture.ts'
import { words } from '../state/language.ts'
import './qr-series.css'

/** Several QR codes, one at a time, for another device's camera. */
export const QrSeries = ({ texts }: { texts: readonly string[] }) => {
  const say = words('backup')
  const [at, setAt] = useState(0)
  const [picture, setPicture] = useState<string | null>(null)
  const text = texts[at] ?? ''
  useEffect(() => {
    let wanted = true
    void qrPicture(text).then((made) => wanted && setPicture(made))
    return () => {
      wanted = false
    }
  }, [text])
  return (
    <figure class="qr-series">
      {picture && <img src={picture} alt="" width={320} height={320} />}
      <figcaption aria-live="polite">{say.codeOf(at + 1, texts.length)}</figcaption>
      {texts.length > 1 && (
        <div class="qr-series__steps">
          <Button disabled={at === 0} onClick={() => setAt(at - 1)}>
            {say.previousCode}
          </Button>
          <Button kind="primary" disabled={at === texts.length - 1} onClick={() => setAt(at + 1)}>
            {say.nextCode}
          </Button>
        </div>
      )}
    </figure>
  )
}
