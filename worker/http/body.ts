import { sValidator } from '@hono/standard-validator'
import { bodyLimit } from 'hono/body-limit'
import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from './context.ts'
import { ProblemError } from './problem.ts'
import { type Schema, shaped } from './shape.ts'
import { noTokens, readTokens } from './tokens.ts'

/** Counted as it streams in, before anything is parsed. */
export const maxBytes = 64 * 1024

/** A body that trickles in for longer is given up. */
const maxMilliseconds = 10_000

/**
 * Takes in all of a request before anything is judged: one JSON object of bounded size, or nothing; the
 * cookies; and only then the time. A body that does not say that it is JSON is not looked at: a form of
 * another site cannot say so.
 *
 * @param cookies false: they play no part here, whatever they say
 */
export const receive =
  ({ cookies = true } = {}): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    const type = c.req.header('content-type')
    if (type !== undefined && !/^application\/json(;|$)/i.test(type.trim()))
      throw new ProblemError('unsupported_media_type')
    c.set('tokens', cookies ? await readTokens(c.req.header('cookie')) : noTokens)
    await limit(c, async () => {
      const text = await inTime(c.req.text())
      if (text === undefined)
        throw new ProblemError('malformed_request', { detail: 'The body took too long to arrive.' })
      if (text !== '' && !isObject(text))
        throw new ProblemError('malformed_request', { detail: 'The body must be a JSON object.' })
      c.set('now', Math.floor(Date.now() / 1000))
      await next()
    })
  }

/** What arrives within the time allowed, or undefined. */
export const inTime = async <T>(arriving: Promise<T>): Promise<T | undefined> => {
  const waiting = new AbortController()
  const tooLate = scheduler.wait(maxMilliseconds, { signal: waiting.signal })
  return Promise.race([arriving, tooLate.then(() => undefined)]).finally(() => waiting.abort())
}

const limit = bodyLimit({
  maxSize: maxBytes,
  onError: () => {
    throw new ProblemError('payload_too_large', { detail: `At most ${maxBytes} bytes.` })
  },
})

/** A list with the right keys missing would pass for an object in which all are optional. */
const isObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

/** A JSON body of that shape, or `malformed_request` that says where it is not. */
export const body = <S extends Schema>(schema: S) =>
  shaped('json', schema, sValidator('json', schema, refuse))

/** The same for what stands in the path and the query. */
export const params = <S extends Schema>(schema: S) =>
  shaped('param', schema, sValidator('param', schema, refuse))
export const query = <S extends Schema>(schema: S) =>
  shaped('query', schema, sValidator('query', schema, refuse))

/** The shape of what a validator found, whichever library validated. */
type Found = {
  success: boolean
  error?: readonly {
    message: string
    path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined
  }[]
}

/** What only holds fields together is none itself. */
const envelopes = new Set(['application', 'details'])

/** @throws ProblemError malformed_request that says where it is not in shape */
export const refuse = (result: Found): void => {
  if (result.success) return
  const [issue] = result.error ?? []
  const field =
    (issue?.path ?? [])
      .map((place) => String(typeof place === 'object' ? place.key : place))
      .find((name) => !envelopes.has(name)) ?? ''
  throw new ProblemError('malformed_request', {
    detail: [field, issue?.message].filter(Boolean).join(': '),
    ...(field && { field }),
  })
}
