import './scan-code.css'
import { useModel } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Title } from '../../ui/title.tsx'
import type { CameraRefusal } from '../device/camera.ts'
import type { AddingModel } from '../state/adding.ts'
import { CameraScanModel } from '../state/camera-scan.ts'
import { words } from '../state/language.ts'
import { linkTo } from '../state/route.ts'
import { RefusalNotice } from './refusal-notice.tsx'
import { SeriesProgress } from './series-progress.tsx'

type Sentence = { title: string; text: string }

const sentenceOf = (reason: CameraRefusal): Sentence => {
  const t = words('add')
  const sentences: Record<CameraRefusal, Sentence> = {
    denied: { title: t.cameraDenied, text: t.cameraDeniedText },
    missing: { title: t.cameraMissing, text: t.cameraMissingText },
    busy: { title: t.cameraBusy, text: t.cameraBusyText },
    unsupported: { title: t.cameraUnsupported, text: t.cameraUnsupportedText },
    failed: { title: t.cameraFailed, text: t.cameraFailedText },
  }
  return sentences[reason]
}

const OtherWays = () => (
  <div class="choice">
    <ButtonLink wide href={linkTo({ screen: 'add', step: 'ways' })}>
      {words('add').usePicture}
    </ButtonLink>
    <ButtonLink wide href={linkTo({ screen: 'add', step: 'link' })}>
      {words('add').link}
    </ButtonLink>
    <ButtonLink wide href={linkTo({ screen: 'add', step: 'key' })}>
      {words('add').key}
    </ButtonLink>
  </div>
)

const Refused = ({ reason, onRetry }: { reason: CameraRefusal; onRetry: () => void }) => (
  <>
    <Notice kind="warning" title={sentenceOf(reason).title}>
      <p>{sentenceOf(reason).text}</p>
    </Notice>
    {reason !== 'unsupported' && (
      <Button kind="primary" wide onClick={onRetry}>
        {words('add').tryAgain}
      </Button>
    )}
    <OtherWays />
  </>
)

/** The camera's picture, until a code is read. */
export const ScanCode = ({ adding }: { adding: AddingModel }) => {
  const camera = useModel(() => new CameraScanModel((text) => adding.takeText(text, 'replace')))
  const video = useRef<HTMLVideoElement>(null)
  const t = words('add')
  const state = camera.state.value
  useEffect(() => void camera.start(), [camera])
  useEffect(() => {
    const element = video.current
    if (!element || state.kind !== 'looking') return
    element.srcObject = state.stream
    void element.play().catch(() => undefined)
    void camera.watch(element, state.stream)
  }, [state])
  return (
    <div class="stack">
      <Title>{t.scan}</Title>
      {state.kind === 'refused' ? (
        <Refused reason={state.reason} onRetry={() => void camera.start()} />
      ) : (
        <>
          <div class="viewfinder">
            <video ref={video} playsInline muted aria-label={t.camera} />
          </div>
          <p class="muted viewfinder__hint">
            {state.kind === 'looking' ? t.cameraLooking : t.cameraStarting}
          </p>
          <SeriesProgress adding={adding} />
          <RefusalNotice reason={adding.refusal.value} />
        </>
      )}
    </div>
  )
}
