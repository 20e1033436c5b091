import { signal } from '@preact/signals'
import { hc } from 'hono/client'
import * as v from 'valibot'
import { Problem, type ProblemCode } from '../schema/api/problem.ts'
import type { Api } from '../worker/app.ts'

/** The Worker's routes, typed by the Worker itself. This is the only file that names it. */
export const api = hc<Api>('/').api

/** Why this browser made or used no passkey: nothing was sent. */
export type PasskeyTrouble =
  | 'passkey_dismissed'
  | 'passkey_timed_out'
  | 'passkey_known'
  | 'passkey_insecure'
  | 'passkey_unsupported'
  | 'passkey_unable'
  | 'passkey_wrong_site'
  | 'passkey_failed'

/** The wire's codes, `network` where no answer came or none that is ours, and the browser's own. */
export type FaultCode = ProblemCode | 'network' | PasskeyTrouble

type Facts = {
  detail?: string | undefined
  field?: string | undefined
  retryAfter?: number | undefined
}

/** Whatever the Worker refuses, in the words of schema/api/problem.ts. `retryAfter` is in seconds. */
export class ProblemError extends Error {
  readonly code: FaultCode
  readonly detail: string | undefined
  readonly field: string | undefined
  readonly retryAfter: number | undefined

  constructor(code: FaultCode, { detail, field, retryAfter }: Facts = {}) {
    super(code)
    this.name = 'ProblemError'
    this.code = code
    this.detail = detail
    this.field = field
    this.retryAfter = retryAfter
  }
}

type Response = { ok: boolean; json: () => Promise<unknown> }
/** The Worker just said that nothing goes on before a new password: whoever shows pages leads there. */
export const passwordDue = signal(false)

type Body<Answer> = Answer extends { json: () => Promise<infer Value> } ? Value : never

const reach = async <Answer extends Response>(request: Promise<Answer>): Promise<Answer> => {
  const response = await request.catch(() => {
    throw new ProblemError('network')
  })
  if (response.ok) return response
  const body = v.safeParse(Problem, await response.json().catch(() => null))
  // A proxy's error page, a captive portal: something answered, but it was not Latchkey.
  if (!body.success) throw new ProblemError('network')
  if (body.output.code === 'password_change_required') passwordDue.value = true
  throw new ProblemError(body.output.code, body.output)
}

/** The answer of a request. @throws {ProblemError} whatever is not an answer */
export const answer = async <Answer extends Response>(
  request: Promise<Answer>,
): Promise<Body<Answer>> => {
  const response = await reach(request)
  const body = await response.json().catch(() => {
    throw new ProblemError('network')
  })
  return body as Body<Answer>
}

/** For a request whose answer is a file. All of it or nothing. @throws {ProblemError} */
export const file = async (
  request: Promise<Response & { blob: () => Promise<Blob> }>,
): Promise<Blob> => {
  const response = await reach(request)
  return response.blob().catch(() => {
    throw new ProblemError('network')
  })
}

/** For a request whose answer is empty. @throws {ProblemError} */
export const done = async (request: Promise<Response>): Promise<void> => {
  await reach(request)
}

const longestPatience = 10

/**
 * Tries once more where the Worker says that it is busy and for how long. Only for what may be
 * repeated: a busy Worker refuses before it looks at anything.
 */
export const patiently = async <Value>(attempt: () => Promise<Value>): Promise<Value> => {
  try {
    return await attempt()
  } catch (error) {
    const { code, retryAfter: wait } = asProblem(error)
    if (code !== 'unavailable' || wait === undefined || wait > longestPatience) throw error
    await new Promise((resolve) => setTimeout(resolve, wait * 1000))
    return attempt()
  }
}

/** What was caught, as a problem. A bug is reported to the console and shown as one of ours. */
export const asProblem = (error: unknown): ProblemError => {
  if (error instanceof ProblemError) return error
  reportError(error)
  return new ProblemError('internal_error')
}
