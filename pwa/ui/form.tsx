import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

type FormProps = {
  onSubmit: () => void
  /** What was refused last. A new object moves the focus to its field, or to the alert if it has none. */
  error?: { field?: string | undefined } | null | undefined
  class?: string
  label?: string
  children: ComponentChildren
}

/**
 * A form that never reloads the page. The browser's own bubbles are off: our sentences stand at the
 * fields, stay there, and are read out.
 */
export const Form = ({ onSubmit, error, class: look = 'stack', label, children }: FormProps) => {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    const field = error?.field && form.current?.elements.namedItem(error.field)
    if (field instanceof HTMLElement) field.focus()
    if (field instanceof HTMLInputElement && field.type !== 'checkbox') field.select()
  }, [error])
  return (
    <form
      ref={form}
      class={look}
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      {children}
    </form>
  )
}
