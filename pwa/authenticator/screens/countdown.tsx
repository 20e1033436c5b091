import { remaining } from '../state/clock.ts'

const hurry = 5

/** How long a code still lasts. For the eye only: a clock that speaks every second is noise. */
export const Countdown = ({ period }: { period: number }) => {
  const left = remaining(period).value
  return (
    <span class={left <= hurry ? 'countdown countdown--hurry' : 'countdown'} aria-hidden="true">
      <svg viewBox="0 0 36 36" width="36" height="36">
        <circle class="countdown__track" cx="18" cy="18" r="16" />
        <circle
          class="countdown__part"
          cx="18"
          cy="18"
          r="16"
          pathLength={100}
          stroke-dasharray={`${(100 * left) / period} 100`}
        />
      </svg>
      <span class="countdown__seconds">{left}</span>
    </span>
  )
}
