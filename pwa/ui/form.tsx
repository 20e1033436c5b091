import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

type FormProps = {
  onSubmit: () => void
  /**
   * What was refused last, itself: whatever is new here moves the focus to its field, and a copy made
   * in passing is new at each letter that is typed.
   */
  error?: { field?: string | undefined; text: string } | string | null
  /** Where the focus goes after a refusal that names no field of this form. */
  errorField?: string | undefined
  class?: string
  label?: string
  children: ComponentChildren
}

/**
 * A form that never reloads the page. The browser's own bubbles are off: our sentences stand at the
 * fields, stay there, and are read out.
 */
export const Form = ({
  onSubmit,
  error,
  errorField,
  class: look = 'stack',
  ...rest
}: FormProps) => {
  const form = useRef<HTMLFormElement>(null)
  // Before anybody can type another letter.
  useLayoutEffect(() => {
    const named = typeof error === 'object' ? error?.field : undefined
    const fieldOf = (name = '') => form.current?.elements.namedItem(name)
    const field = error && (fieldOf(named) ?? fieldOf(errorField))
    if (field instanceof HTMLElement) field.focus()
    if (field instanceof HTMLInputElement && field.type !== 'checkbox') field.select()
  }, [error])
  return (
    <form
      ref={form}
      class={look}
      aria-label={rest.label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      {rest.children}
    </form>
  )
}
