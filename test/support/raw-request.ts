/** HTTP as it is written: no address is put right, no header is kept back, no redirect followed. */
import { request as httpRequest } from 'node:http'

export type RawAnswer = {
  status: number
  headers: Record<string, string>
  /** Names and values, as often as they came. */
  cookies: string[]
  body: string
}

type Raw = {
  method?: string
  path?: string
  headers?: Record<string, string>
}

/** At a name that may be known to browsers alone, on this machine. */
export const rawRequest = (
  origin: string,
  { method = 'GET', path = '/', headers = {} }: Raw = {},
): Promise<RawAnswer> => {
  const { host, port } = new URL(origin)
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>()
  const sent = httpRequest(
    { host: '127.0.0.1', port, method, path, headers: { host, ...headers }, agent: false },
    (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (body += chunk))
      response.on('error', reject)
      response.on('end', () => {
        const { 'set-cookie': cookies = [], ...others } = response.headers
        const flat = Object.entries(others).map(([name, value]) => [
          name,
          [value].flat().join(', '),
        ])
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(flat) as Record<string, string>,
          cookies: cookies.map((line) => line.split(';')[0] ?? ''),
          body,
        })
      })
    },
  )
  sent.on('error', reject)
  sent.end()
  return promise
}
