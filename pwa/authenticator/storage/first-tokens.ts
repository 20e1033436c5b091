/**
 * Which tokens stand at the top of a long list, from one start to the next: they are read before the others,
 * so that a thousand show their first codes as soon as ten. Their ids are random and say nothing.
 */
const name = 'latchkey_authenticator_first'
/** As many as any screen shows at once; fewer tokens than `long` are read in one go. */
const most = 24
const long = 100

export const isLong = (count: number): boolean => count > long

export const readFirst = (): string[] => {
  try {
    return (localStorage.getItem(name) ?? '').split(' ').filter(Boolean)
  } catch {
    return []
  }
}

export const keepFirst = (ids: readonly string[]): void => {
  try {
    const text = isLong(ids.length) ? ids.slice(0, most).join(' ') : ''
    if (text !== (localStorage.getItem(name) ?? '')) localStorage.setItem(name, text)
  } catch {
    // Then all are read in one go.
  }
}
