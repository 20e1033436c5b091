import { signal } from '@preact/signals'
import { CheckIcon } from './icons.tsx'
import './announcer.css'

const spoken = signal('')
type Toast = { text: string; action?: ToastAction | undefined }

/** What can still be done about it, for as long as it is shown. */
export type ToastAction = { label: string; run: () => void }

const shown = signal<Toast | null>(null)
let timer: ReturnType<typeof setTimeout> | undefined

/** Says something to those who listen, without moving the focus. */
export const announce = (text: string): void => {
  // The same text twice would not be read twice: a live region speaks on change only.
  spoken.value = spoken.peek() === text ? `${text}\u00a0` : text
}

/** Milliseconds: what is only read goes sooner than what may be answered. */
const readingTime = 5_000
const answerTime = 12_000

/** Says and shows, for a few seconds, that something was done. Never the only place of an error. */
export const toast = (text: string, action?: ToastAction): void => {
  announce(action ? `${text}. ${action.label}` : text)
  shown.value = { text, action }
  clearTimeout(timer)
  timer = setTimeout(() => (shown.value = null), action ? answerTime : readingTime)
}

const act = ({ run }: ToastAction): void => {
  shown.value = null
  run()
}

/** The page's one live region; every page shell holds it. */
export const Announcer = () => (
  <>
    <div class="visually-hidden" role="status" aria-live="polite">
      {spoken.value}
    </div>
    <Toasts />
  </>
)

const Toasts = () => {
  if (!shown.value) return null
  const { text, action } = shown.value
  // What was said is not said again; what can be answered is found.
  const landmark = action
    ? { role: 'region' as const, 'aria-label': text }
    : { 'aria-hidden': true as const }
  return (
    <div class="toasts no-print" {...landmark}>
      <div class="toast">
        <CheckIcon size={18} />
        {text}
        {action && (
          <button type="button" class="toast__action" onClick={() => act(action)}>
            {action.label}
          </button>
        )}
      </div>
    </div>
  )
}
