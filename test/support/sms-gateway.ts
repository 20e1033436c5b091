/** A gateway for messages to phones, outside of the Worker: it takes them, refuses, or never answers. */

type Arrived = { path: string; headers: Record<string, string>; body: string }
const arrived: Arrived[] = []

export const smsGateway = async (request: {
  url: string
  headers: Iterable<[string, string]>
  text: () => Promise<string>
}): Promise<Response> => {
  const { pathname } = new URL(request.url)
  if (pathname === '/arrived') return Response.json(arrived)
  const [, how] = pathname.split('/')
  arrived.push({
    path: pathname,
    headers: Object.fromEntries(request.headers),
    body: await request.text(),
  })
  switch (how) {
    case 'ok':
      return new Response('{}', { status: 201 })
    // For whom it is no gateway, but a client that takes in what it is told.
    case 'taken':
      return new Response(null, { status: 204 })
    case 'redirect':
      return new Response(null, { status: 302, headers: { location: 'https://elsewhere.test/ok' } })
    case 'slow':
      return new Promise(() => {})
    case 'gone':
      throw new Error('connection reset')
    default:
      return new Response('the number +491701234542 is refused', { status: 400 })
  }
}
