import type { ComponentChildren } from 'preact'
import { Announcer } from '../../ui/announcer.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { BackIcon } from '../../ui/icons.tsx'
import { Mark } from '../../ui/mark.tsx'
import { words } from '../state/language.ts'

type ShellProps = {
  /** Where the arrow on the left goes; without it the mark stands there. */
  back?: string
  end?: ComponentChildren
  children: ComponentChildren
}

/** The frame of every screen: one line on top, one column of content. */
export const Shell = ({ back, end, children }: ShellProps) => (
  <>
    <header class="shell-bar">
      <div class="shell-bar__inner">
        {back === undefined ? (
          <Mark size={30} />
        ) : (
          <ButtonLink kind="plain" icon href={back}>
            <BackIcon label={words('common').back} />
          </ButtonLink>
        )}
        <span class="shell-bar__name">{words('common').app}</span>
        <div class="shell-bar__end">{end}</div>
      </div>
    </header>
    <main class="shell-main">{children}</main>
    <Announcer />
  </>
)
