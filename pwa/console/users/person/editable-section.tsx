import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/button.tsx'
import { Section } from '../../../ui/section.tsx'

type EditableSectionProps = {
  title: string
  editable: boolean
  form: (onDone: () => void) => ComponentChildren
  /** What is there, while nobody edits it. */
  children: ComponentChildren
}

/**
 * A section that turns into its own form. The focus goes with it: into the first field, and back to
 * the button.
 */
export const EditableSection = ({ title, editable, form, children }: EditableSectionProps) => {
  const [editing, setEditing] = useState(false)
  const [used, setUsed] = useState(false)
  const body = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!used) return
    const section = body.current?.closest('section')
    section?.querySelector<HTMLElement>(editing ? 'form input' : '.section__head button')?.focus()
  }, [editing])
  const edit = () => {
    setUsed(true)
    setEditing(true)
  }
  return (
    <Section
      title={title}
      action={
        !editing &&
        editable && (
          <Button small aria-label={`Edit ${title.toLowerCase()}`} onClick={edit}>
            Edit
          </Button>
        )
      }
    >
      <div ref={body}>{editing ? form(() => setEditing(false)) : children}</div>
    </Section>
  )
}
