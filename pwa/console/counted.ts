const number = new Intl.NumberFormat('en')

/** `1,204 rows`, `1 row`. */
export const counted = (count: number, noun: string): string =>
  `${number.format(count)} ${count === 1 ? noun : (plurals[noun] ?? `${noun}s`)}`

const plurals: Record<string, string> = { person: 'people' }
