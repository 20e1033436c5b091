import { uiWords } from './words.ts'
import './spinner.css'

/** Decoration: the words beside it say what is going on. */
export const Spinner = ({ size = 20 }: { size?: number }) => (
  <span class="spinner" aria-hidden="true" style={{ width: `${size}px`, height: `${size}px` }} />
)

/** Holds the place of what is being fetched. */
export const Loading = ({ label = uiWords.value.loading }: { label?: string }) => (
  <p class="loading" role="status">
    <Spinner />
    {label}
  </p>
)
