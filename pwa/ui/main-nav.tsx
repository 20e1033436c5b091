import { useEffect, useRef } from 'preact/hooks'
import './main-nav.css'

export type NavLink = { href: string; label: string; current: boolean }

/** Where one can go. On a phone it is a line of its own that scrolls sideways to where one is. */
export const MainNav = ({ links }: { links: readonly NavLink[] }) => {
  const nav = useRef<HTMLElement>(null)
  const here = links.find(({ current }) => current)?.href
  useEffect(() => {
    const link = nav.current?.querySelector<HTMLElement>('[aria-current]')
    if (!link || !nav.current) return
    nav.current.scrollLeft = link.offsetLeft - (nav.current.clientWidth - link.offsetWidth) / 2
  }, [here])
  return (
    <nav ref={nav} class="main-nav" aria-label="Main">
      {links.map(({ href, label, current }) => (
        <a key={href} href={href} aria-current={current ? 'page' : undefined}>
          {label}
        </a>
      ))}
    </nav>
  )
}
