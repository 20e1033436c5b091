import { answer, api } from '../../api.ts'

/** The application that somebody who signs in is on the way to, and whom it expects; null: to none. */
export const applicationAt = async (
  next: string,
): Promise<{ application: string; loginHint: string | null } | null> => {
  const { pathname, search } = new URL(next, location.origin)
  if (pathname !== '/authorize') return null
  const query = search.slice(1)
  const said = await answer(api.authorization.$post({ json: { query } })).catch(() => null)
  return said?.status === 'sign-in' ? said : null
}
