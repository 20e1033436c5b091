const format = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })

/** A moment to come, to the minute. Unix seconds. */
export const moment = (at: number): string => format.format(at * 1000)
