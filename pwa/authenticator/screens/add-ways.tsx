import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import {
  CameraIcon,
  CopyIcon,
  ForwardIcon,
  ImageIcon,
  KeyboardIcon,
  ShieldIcon,
} from '../../ui/icons.tsx'
import { Title } from '../../ui/title.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { transferred } from '../device/transfer.ts'
import type { AddingModel } from '../state/adding.ts'
import { type AddStep, linkTo } from '../state/route.ts'
import { RefusalNotice } from './refusal-notice.tsx'

type WayProps = { icon: ComponentChildren; title: string; text: string }

const WayWords = ({ icon, title, text }: WayProps) => (
  <>
    <span class="way__icon">{icon}</span>
    <span class="way__words">
      <span class="way__title">{title}</span>
      <span class="way__text">{text}</span>
    </span>
    <ForwardIcon size={18} />
  </>
)

const WayLink = ({ step, ...words }: WayProps & { step: AddStep }) => (
  <li>
    <a class="way" href={linkTo({ screen: 'add', step })}>
      <WayWords {...words} />
    </a>
  </li>
)

const PictureWay = ({ onPicture }: { onPicture: (file: File) => void }) => {
  const input = useRef<HTMLInputElement>(null)
  return (
    <li>
      <button type="button" class="way" onClick={() => input.current?.click()}>
        <WayWords
          icon={<ImageIcon />}
          title="Choose a picture"
          text="A photo or screenshot of the QR code"
        />
      </button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label="Picture of a QR code"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0]
          if (file) onPicture(file)
          // The same file again must be a change again.
          currentTarget.value = ''
        }}
      />
    </li>
  )
}

/** Pictures and links also come by paste and by drop, anywhere on this screen. */
const useTransfers = (adding: AddingModel): boolean => {
  const [dragging, setDragging] = useState(false)
  useEffect(() => {
    const take = (event: Event, data: DataTransfer | null): void => {
      event.preventDefault()
      setDragging(false)
      const found = transferred(data)
      if (!found) return
      if ('picture' in found) void adding.takePicture(found.picture)
      else adding.takeText(found.text)
    }
    const events = new AbortController()
    const { signal } = events
    document.addEventListener('paste', (event) => take(event, event.clipboardData), { signal })
    document.addEventListener('drop', (event) => take(event, event.dataTransfer), { signal })
    const over = (event: DragEvent): void => {
      event.preventDefault()
      setDragging(true)
    }
    document.addEventListener('dragover', over, { signal })
    document.addEventListener('dragleave', () => setDragging(false), { signal })
    return () => events.abort()
  }, [adding])
  return dragging
}

/** How would you like to add it? */
export const AddWays = ({ adding }: { adding: AddingModel }) => {
  const dragging = useTransfers(adding)
  return (
    <div class={dragging ? 'stack drop-here' : 'stack'}>
      <Title lead="The site that you protect shows a QR code when you turn on two-step sign-in.">
        Add a token
      </Title>
      {adding.reading.value && <Loading label="Reading the picture…" />}
      <RefusalNotice reason={adding.refusal.value} />
      <ul class="ways">
        <WayLink
          step="scan"
          icon={<CameraIcon />}
          title="Scan a QR code"
          text="With this device’s camera"
        />
        <PictureWay onPicture={(file) => void adding.takePicture(file)} />
        <WayLink
          step="link"
          icon={<CopyIcon />}
          title="Paste a link"
          text="One that begins with otpauth://"
        />
        <WayLink
          step="key"
          icon={<KeyboardIcon />}
          title="Type the key"
          text="When there is no QR code"
        />
        <WayLink
          step="activate"
          icon={<ShieldIcon />}
          title="Activation code"
          text={`From your account at ${location.host}`}
        />
      </ul>
      <p class="muted ways__hint">You can also drop or paste a picture of the QR code here.</p>
    </div>
  )
}
