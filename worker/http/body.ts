import { sValidator } from '@hono/standard-validator'
import { bodyLimit } from 'hono/body-limit'
import type { MiddlewareHandler } from 'hono'
import type * as v from 'valibot'
import { ProblemError } from './problem.ts'

/** Counted as it streams in, before anything is parsed. */
const maxBytes = 64 * 1024

export const limitBody = (): MiddlewareHandler =>
  bodyLimit({
    maxSize: maxBytes,
    onError: () => {
      throw new ProblemError('payload_too_large', { detail: `At most ${maxBytes} bytes.` })
    },
  })

/** A body that does not say that it is JSON is not looked at: a form of another site cannot say so. */
export const requireJson = (): MiddlewareHandler => async (c, next) => {
  const type = c.req.header('content-type')
  if (type !== undefined && !/^application\/json(;|$)/i.test(type.trim()))
    throw new ProblemError('unsupported_media_type')
  await next()
}

/** A body is one JSON object: a list with the right keys missing would pass for one in which all are optional. */
export const requireObject = (): MiddlewareHandler => async (c, next) => {
  const text = await c.req.text()
  if (text !== '' && !isObject(text))
    throw new ProblemError('malformed_request', { detail: 'The body must be a JSON object.' })
  await next()
}

const isObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

type Schema = v.GenericSchema | v.GenericSchemaAsync

/** A JSON body of that shape, or `malformed_request` that says where it is not. */
export const body = <S extends Schema>(schema: S) => sValidator('json', schema, refuse)

/** The same for what stands in the path and the query. */
export const params = <S extends Schema>(schema: S) => sValidator('param', schema, refuse)
export const query = <S extends Schema>(schema: S) => sValidator('query', schema, refuse)

/** The shape of what a validator found, whichever library validated. */
type Found = {
  success: boolean
  error?: readonly {
    message: string
    path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined
  }[]
}

const refuse = (result: Found) => {
  if (result.success) return
  const [issue] = result.error ?? []
  const [place] = issue?.path ?? []
  const field = place === undefined ? '' : String(typeof place === 'object' ? place.key : place)
  throw new ProblemError('malformed_request', {
    detail: [field, issue?.message].filter(Boolean).join(': '),
    ...(field && { field }),
  })
}
