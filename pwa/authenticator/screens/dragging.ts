import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'

/** Pixels at the screen's edges where dragging scrolls, and how far at each frame. */
const edge = 72
const pace = 9

const rowsOf = (list: HTMLElement): HTMLElement[] => [...list.children] as HTMLElement[]

/** One drag, from the finger's touch to its end. The list hears it all: a row that moves would lose it. */
const drag = (
  list: HTMLElement,
  start: PointerEvent,
  id: string,
  move: (id: string, to: number) => void,
): void => {
  const events = new AbortController()
  const { signal } = events
  let y = start.clientY
  list.setPointerCapture(start.pointerId)
  const rowOf = (): HTMLElement | undefined => rowsOf(list).find((row) => row.dataset['id'] === id)
  rowOf()?.classList.add('arrange__row--dragged')

  const follow = (): void => {
    if (signal.aborted) return
    const height = rowOf()?.offsetHeight ?? 1
    if (y < edge) scrollBy(0, -pace)
    else if (y > innerHeight - edge) scrollBy(0, pace)
    const to = Math.floor((y - list.getBoundingClientRect().top) / height)
    if (rowsOf(list).findIndex((row) => row.dataset['id'] === id) !== to) move(id, to)
    requestAnimationFrame(follow)
  }
  const end = (): void => {
    events.abort()
    rowOf()?.classList.remove('arrange__row--dragged')
  }
  list.addEventListener('pointermove', (event) => (y = event.clientY), { signal })
  list.addEventListener('pointerup', end, { signal })
  list.addEventListener('pointercancel', end, { signal })
  follow()
}

/** Rows of equal height that are dragged by their handles. */
export const useDragging = (
  list: RefObject<HTMLElement | null>,
  move: (id: string, to: number) => void,
): void => {
  useEffect(() => {
    const { current } = list
    const start = (event: PointerEvent): void => {
      const grip = event.target instanceof Element && event.target.closest('.arrange__grip')
      const row = grip && grip.closest<HTMLElement>('[data-id]')
      if (!current || !row || event.button !== 0) return
      event.preventDefault()
      drag(current, event, row.dataset['id'] ?? '', move)
    }
    current?.addEventListener('pointerdown', start)
    return () => current?.removeEventListener('pointerdown', start)
  }, [])
}
