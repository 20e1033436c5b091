import { problemResponse } from './problem.ts'

/** What a browser or a program at a site gets from us instead of the site. */
export type SiteAnswer = { status: number; location?: string; cookies?: string[]; notice?: Notice }

/** For people: a sentence, and where to go on. `path` is one of ours at the site. */
export type Notice = { text: string; link: { path: string; text: string } }

export const siteResponse = ({ status, location, cookies = [], notice }: SiteAnswer): Response => {
  const response = notice ? page(notice, status) : plain(status)
  response.headers.set('cache-control', 'no-store')
  // The address may hold a code.
  response.headers.set('referrer-policy', 'no-referrer')
  if (location !== undefined) response.headers.set('location', location)
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}

const plain = (status: number): Response => {
  switch (status) {
    case 401:
      return problemResponse('unauthenticated')
    case 403:
      return problemResponse('forbidden')
    case 404:
      return problemResponse('not_found')
    default:
      return new Response(null, { status })
  }
}

/** All of it is our own text: nothing that came with a request is in it. */
const page = ({ text, link }: Notice, status: number): Response =>
  new Response(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${text}</title>
<meta name="viewport" content="width=device-width">
<p>${text}</p><p><a href="${link.path}">${link.text}</a></p></html>`,
    { status, headers: { 'content-type': 'text/html; charset=utf-8' } },
  )
