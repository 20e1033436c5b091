import { useModel } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Title } from '../../ui/title.tsx'
import type { CameraRefusal } from '../device/camera.ts'
import type { AddingModel } from '../state/adding.ts'
import { CameraScanModel } from '../state/camera-scan.ts'
import { linkTo } from '../state/route.ts'
import { RefusalNotice } from './refusal-notice.tsx'

const sentences: Record<CameraRefusal, { title: string; text: string }> = {
  denied: {
    title: 'The camera is not allowed',
    text: 'This browser or you have said no to the camera. You can change that in the site settings, beside the address.',
  },
  missing: { title: 'No camera found', text: 'This device has none, or it is turned off.' },
  busy: {
    title: 'The camera is in use',
    text: 'Another app or tab holds it. Close that one, then try again.',
  },
  unsupported: { title: 'No camera here', text: 'This browser gives pages no access to a camera.' },
  failed: {
    title: 'The camera did not start',
    text: 'Try again, or add the token in another way.',
  },
}

const OtherWays = () => (
  <div class="choice">
    <ButtonLink wide href={linkTo({ screen: 'add', step: 'ways' })}>
      Use a picture
    </ButtonLink>
    <ButtonLink wide href={linkTo({ screen: 'add', step: 'link' })}>
      Paste a link
    </ButtonLink>
    <ButtonLink wide href={linkTo({ screen: 'add', step: 'key' })}>
      Type the key
    </ButtonLink>
  </div>
)

const Refused = ({ reason, onRetry }: { reason: CameraRefusal; onRetry: () => void }) => (
  <>
    <Notice kind="warning" title={sentences[reason].title}>
      <p>{sentences[reason].text}</p>
    </Notice>
    {reason !== 'unsupported' && (
      <Button kind="primary" wide onClick={onRetry}>
        Try again
      </Button>
    )}
    <OtherWays />
  </>
)

/** The camera's picture, until a code is read. */
export const ScanCode = ({ adding }: { adding: AddingModel }) => {
  const camera = useModel(() => new CameraScanModel((text) => adding.takeText(text, 'replace')))
  const video = useRef<HTMLVideoElement>(null)
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
      <Title>Scan a QR code</Title>
      {state.kind === 'refused' ? (
        <Refused reason={state.reason} onRetry={() => void camera.start()} />
      ) : (
        <>
          <div class="viewfinder">
            <video ref={video} playsInline muted aria-label="Camera picture" />
          </div>
          <p class="muted viewfinder__hint">
            {state.kind === 'looking' ? 'Point the camera at the QR code.' : 'Starting the camera…'}
          </p>
          <RefusalNotice reason={adding.refusal.value} />
        </>
      )}
    </div>
  )
}
