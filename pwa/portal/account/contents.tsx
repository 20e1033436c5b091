import { useEffect, useState } from 'preact/hooks'
import './contents.css'

/** The parts of the page, in their order: `id` is where the address points. */
export const parts = [
  { id: 'profile', label: 'Profile' },
  { id: 'password', label: 'Password' },
  { id: 'second-factors', label: 'Second factors' },
  { id: 'authenticator-token', label: 'Authenticator token' },
  { id: 'applications', label: 'Applications' },
  { id: 'trusted-browsers', label: 'Trusted browsers' },
  { id: 'sessions', label: 'Sessions' },
  { id: 'activity', label: 'Recent activity' },
] as const
export type PartId = (typeof parts)[number]['id']

const topOf = (id: PartId): number =>
  document.getElementById(id)?.getBoundingClientRect().top ?? Infinity

/** What is being read: the last part that begins in the upper third; at the end of the page, the last. */
const inView = (): PartId => {
  const root = document.documentElement
  if (scrollY > 0 && innerHeight + scrollY >= root.scrollHeight - 2) return 'activity'
  return parts.findLast(({ id }) => topOf(id) < innerHeight / 3)?.id ?? 'profile'
}

const usePartInView = (): PartId => {
  const [id, setId] = useState<PartId>('profile')
  useEffect(() => {
    const look = () => setId(inView())
    addEventListener('scroll', look, { passive: true })
    return () => removeEventListener('scroll', look)
  }, [])
  return id
}

/** What is on this page, and where in it one is. */
export const Contents = () => {
  const current = usePartInView()
  return (
    <nav class="contents account__contents" aria-label="On this page">
      <ul>
        {parts.map(({ id, label }) => (
          <li key={id}>
            <a href={`#${id}`} aria-current={id === current ? 'true' : undefined}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
