import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { announce } from '../../ui/announcer.tsx'
import { TextButton } from '../../ui/button.tsx'
import {
  BrowserIcon,
  CameraIcon,
  CopyIcon,
  DownloadIcon,
  ForwardIcon,
  ImageIcon,
  KeyboardIcon,
  PhoneIcon,
  ShieldIcon,
} from '../../ui/icons.tsx'
import { Title } from '../../ui/title.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { canHandleLinks, handleLinks } from '../device/link-handler.ts'
import { canCaptureScreen } from '../device/screen-capture.ts'
import { transferred } from '../device/transfer.ts'
import type { AddingModel } from '../state/adding.ts'
import { handOverFile } from '../state/hand-off.ts'
import { words } from '../state/language.ts'
import { linkTo } from '../state/route.ts'
import { RefusalNotice } from './refusal-notice.tsx'
import { SeriesProgress } from './series-progress.tsx'

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

const WayLink = ({ to, ...shown }: WayProps & { to: Parameters<typeof linkTo>[0] }) => (
  <li>
    <a class="way" href={linkTo(to)}>
      <WayWords {...shown} />
    </a>
  </li>
)

const PictureWay = ({ onPicture }: { onPicture: (file: File) => void }) => {
  const input = useRef<HTMLInputElement>(null)
  const t = words('add')
  return (
    <li>
      <button type="button" class="way" onClick={() => input.current?.click()}>
        <WayWords icon={<ImageIcon />} title={t.picture} text={t.pictureText} />
      </button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label={t.pictureField}
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

const ScreenWay = ({ onClick }: { onClick: () => void }) => (
  <li>
    <button type="button" class="way" onClick={onClick}>
      <WayWords icon={<BrowserIcon />} title={words('add').screen} text={words('add').screenText} />
    </button>
  </li>
)

/** Pictures, files and links also come by paste and by drop, anywhere on this screen. */
const useTransfers = (adding: AddingModel): boolean => {
  const [dragging, setDragging] = useState(false)
  useEffect(() => {
    const take = (event: Event, data: DataTransfer | null): void => {
      event.preventDefault()
      setDragging(false)
      const found = transferred(data)
      if (!found) return
      if ('picture' in found) void adding.takePicture(found.picture)
      else if ('file' in found) handOverFile(found.file)
      else void adding.takeText(found.text)
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

const LinkHandlerOffer = () => {
  const [asked, setAsked] = useState(false)
  const t = words('add')
  const ask = (): void => {
    if (!handleLinks()) return
    setAsked(true)
    announce(t.handleLinksAsked)
  }
  if (!canHandleLinks()) return null
  return (
    <p class="muted ways__hint">
      {asked ? t.handleLinksAsked : <TextButton onClick={ask}>{t.handleLinks}</TextButton>}
    </p>
  )
}

const Ways = ({ adding }: { adding: AddingModel }) => {
  const t = words('add')
  const step = (name: 'scan' | 'link' | 'key' | 'activate') =>
    ({ screen: 'add', step: name }) as const
  return (
    <ul class="ways">
      <WayLink to={step('scan')} icon={<CameraIcon />} title={t.scan} text={t.scanText} />
      <PictureWay onPicture={(file) => void adding.takePicture(file)} />
      {canCaptureScreen() && <ScreenWay onClick={() => void adding.takeScreen()} />}
      <WayLink to={step('link')} icon={<CopyIcon />} title={t.link} text={t.linkText} />
      <WayLink to={step('key')} icon={<KeyboardIcon />} title={t.key} text={t.keyText} />
      <WayLink
        to={step('activate')}
        icon={<ShieldIcon />}
        title={t.activate}
        text={t.activateText(location.host)}
      />
      <WayLink
        to={{ screen: 'register' }}
        icon={<PhoneIcon />}
        title={t.register}
        text={t.registerText(location.host)}
      />
      <WayLink
        to={{ screen: 'import' }}
        icon={<DownloadIcon />}
        title={t.import}
        text={t.importText}
      />
    </ul>
  )
}

/** How would you like to add it? */
export const AddWays = ({ adding }: { adding: AddingModel }) => {
  const dragging = useTransfers(adding)
  const t = words('add')
  return (
    <div class={dragging ? 'stack drop-here' : 'stack'}>
      <Title lead={t.lead}>{t.title}</Title>
      {adding.reading.value && <Loading label={t.reading} />}
      <SeriesProgress adding={adding} />
      <RefusalNotice reason={adding.refusal.value} />
      <Ways adding={adding} />
      <p class="muted ways__hint">{t.hint}</p>
      <LinkHandlerOffer />
    </div>
  )
}
