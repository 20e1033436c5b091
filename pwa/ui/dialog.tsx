import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { Button } from './button.tsx'
import { CloseIcon } from './icons.tsx'
import { uiWords } from './words.ts'
import './dialog.css'

type DialogProps = {
  title: string
  onClose: () => void
  wide?: boolean
  children: ComponentChildren
}

/**
 * A modal dialog, open as long as it is rendered. The native element brings the focus trap, Escape
 * and the inert page behind; focus starts at `data-autofocus`, else at the title, and goes back to where it was.
 */
export const Dialog = ({ title, onClose, wide, children }: DialogProps) => {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const id = useId()
  useEffect(() => {
    const before = document.activeElement
    dialog.current?.showModal()
    const field = dialog.current?.querySelector<HTMLElement>('[data-autofocus]')
    ;(field ?? heading.current)?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      class={wide ? 'dialog dialog--wide' : 'dialog'}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <div class="dialog__frame">
        <div class="dialog__head">
          <h2 id={id} ref={heading} tabIndex={-1}>
            {title}
          </h2>
          <Button kind="plain" small icon aria-label={uiWords.value.close} onClick={onClose}>
            <CloseIcon />
          </Button>
        </div>
        {children}
      </div>
    </dialog>
  )
}

type ConfirmProps = {
  title: string
  /** The verb of what will happen: 'Remove', never 'OK'. */
  action: string
  busy?: boolean
  onConfirm: () => void
  onClose: () => void
  children: ComponentChildren
}

/** Asks before something that cannot be taken back. */
export const ConfirmDialog = (props: ConfirmProps) => (
  <Dialog title={props.title} onClose={props.onClose}>
    <div class="stack">{props.children}</div>
    <div class="dialog__actions">
      <Button onClick={props.onClose} data-autofocus="">
        {uiWords.value.cancel}
      </Button>
      <Button kind="danger" busy={props.busy} onClick={props.onConfirm}>
        {props.action}
      </Button>
    </div>
  </Dialog>
)
