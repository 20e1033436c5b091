import './progress-bar.css'

type ProgressBarProps = {
  label: string
  max: number
  /** null: it goes on, and nobody knows how far it is. */
  value: number | null
  /** The same in words: '200 of 1,000 rows'. */
  children: string
}

/** How far something is. */
export const ProgressBar = ({ label, max, value, children }: ProgressBarProps) => (
  <div class="progress">
    <progress aria-label={label} max={max} {...(value === null ? {} : { value })} />
    <span>{children}</span>
  </div>
)
