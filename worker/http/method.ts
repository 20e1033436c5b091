import type { RouterRoute } from 'hono/types'

/** The methods that some route knows at this path: for `Allow`, and to tell 405 from 404 (RFC 9110, 15.5.6). */
export const methodsAt = (routes: RouterRoute[], pathname: string): string[] => {
  const here = routes.filter(
    ({ method, path }) => method !== 'ALL' && !path.endsWith('*') && matches(path, pathname),
  )
  return [...new Set(here.map(({ method }) => method))]
}

const matches = (path: string, pathname: string): boolean => {
  const [wanted, found] = [path.split('/'), pathname.split('/')]
  return (
    wanted.length === found.length &&
    wanted.every((part, i) => part.startsWith(':') || part === found[i])
  )
}
