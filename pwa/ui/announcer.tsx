import { signal } from '@preact/signals'
import { CheckIcon } from './icons.tsx'
import './announcer.css'

const spoken = signal('')
const shown = signal('')
let timer: ReturnType<typeof setTimeout> | undefined

/** Says something to those who listen, without moving the focus. */
export const announce = (text: string): void => {
  // The same text twice would not be read twice: a live region speaks on change only.
  spoken.value = spoken.peek() === text ? `${text}\u00a0` : text
}

/** Says and shows, for a few seconds, that something was done. Never the only place of an error. */
export const toast = (text: string): void => {
  announce(text)
  shown.value = text
  clearTimeout(timer)
  timer = setTimeout(() => (shown.value = ''), 5000)
}

/** The page's one live region; every page shell holds it. */
export const Announcer = () => (
  <>
    <div class="visually-hidden" role="status" aria-live="polite">
      {spoken.value}
    </div>
    <div class="toasts no-print" aria-hidden="true">
      {shown.value && (
        <div class="toast">
          <CheckIcon size={18} />
          {shown.value}
        </div>
      )}
    </div>
  </>
)
