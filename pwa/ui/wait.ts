const minute = 60
const hour = 60 * minute

/** A wait as one says it: '45 seconds', '12 minutes', 'about 3 hours'. */
export const spokenWait = (seconds: number): string => {
  if (seconds < 1.5 * minute) return `${seconds} seconds`
  if (seconds < hour) return `${Math.ceil(seconds / minute)} minutes`
  const hours = Math.round(seconds / hour)
  return hours === 1 ? 'about an hour' : `about ${hours} hours`
}

/** A wait as it is shown: under an hour it ticks ('12:07'), before that nobody sits and watches. */
export const shownWait = (seconds: number): string =>
  seconds < hour
    ? `${Math.floor(seconds / minute)}:${String(seconds % minute).padStart(2, '0')}`
    : spokenWait(seconds)
