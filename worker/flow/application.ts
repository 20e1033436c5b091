import type { ApplicationKey, NewApplication } from '../../schema/api/application.ts'
import type { AuditAction } from '../../schema/api/audit.ts'
import { isSignatureKey } from '../crypto/client-key.ts'
import { faultIn } from '../domain/application-fault.ts'
import { auditOf } from '../http/audit.ts'
import type { SessionContext } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { audit } from '../store/audit.ts'
import { type ApplicationRecord, readApplication } from '../store/application.ts'
import { listKeysOf } from '../store/issued-key.ts'
import { type ChangeRecord, noteChanges } from '../store/setting.ts'
import { trip } from '../store/trip.ts'

export type FoundApplication = { app: ApplicationRecord; keys: ApplicationKey[] }

/** @throws ProblemError not_found */
export const findApplication = async (c: SessionContext, id: string): Promise<FoundApplication> => {
  const { app, keys } = await trip(c.env.DB, {
    app: readApplication(c.env.DB, id),
    keys: listKeysOf(c.env.DB, id),
  })
  if (!app) throw new ProblemError('not_found')
  return { app, keys }
}

/** @throws ProblemError malformed_request that names the field which contradicts the rest */
export const requireSound = async (c: SessionContext, app: NewApplication): Promise<void> => {
  const fault = faultIn(app, c.var.config.origin) ?? (await faultInKeys(app))
  if (fault) throw new ProblemError('malformed_request', fault)
}

const faultInKeys = async (app: NewApplication) => {
  if (app.kind !== 'oidc') return null
  const usable = await Promise.all(app.details.jwks.map(isSignatureKey))
  return usable.every(Boolean)
    ? null
    : { field: 'jwks', detail: 'One of these keys is none that can check signatures.' }
}

/** Whether it proves itself with a secret of ours, or with keys, or not at all. */
export const secretKindOf = (app: NewApplication): 'secret' | 'api' | null => {
  if (app.kind === 'api') return 'api'
  return app.kind === 'oidc' && app.details.clientAuthentication === 'client_secret'
    ? 'secret'
    : null
}

/** All ids that an application names as groups: they must be there. */
export const groupsIn = (app: NewApplication): string[] => [
  ...app.groups,
  ...(app.kind === 'site' ? app.details.rules.flatMap(({ groups }) => groups) : []),
]

/** What every change of an application ends with: its history, and its line in the log. */
export const writtenOf = (
  c: SessionContext,
  action: AuditAction,
  what: What,
  changes: ChangeRecord[],
) => {
  const { id: actorId } = c.var.caller.user
  return {
    noted: noteChanges(c.env.DB, changes, actorId, c.var.now),
    audit: audit(c.env.DB, lineOf(c, action, what), c.var.now),
  }
}

/** What was done to which application. */
type What = { word: string; id: string }

/** A line about an application: it stands behind its word. */
export const lineOf = (c: SessionContext, action: AuditAction, { word, id }: What) =>
  auditOf(c, { action, outcome: `${word}@${id}`, actorId: c.var.caller.user.id })

/** What differs, part by part, as the history of the application. */
export const changesOf = (
  id: string,
  former: NewApplication | null,
  next: NewApplication,
): ChangeRecord[] => {
  const [before, after] = [former ? partsOf(former) : {}, partsOf(next)]
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names
    .map((name) => ({
      scope: id,
      name,
      former: before[name] ?? null,
      value: after[name] ?? null,
    }))
    .filter((change) => change.former !== change.value)
}

/** Each part with its JSON. */
const partsOf = ({ details, ...app }: NewApplication): Record<string, string> =>
  Object.fromEntries(
    Object.entries({
      name: app.name,
      homeUrl: app.homeUrl,
      audience: app.audience,
      groups: app.groups.toSorted(),
      factor: app.factor,
      maxAge: app.maxAge,
      acceptTrust: app.acceptTrust,
      ...details,
    }).map(([name, value]) => [name, JSON.stringify(value)]),
  )
