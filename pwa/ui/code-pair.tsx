import { useLayoutEffect, useRef } from 'preact/hooks'
import { CodeField } from './code-field.tsx'

/** What was typed off a display. `nextCode` is null where one code is enough. */
export type TypedCode = { code: string; nextCode: string | null }

export const oneCode: TypedCode = { code: '', nextCode: null }
export const codePair: TypedCode = { code: '', nextCode: '' }

export const isIncomplete = ({ code, nextCode }: TypedCode): boolean =>
  code === '' || nextCode === ''

/** As the Worker takes it. */
export const sentCode = ({ code, nextCode }: TypedCode): { code: string; nextCode?: string } =>
  nextCode === null ? { code } : { code, nextCode }

/** What to say where two codes were refused: which of the two was wrong, nobody knows. */
export const pairRefused =
  'These codes were not accepted. Type one code, wait until the display changes, and type the very next one.'

type CodePairProps = {
  /** The form's name for the first of them. */
  name: string
  typed: TypedCode
  onTyped: (typed: TypedCode) => void
  error?: string | undefined
}

/** Two codes in a row tell how far a token's clock is off (RFC 6238, section 6). */
export const CodePair = ({ name, typed, onTyped, error }: CodePairProps) => {
  const pair = useRef<HTMLDivElement>(null)
  // It takes the place of one field, which somebody was just in.
  useLayoutEffect(() => pair.current?.querySelector('input')?.focus(), [])
  return (
    <div ref={pair} class="stack" role="group" aria-label="Two codes in a row">
      <CodeField
        label="Code on the display now"
        name={name}
        value={typed.code}
        onValue={(code) => onTyped({ ...typed, code })}
        error={error}
        initialFocus
      />
      <CodeField
        label="Next code"
        hint="Wait until the display changes, which takes up to a minute, and type the new code."
        name="nextCode"
        value={typed.nextCode ?? ''}
        onValue={(nextCode) => onTyped({ ...typed, nextCode })}
      />
    </div>
  )
}
