import type { ComponentChildren } from 'preact'
import { Announcer } from './announcer.tsx'
import { Brand } from './brand.tsx'
import './work-page.css'

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
