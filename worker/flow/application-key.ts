import type * as v from 'valibot'
import type { MadeApplicationKey, NewApplicationKey } from '../../schema/api/application.ts'
import { newApplicationKey } from '../crypto/application-key.ts'
import type { SessionContext } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { applicationIsUnchanged, applicationKeyFits } from '../store/assertion.ts'
import { audit, auditIf } from '../store/audit.ts'
import { deleteKey, insertKey } from '../store/issued-key.ts'
import { trip } from '../store/trip.ts'
import { findApplication, lineOf, secretKindOf } from './application.ts'
import { permitted } from './authority.ts'

const day = 86_400

type Wanted = v.InferOutput<typeof NewApplicationKey>

/** Makes a secret or an API key, by the application's kind. What it is, is said this once. */
export const makeKey = async (
  c: SessionContext,
  id: string,
  { name, scopes, expiresInDays }: Wanted,
): Promise<MadeApplicationKey> => {
  const { app } = await findApplication(c, id)
  const kind = secretKindOf(app)
  if (!kind) throw new ProblemError('conflict', { detail: 'It has no secret to keep.' })
  if (kind === 'api' && scopes.length === 0)
    throw malformed('scopes', 'Say what the key is good for.')
  if (kind === 'secret' && scopes.length > 0) throw malformed('scopes', 'Scopes are for API keys.')
  const { text, hash } = await newApplicationKey(kind)
  const key = {
    id: crypto.randomUUID(),
    name,
    hint: text.slice(-4),
    scopes: [...new Set(scopes)],
    createdAt: c.var.now,
    expiresAt: expiresInDays === null ? null : c.var.now + expiresInDays * day,
    lastUsedAt: null,
  }
  await trip(
    c.env.DB,
    permitted(c),
    {
      unchanged: applicationIsUnchanged(c.env.DB, app),
      fits: applicationKeyFits(c.env.DB, id, c.var.now),
      made: insertKey(c.env.DB, id, { ...key, hash }),
    },
    { audit: audit(c.env.DB, lineOf(c, 'application-key-made', { word: kind, id }), c.var.now) },
  )
  return { ...key, secret: text }
}

const malformed = (field: string, detail: string) =>
  new ProblemError('malformed_request', { field, detail })

/** Ends a key: from its next request on it opens nothing. */
export const endKey = async (c: SessionContext, id: string, keyId: string): Promise<void> => {
  const { app, keys } = await findApplication(c, id)
  if (!keys.some((key) => key.id === keyId)) throw new ProblemError('not_found')
  const word = secretKindOf(app) ?? 'secret'
  const line = lineOf(c, 'application-key-deleted', { word, id })
  await trip(c.env.DB, permitted(c), {
    audit: auditIf(c.env.DB, line, { when: 'application-key-exists', id: keyId }, c.var.now),
    deleted: deleteKey(c.env.DB, keyId),
  })
}
