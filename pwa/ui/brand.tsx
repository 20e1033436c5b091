import { Mark } from './mark.tsx'
import './brand.css'

/** The mark and the name. */
export const Brand = ({ href, name = 'Latchkey' }: { href?: string; name?: string }) => {
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
