import { Button, ButtonLink } from './button.tsx'
import { SignOutIcon } from './icons.tsx'
import './user-menu.css'

type UserMenuProps = {
  name: string
  /** Where else this person can go: the console, the account. */
  links: readonly { href: string; label: string }[]
  busy: boolean
  onSignOut: () => void
}

/** The end of the bar: who is signed in, and the way out. */
export const UserMenu = ({ name, links, busy, onSignOut }: UserMenuProps) => (
  <>
    <span class="user-menu__name">{name}</span>
    {links.map(({ href, label }) => (
      <ButtonLink key={href} kind="plain" small href={href}>
        {label}
      </ButtonLink>
    ))}
    <Button kind="plain" small busy={busy} onClick={onSignOut}>
      <SignOutIcon size={18} />
      <span class="user-menu__words">Sign out</span>
    </Button>
  </>
)
