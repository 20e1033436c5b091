import type { Role } from '../../schema/policy.ts'
import { command, type Query, type Row, single, verdict } from './trip.ts'

/** All of a person that administrators see. Times are unix seconds. */
export type PersonRecord = {
  id: string
  username: string
  canonicalUsername: string
  displayName: string
  email: string
  phone: string
  role: Role
  mfaRequired: boolean
  mayTrust: boolean
  trustOverride: boolean
  mustChangePassword: boolean
  disabled: boolean
  hasPassword: boolean
  createdAt: number
  lastSignInAt: number | null
}

const toPerson = (row: Row): PersonRecord => ({
  id: row['id'] as string,
  username: row['username'] as string,
  canonicalUsername: row['canonical_username'] as string,
  displayName: row['display_name'] as string,
  email: row['email'] as string,
  phone: row['phone'] as string,
  role: row['role'] as Role,
  mfaRequired: row['mfa_required'] === 1,
  mayTrust: row['may_trust'] === 1,
  trustOverride: row['trust_override'] === 1,
  mustChangePassword: row['must_change_password'] === 1,
  disabled: row['disabled_at'] !== null,
  hasPassword: row['has_password'] === 1,
  createdAt: row['created_at'] as number,
  lastSignInAt: row['last_sign_in_at'] as number | null,
})

const columns = `id, username, canonical_username, display_name, email, phone, role, mfa_required,
  may_trust, trust_override, must_change_password, disabled_at, password_hash <> '' AS has_password,
  created_at, last_sign_in_at`

export const readPerson = (db: D1Database, id: string): Query<PersonRecord | null> =>
  single(db.prepare(`SELECT ${columns} FROM user WHERE id = ?1`).bind(id), toPerson)

/** By canonical username. */
export const readPersonByName = (db: D1Database, name: string): Query<PersonRecord | null> =>
  single(
    db.prepare(`SELECT ${columns} FROM user WHERE canonical_username = ?1`).bind(name),
    toPerson,
  )

/** What an administrator may change of a person; what is undefined stays. */
export type PersonChange = Partial<
  Pick<
    PersonRecord,
    | 'displayName'
    | 'email'
    | 'phone'
    | 'role'
    | 'mfaRequired'
    | 'mayTrust'
    | 'trustOverride'
    | 'mustChangePassword'
    | 'disabled'
  >
>

const bit = (value: boolean | undefined) => (value === undefined ? null : value ? 1 : 0)

/**
 * Changes what is named. Another role, a withdrawn trust or a disablement ends the person's sessions and
 * trust with it (design rule 4): `stamped`.
 */
export const updatePerson = (
  db: D1Database,
  id: string,
  change: PersonChange,
  { stamped }: { stamped: boolean },
  now: number,
): Query<boolean> =>
  verdict(
    db
      .prepare(
        `UPDATE user SET
           display_name = coalesce(?2, display_name), email = coalesce(?3, email),
           phone = coalesce(?4, phone), role = coalesce(?5, role),
           mfa_required = coalesce(?6, mfa_required), may_trust = coalesce(?7, may_trust),
           trust_override = coalesce(?8, trust_override),
           must_change_password = coalesce(?9, must_change_password),
           disabled_at = CASE ?10 WHEN 1 THEN coalesce(disabled_at, ?11) WHEN 0 THEN NULL
             ELSE disabled_at END,
           security_stamp = security_stamp + ?12
         WHERE id = ?1 RETURNING id`,
      )
      .bind(
        id,
        change.displayName ?? null,
        change.email ?? null,
        change.phone ?? null,
        change.role ?? null,
        bit(change.mfaRequired),
        bit(change.mayTrust),
        bit(change.trustOverride),
        bit(change.mustChangePassword),
        bit(change.disabled),
        now,
        stamped ? 1 : 0,
      ),
  )

/** All that is this person's goes along; what they did stays in the log. */
export const deletePerson = (db: D1Database, id: string): Query<boolean> =>
  verdict(db.prepare(`DELETE FROM user WHERE id = ?1 RETURNING id`).bind(id))

/** Ends all sessions, pending logins and trust of a person (design rule 4). */
export const bumpStamp = (db: D1Database, id: string): Query<null> =>
  command(db.prepare(`UPDATE user SET security_stamp = security_stamp + 1 WHERE id = ?1`).bind(id))
