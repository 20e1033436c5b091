import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { inTime, maxBytes } from './body.ts'
import type { AppEnv } from './context.ts'
import { OAuthError } from './oauth-error.ts'

/** What stands in a form of OAuth: each name once, none of them empty. */
export type Parameters = ReadonlyMap<string, string>
export type UrlencodedEnv = AppEnv & { Variables: { parameters: Parameters } }

/**
 * Takes in all of a request of a program that speaks OAuth, and only then the time: a form of bounded size,
 * or nothing (RFC 6749, section 3.2).
 *
 * @throws OAuthError invalid_request
 */
export const receiveUrlencoded = () =>
  createMiddleware<UrlencodedEnv>(async (c, next) => {
    const type = c.req.header('content-type') ?? ''
    if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type.trim()))
      throw invalid('The body must be application/x-www-form-urlencoded.')
    await limit(c, async () => {
      const bytes = await inTime(c.req.arrayBuffer())
      if (bytes === undefined) throw invalid('The body took too long to arrive.')
      c.set('parameters', parametersIn(new TextDecoder().decode(bytes)))
      c.set('now', Math.floor(Date.now() / 1000))
      await next()
    })
  })

const limit = bodyLimit({
  maxSize: maxBytes,
  onError: () => {
    throw invalid(`The body may have at most ${maxBytes} bytes.`)
  },
})

/**
 * A parameter without a value is as none (RFC 6749, section 3.1); of one that comes twice nobody can say
 * which counts.
 *
 * @throws OAuthError invalid_request
 */
const parametersIn = (text: string): Parameters => {
  const found = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(text)) {
    if (found.has(name)) throw invalid('A parameter came twice.')
    found.set(name, value)
  }
  return new Map([...found].filter(([, value]) => value !== ''))
}

const invalid = (description: string) => new OAuthError('invalid_request', description)
