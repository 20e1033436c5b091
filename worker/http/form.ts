import { createMiddleware } from 'hono/factory'
import * as v from 'valibot'
import { refuse } from './body.ts'
import type { AppEnv } from './context.ts'
import { ProblemError } from './problem.ts'
import { shaped } from './shape.ts'
import { readTokens } from './tokens.ts'

/** A telephone on a slow line uploads some megabytes; whatever trickles in for longer is given up. */
const maxMilliseconds = 60_000

/** What a form weighs beside its file: fields, and what stands between them. */
const roomForFields = 32 * 1024

/** A form that has arrived: its one file, and its fields in the shape that was asked for. */
export type Form<Fields> = { file: File; fields: Fields }
type FormEnv<Fields> = AppEnv & { Variables: { form: Form<Fields> } }

/**
 * Before the guards of a route that takes a form in: the cookies that they ask for. Whoever is refused is
 * answered once all has been sent: a browser that still sends sees a broken connection instead.
 */
export const beforeForm = () =>
  createMiddleware<AppEnv>(async (c, next) => {
    c.set('tokens', await readTokens(c.req.header('cookie')))
    await next()
    const { body, bodyUsed } = c.req.raw
    if (body && !bodyUsed) await inTime(body.pipeTo(new WritableStream())).catch(() => null)
  })

/**
 * Takes in a form with one file, `file`: multipart/form-data of bounded size, counted as it streams in.
 * Only then is the time read. A field that is unknown, or comes twice, is refused.
 *
 * @param maxFileBytes what its file may weigh
 */
export const receiveForm = <S extends v.GenericSchema>(schema: S, maxFileBytes: number) =>
  shaped(
    'form',
    schema,
    createMiddleware<FormEnv<v.InferOutput<S>>>(async (c, next) => {
      const parts = await readForm(c.req.raw, maxFileBytes)
      c.set('now', Math.floor(Date.now() / 1000))
      const { file, ...rest } = once(parts)
      if (!(file instanceof File))
        throw new ProblemError('malformed_request', { field: 'file', detail: 'file: is missing' })
      if (file.size > maxFileBytes) throw tooLarge(maxFileBytes)
      const read = v.safeParse(schema, rest)
      refuse({ success: read.success, error: (read.issues ?? []) as never })
      c.set('form', { file, fields: read.output })
      await next()
    }),
  )

const readForm = async (request: Request, maxFileBytes: number): Promise<FormData> => {
  const type = request.headers.get('content-type') ?? ''
  if (!/^multipart\/form-data *;/i.test(type))
    throw new ProblemError('unsupported_media_type', { detail: 'Send multipart/form-data.' })
  const { body, exceeded } = counted(request.body, maxFileBytes + roomForFields)
  const form = await inTime(new Response(body, { headers: { 'content-type': type } }).formData())
    // What is no form, and what was cut off; what the parser says of it may quote what was sent.
    .catch(() => null)
  if (exceeded()) throw tooLarge(maxFileBytes)
  if (form === undefined)
    throw new ProblemError('malformed_request', { detail: 'The body took too long to arrive.' })
  if (!form) throw new ProblemError('malformed_request', { detail: 'The body must be a form.' })
  return form
}

const tooLarge = (maxFileBytes: number) =>
  new ProblemError('payload_too_large', {
    field: 'file',
    detail: `The file may have at most ${Math.floor(maxFileBytes / 1_000_000)} MB.`,
  })

/** The same stream, which breaks off where it is longer than that. */
const counted = (body: ReadableStream<Uint8Array> | null, maxBytes: number) => {
  let bytes = 0
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      bytes += chunk.byteLength
      if (bytes > maxBytes) controller.error(new Error('too large'))
      else controller.enqueue(chunk)
    },
  })
  return { body: body?.pipeThrough(counter) ?? null, exceeded: () => bytes > maxBytes }
}

/** What arrives within the time allowed, or undefined. */
const inTime = async <T>(arriving: Promise<T>): Promise<T | undefined> => {
  const waiting = new AbortController()
  const tooLate = scheduler.wait(maxMilliseconds, { signal: waiting.signal })
  return Promise.race([arriving, tooLate.then(() => undefined)]).finally(() => waiting.abort())
}

/** Each part by its name. Of two with one name nobody could say which counts. */
const once = (form: FormData): Record<string, File | string> => {
  const parts = new Map<string, File | string>()
  for (const [name, value] of form) {
    if (parts.has(name))
      throw new ProblemError('malformed_request', { detail: 'A field comes twice.' })
    parts.set(name, value)
  }
  return Object.fromEntries(parts)
}
