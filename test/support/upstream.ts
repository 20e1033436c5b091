/** A site as it is behind the gateway: it says what arrives there. */
import { type Request, Response, WebSocketPair } from 'miniflare'

export const upstream = async (request: Request): Promise<Response> => {
  const url = new URL(request.url)
  if (request.headers.get('upgrade') === 'websocket') return socket(request.headers)
  if (url.pathname.endsWith('/redirect'))
    return new Response(null, { status: 302, headers: { location: 'https://elsewhere.test/' } })
  if (url.pathname.endsWith('/stream')) return new Response(endless())
  const headers = Object.fromEntries(request.headers)
  const body = await request.text()
  const arrived = { method: request.method, url: request.url, headers, body }
  const own = { 'set-cookie': 'theirs=1', 'content-security-policy': "default-src 'self'" }
  return Response.json(arrived, { headers: own })
}

/** Says who it is, and then what it hears. */
const socket = (headers: Request['headers']): Response => {
  const { 0: client, 1: server } = new WebSocketPair()
  server.accept()
  server.addEventListener('message', ({ data }) => {
    server.send(`${headers.get('remote-user') ?? 'nobody'} said ${JSON.stringify(data)}`)
  })
  return new Response(null, { status: 101, webSocket: client })
}

/** Its end never comes: whoever waits for all of it gets nothing. */
const endless = (): ReadableStream =>
  new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('first')),
  })
