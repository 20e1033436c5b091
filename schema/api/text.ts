import * as v from 'valibot'

/** C0 and C1 controls, DEL, and the bidirectional overrides that let one name look like another. */
// oxlint-disable-next-line no-control-regex -- refusing controls is the purpose
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/

/**
 * A line of text that a person wrote: well-formed Unicode (D1 stores a lone surrogate as U+FFFD, so
 * two inputs would collide), without controls, trimmed.
 */
export const line = (max: number) =>
  v.pipe(
    v.string(),
    v.check((text) => text.isWellFormed(), 'must be well-formed Unicode'),
    v.check((text) => !unsafe.test(text), 'must not contain control characters'),
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

/** An opaque identifier of ours. */
export const id = v.pipe(v.string(), v.uuid('must be an id'))
