import { useEffect, useRef } from 'preact/hooks'
import type { OneTimeCode } from '../../../../schema/api/user.ts'
import { Button } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { FaultNotice } from '../../../ui/fault-notice.tsx'
import { SecretKey } from '../../../ui/secret-key.tsx'
import type { CodeKind, HandingOverModel, Made } from '../../state/handing-over.ts'
import { codeWords } from './code-words.ts'
import { moment } from './moment.ts'

type HandingOverProps = {
  model: HandingOverModel
  /** Whom it is for. */
  name: string
  /** Something was made and has been seen: the page behind is out of date. */
  onSeen: () => void
}

const keyWords = {
  name: 'Key',
  effect:
    'Makes a random key for an authenticator app. You see it once, and hand it to them. A key that they never used dies; what they use stays.',
}

/** First what it does, then the thing itself, this once. */
export const HandingOverDialog = ({ model, name, onSeen }: HandingOverProps) => {
  const kind = model.asked.value
  if (!kind) return null
  const words = kind === 'key' ? keyWords : codeWords[kind]
  const made = model.made.value
  const close = () => {
    if (model.close()) onSeen()
  }
  return (
    <Dialog wide={kind === 'key'} title={`${words.name} for ${name}`} onClose={close}>
      {made ? (
        <Shown made={made} kind={kind} onDone={close} />
      ) : (
        <>
          <p class="muted">{words.effect}</p>
          <FaultNotice fault={model.change.fault.value} onOver={model.change.forget} />
          <div class="dialog__actions">
            <Button onClick={close}>Cancel</Button>
            <Button
              kind="primary"
              busy={model.change.busy.value !== null}
              data-autofocus=""
              onClick={() => void model.make()}
            >
              {kind === 'key' ? 'Generate key' : 'Make it'}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  )
}

type ShownProps = { made: Made; kind: CodeKind | 'key'; onDone: () => void }

/** The focus was on the button that made it: now it is on what was made. */
const Shown = ({ made, kind, onDone }: ShownProps) => {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.focus(), [])
  return (
    <div ref={place} tabIndex={-1} class="stack person-page__made">
      {made.kind === 'key' ? (
        <>
          <p class="muted">
            Hand it to the person now: it is shown only this once. It counts from the first code
            that comes from it.
          </p>
          <SecretKey secret={made.key.secret} picture={made.picture} />
        </>
      ) : (
        kind !== 'key' && <Code kind={kind} code={made.code} />
      )}
      <div class="dialog__actions">
        <Button kind="primary" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  )
}

const Code = ({ kind, code: { code, expiresAt } }: { kind: CodeKind; code: OneTimeCode }) => (
  <>
    <p class="muted">Pass it on in person or by phone. It is shown only this once.</p>
    <p class="one-time-code">
      <code>{code}</code>
      <CopyButton text={code} label="Copy" />
    </p>
    <p>{codeWords[kind].tell}</p>
    <p class="muted">{`Works once, until ${moment(expiresAt)}.`}</p>
  </>
)
