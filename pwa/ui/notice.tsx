import type { ComponentChildren } from 'preact'
import { AlertIcon, InfoIcon, SuccessIcon, WarningIcon } from './icons.tsx'
import './notice.css'

type NoticeKind = 'info' | 'success' | 'warning' | 'error'

const icons = { info: InfoIcon, success: SuccessIcon, warning: WarningIcon, error: AlertIcon }

type NoticeProps = {
  kind: NoticeKind
  title?: string
  /** Off where the notice is part of the page from the start: then there is nothing to interrupt for. */
  live?: boolean
  children?: ComponentChildren
}

/** A message in the flow of the page. An error interrupts a screen reader, the others wait. */
export const Notice = ({ kind, title, live = true, children }: NoticeProps) => {
  const Icon = icons[kind]
  const role = kind === 'error' ? 'alert' : 'status'
  return (
    <div class={`notice notice--${kind}`} {...(live ? { role } : {})}>
      <Icon size={20} />
      <div class="notice__body">
        {title && <p class="notice__title">{title}</p>}
        {children}
      </div>
    </div>
  )
}
