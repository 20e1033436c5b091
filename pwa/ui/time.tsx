const spans: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['minute', 60],
  ['hour', 3600],
  ['day', 86400],
]
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' })
const full = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'short' })

/** Near times as people say them ('2 hours ago'), times beyond a week as a date. Unix seconds. */
const spokenTime = (at: number, now: number): string => {
  const away = at - now
  if (Math.abs(away) < 60) return 'just now'
  if (Math.abs(away) >= 7 * 86400) return day.format(at * 1000)
  const [unit, size] = spans.findLast(([, seconds]) => Math.abs(away) >= seconds) ?? ['minute', 60]
  return relative.format(Math.trunc(away / size), unit)
}

/** A moment; the exact one is in the tooltip. */
export const Time = ({ at }: { at: number }) => (
  <time datetime={new Date(at * 1000).toISOString()} title={full.format(at * 1000)}>
    {spokenTime(at, Date.now() / 1000)}
  </time>
)
