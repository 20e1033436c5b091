import type { ComponentChildren } from 'preact'
import { Announcer } from './announcer.tsx'
import { Brand } from './brand.tsx'
import './focus-page.css'

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
