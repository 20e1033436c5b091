import * as v from 'valibot'
import { isPlainText } from '../plain-text.ts'

/** A line of text that a person wrote, trimmed. */
export const line = (max: number) =>
  v.pipe(
    v.string(),
    v.check(isPlainText, 'must not contain control characters or broken Unicode'),
    v.trim(),
    v.maxLength(max, `must have at most ${max} characters`),
  )

/** Whatever a person typed as a password: not trimmed, not normalized; the bound is for the parser. */
export const secret = v.pipe(
  v.string(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(1024, 'is too long'),
  v.check((text) => text.isWellFormed(), 'must be well-formed Unicode'),
)

/** A username as typed. What it may consist of is decided once, in worker/domain/username.ts. */
export const username = v.pipe(line(256), v.minLength(1, 'must not be empty'))

/** An opaque identifier of ours, where it stands in a path. */
export const IdParam = v.strictObject({ id: v.pipe(v.string(), v.uuid('must be an id')) })
