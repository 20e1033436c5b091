import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { announce } from './announcer.tsx'
import './title.css'

type TitleProps = { lead?: ComponentChildren; children: string }

/**
 * The heading of a page or a step. When it appears it names the document, is announced, and takes
 * the focus, unless a field of the step asks for it (`initialFocus`).
 */
export const Title = ({ lead, children }: TitleProps) => {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = children.includes('Latchkey') ? children : `${children} · Latchkey`
    const field = document.querySelector<HTMLElement>('main [data-autofocus]')
    ;(field ?? heading.current)?.focus()
    if (field) announce(children)
  }, [children])
  return (
    <div class="title">
      <h1 ref={heading} tabIndex={-1}>
        {children}
      </h1>
      {lead && <p class="title__lead">{lead}</p>}
    </div>
  )
}
