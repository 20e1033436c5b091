import type { ComponentChildren } from 'preact'
import { Announcer } from './announcer.tsx'
import { Brand } from './brand.tsx'
import { MainNav, type NavLink } from './main-nav.tsx'
import './work-page.css'

type WorkPageProps = {
  home: string
  name?: string
  nav?: readonly NavLink[]
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
        {nav && <MainNav links={nav} />}
        <div class="bar__end">{end}</div>
      </div>
    </header>
    <main class={narrow ? 'work work--narrow' : 'work'} id="content" tabIndex={-1}>
      {children}
    </main>
    <Announcer />
  </>
)
