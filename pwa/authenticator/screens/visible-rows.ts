import type { RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'

/** Rows that are there above and below those in sight, so that the keyboard always finds a next one. */
const spare = 2
/** Before anything is measured: enough for a phone. */
const unmeasured = 6

/** How far the list was scrolled when it was left; or now, when its length changes. */
let lastPlace = 0

export type Rows = {
  columns: number
  /** The items that are in the page, and among them those in sight; ends are not included. */
  from: number
  to: number
  seenFrom: number
  seenTo: number
  /** Pixels that stand in for the rows that are not there. */
  above: number
  below: number
}

const nothingMeasured = (count: number): Rows => {
  const to = Math.min(count, unmeasured)
  return { columns: 1, from: 0, to, seenFrom: 0, seenTo: to, above: 0, below: 0 }
}

const measure = (list: HTMLElement, count: number): Rows | null => {
  const item = list.firstElementChild
  if (!(item instanceof HTMLElement)) return null
  const style = getComputedStyle(list)
  const columns = style.gridTemplateColumns.split(' ').length
  const height = item.offsetHeight + (parseFloat(style.rowGap) || 0)
  const { top } = list.getBoundingClientRect()
  const all = Math.ceil(count / columns)
  const within = (row: number): number => Math.max(0, Math.min(all, row))
  const seenFirst = within(Math.floor(-top / height))
  const seenLast = within(Math.ceil((innerHeight - top) / height))
  const first = within(seenFirst - spare)
  const last = within(seenLast + spare)
  return {
    columns,
    from: first * columns,
    to: Math.min(count, last * columns),
    seenFrom: seenFirst * columns,
    seenTo: seenLast * columns,
    above: first * height,
    below: (all - last) * height,
  }
}

const isSame = (one: Rows, other: Rows): boolean =>
  (Object.keys(one) as (keyof Rows)[]).every((key) => one[key] === other[key])

/**
 * Which items of a long grid are in the page: those in sight and a few around them. A thousand tokens cost
 * what ten do. All items are of one height.
 */
export const useVisibleRows = (list: RefObject<HTMLElement | null>, count: number): Rows => {
  const [rows, setRows] = useState(() => nothingMeasured(count))
  useLayoutEffect(() => {
    const look = (): void => {
      const found = list.current && measure(list.current, count)
      setRows((before) => (found && !isSame(before, found) ? found : before))
    }
    look()
    // Back from a token, the list is where it was.
    if (lastPlace > 0) requestAnimationFrame(() => scrollTo(0, lastPlace))
    // What comes and goes above the list moves it.
    const watcher = new ResizeObserver(look)
    watcher.observe(document.body)
    const events = new AbortController()
    const options = { passive: true, signal: events.signal }
    addEventListener('scroll', look, options)
    addEventListener('resize', look, options)
    return () => {
      lastPlace = scrollY
      watcher.disconnect()
      events.abort()
    }
  }, [list, count])
  // Fewer are left than were measured.
  return rows.from < count || count === 0
    ? { ...rows, to: Math.min(rows.to, count) }
    : nothingMeasured(count)
}
