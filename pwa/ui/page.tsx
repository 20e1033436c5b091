import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { announce, Announcer } from './announcer.tsx'
import { Mark } from './mark.tsx'
import './page.css'

/** The mark and the name. */
const Brand = ({ href, name = 'Latchkey' }: { href?: string; name?: string }) => {
  const inner = (
    <>
      <Mark size={30} />
      <span class="brand__name">{name}</span>
    </>
  )
  return href ? (
    <a class="brand" href={href}>
      {inner}
    </a>
  ) : (
    <span class="brand">{inner}</span>
  )
}

type FocusPageProps = { wide?: boolean; foot?: ComponentChildren; children: ComponentChildren }

/** A page with one thing to do, in a card in the middle. */
export const FocusPage = ({ wide, foot, children }: FocusPageProps) => (
  <>
    <div class="focus-page">
      <header class="focus-page__brand no-print">
        <Brand />
      </header>
      <main class={wide ? 'focus-page__card focus-page__card--wide' : 'focus-page__card'}>
        {children}
      </main>
      {foot && <footer class="focus-page__foot no-print">{foot}</footer>}
    </div>
    <Announcer />
  </>
)

type WorkPageProps = {
  home: string
  name?: string
  nav?: readonly { href: string; label: string; current: boolean }[]
  /** The end of the bar: who is signed in, what they can do. */
  end?: ComponentChildren
  narrow?: boolean
  children: ComponentChildren
}

/** A page of work: bar, navigation, content. */
export const WorkPage = ({ home, name, nav, end, narrow, children }: WorkPageProps) => (
  <>
    <a class="skip-link" href="#content">
      Skip to the content
    </a>
    <header class="bar no-print">
      <div class="bar__inner">
        <Brand href={home} {...(name ? { name } : {})} />
        {nav && (
          <nav class="bar__nav" aria-label="Main">
            {nav.map(({ href, label, current }) => (
              <a key={href} href={href} aria-current={current ? 'page' : undefined}>
                {label}
              </a>
            ))}
          </nav>
        )}
        <div class="bar__end">{end}</div>
      </div>
    </header>
    <main class={narrow ? 'work work--narrow' : 'work'} id="content" tabIndex={-1}>
      {children}
    </main>
    <Announcer />
  </>
)

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

type SectionProps = {
  title: string
  lead?: ComponentChildren
  action?: ComponentChildren
  children?: ComponentChildren
}

/** One subject of a page of work. */
export const Section = ({ title, lead, action, children }: SectionProps) => (
  <section class="section">
    <div class="section__head">
      <div class="section__words">
        <h2>{title}</h2>
        {lead && <p class="section__lead">{lead}</p>}
      </div>
      {action}
    </div>
    {children && <div class="section__body">{children}</div>}
  </section>
)
