/** Somebody can always undo what was done: the last super admin stays, and can sign in. */
import { beforeEach, describe, expect, it } from 'vitest'
import { everyoneGroupId } from '../../schema/policy.ts'
import type { Client } from '../support/client.ts'
import { changedSince, deedsOf, insertGroup, removeGroups, snapshot } from '../support/console.ts'
import { change } from '../support/database.ts'
import {
  addHolder,
  addPerson,
  askedOf,
  enrollHere,
  house,
  type Person,
  rootPassword,
  signedIn,
  visitor,
} from '../support/people.ts'

const { worker, root } = house()
const rootPerson = { id: '', username: 'root', password: rootPassword }

/** Only root is a super admin, signed in as ever, and nothing is set. */
beforeEach(async () => {
  await change(`UPDATE user SET role = 'user' WHERE username <> 'root'`)
  await change(
    `UPDATE user SET role = 'super_admin', disabled_at = NULL, mfa_required = 0 WHERE username = 'root'`,
  )
  await change('DELETE FROM setting')
  await change('UPDATE user_group SET require_2fa = NULL')
  await removeGroups()
})

const rootId = async () => (await root.get('/api/session')).body.user.id as string
const byTicket = () =>
  change(
    `INSERT INTO setting (name, value, updated_at) VALUES ('enrollment.at_login', '"ticket"', 0)`,
  )

type Deed = (browser: Client, id: string) => ReturnType<Client['patch']>
const deeds: Record<string, Deed> = {
  demoted: (browser, id) => browser.patch(`/api/admin/users/${id}`, { role: 'user' }),
  disabled: (browser, id) => browser.patch(`/api/admin/users/${id}`, { disabled: true }),
  deleted: (browser, id) => browser.delete(`/api/admin/users/${id}`),
}
const names = Object.keys(deeds)
const deed = (name: string): Deed => {
  const found = deeds[name]
  if (!found) throw new Error(`nothing is ${name}`)
  return found
}

/** Can sign in, with the password alone, and is a super admin there. */
const canUndo = async (person: Person): Promise<boolean> => {
  const browser = await signedIn(worker, person)
  return (await browser.get('/api/session')).body.user?.role === 'super_admin'
}

/** Refused as a whole: nothing of it is written, and the log does not say that it was done. */
const refusedWhole = async (
  actorId: string,
  request: () => ReturnType<Client['patch']>,
): Promise<unknown> => {
  const [before, lines] = [await snapshot(), await deedsOf(actorId)]
  const { status, body } = await request()
  const said = (await deedsOf(actorId)).length - lines.length
  return { status, code: body.code, changed: await changedSince(before), said }
}
const refused = { status: 409, code: 'conflict', changed: [], said: 0 }

describe('A04 the last super admin', () => {
  it.each(names)('is not %s by themselves, nor while others are there', async (name) => {
    const id = await rootId()
    expect((await deed(name)(root, id)).body.code).toBe('forbidden')
    await addPerson(root, { role: 'super_admin' })
    expect((await deed(name)(root, id)).body.code).toBe('forbidden')
    expect(await canUndo(rootPerson)).toBe(true)
  })

  it.each(names)('is not %s by one who could not come back', async (name) => {
    const last = await addPerson(root, { role: 'super_admin' })
    const id = await rootId()
    await byTicket()
    await change('UPDATE user SET mfa_required = 1 WHERE id = ?', id)
    expect(await refusedWhole(id, () => deed(name)(root, last.id))).toEqual(refused)
    expect(await canUndo(last)).toBe(true)
  })

  it.each([
    ['disabled', 'UPDATE user SET disabled_at = 1 WHERE id = ?'],
    ['brought by a file, without a password', `UPDATE user SET password_hash = '' WHERE id = ?`],
    ['an admin', `UPDATE user SET role = 'admin' WHERE id = ?`],
    ['in need of a ticket', 'UPDATE user SET mfa_required = 1 WHERE id = ?'],
  ])('is there no other where the other is %s', async (_, sql) => {
    const other = await addPerson(root, { role: 'super_admin' })
    const id = await rootId()
    await byTicket()
    const require = () => root.patch(`/api/admin/users/${id}`, { mfaRequired: true })
    await change(sql, other.id)
    expect(await refusedWhole(id, require)).toEqual(refused)
    await change(
      `UPDATE user SET role = 'super_admin', disabled_at = NULL, mfa_required = 0,
         password_hash = 'some' WHERE id = ?`,
      other.id,
    )
    expect((await require()).status).toBe(200)
  })

  it.each([...names.map((name) => [name, name] as const), ['demoted', 'deleted'] as const])(
    'stays where two are %s and %s by each other at once',
    async (one, other) => {
      const first = await addPerson(root, { role: 'super_admin' })
      const second = await addPerson(root, { role: 'super_admin' })
      const [atFirst, atSecond] = [await signedIn(worker, first), await signedIn(worker, second)]
      await change(`UPDATE user SET role = 'user' WHERE username = 'root'`)
      worker.d1.reset({ latencyMs: 200 })
      const answers = await Promise.all([
        deed(one)(atFirst, second.id),
        deed(other)(atSecond, first.id),
      ])
      worker.d1.reset()
      expect(answers.filter(({ status }) => status < 300)).toHaveLength(1)
      const left = await Promise.all([first, second].map(canUndo))
      expect(left.filter(Boolean)).toHaveLength(1)
    },
  )
})

describe('A04 what would shut the last super admin out, under tickets', () => {
  const settings = (said: object) => root.patch('/api/admin/settings', said)
  const group = (id: string, said: object) => root.patch(`/api/admin/groups/${id}`, said)
  const requiring = { settings: { require_2fa: true } }

  it('is refused of settings, of groups and of flags', async () => {
    const id = await rootId()
    const strict = await insertGroup()
    await change('UPDATE user_group SET require_2fa = 1 WHERE id = ?', strict)
    await byTicket()
    const shuttings = {
      flag: () => root.patch(`/api/admin/users/${id}`, { mfaRequired: true }),
      joining: () => root.patch(`/api/admin/users/${id}`, { groups: [strict] }),
      'being put in': () => root.post(`/api/admin/groups/${strict}/members`, { add: [id] }),
      'the group of all': () => group(everyoneGroupId, requiring),
    }
    for (const [name, request] of Object.entries(shuttings))
      expect([name, await refusedWhole(id, request)]).toEqual([name, refused])
  })

  it('is refused where a group spared them before', async () => {
    const id = await rootId()
    const [lenient, strict] = [await insertGroup(), await insertGroup()]
    await root.patch(`/api/admin/users/${id}`, { groups: [lenient, strict] })
    await change(
      'UPDATE user_group SET require_2fa = id = ?1, priority = 1 + (id = ?1) WHERE everyone = 0',
      strict,
    )
    await byTicket()
    const shuttings = {
      silenced: () => group(lenient, { settings: { require_2fa: null } }),
      outranked: () => group(lenient, { priority: 9 }),
      reordered: () => root.post('/api/admin/groups/order', { ids: [strict, lenient] }),
      left: () => root.post(`/api/admin/groups/${lenient}/members`, { remove: [id] }),
      exchanged: () => root.patch(`/api/admin/users/${id}`, { groups: [strict] }),
      deleted: () => root.delete(`/api/admin/groups/${lenient}`),
    }
    for (const [name, request] of Object.entries(shuttings))
      expect([name, await refusedWhole(id, request)]).toEqual([name, refused])
  })

  it('is refused of the tickets themselves', async () => {
    const id = await rootId()
    await change('UPDATE user SET mfa_required = 1 WHERE id = ?', id)
    const byTickets = { 'enrollment.at_login': 'ticket' }
    expect(await refusedWhole(id, () => settings(byTickets))).toEqual(refused)
    expect(await askedOf(visitor(worker), rootPerson)).toBe('enrollment_required')
  })

  it('is refused of a reset, and only there', async () => {
    const holder = await addHolder(worker, root, { role: 'super_admin', mfaRequired: true })
    await change(`UPDATE user SET mfa_required = 1 WHERE username = 'root'`)
    const [id, path] = [await rootId(), `/api/admin/users/${holder.id}/reset`]
    const reset = (targets: string[]) => root.post(path, { targets })
    await byTicket()
    expect(await refusedWhole(id, () => reset(['totp']))).toEqual(refused)
    expect(await refusedWhole(id, () => reset(['totp', 'sessions']))).toEqual(refused)
    expect(await askedOf(visitor(worker), holder)).toBe('factor_required')
    expect((await reset(['trust', 'sessions', 'recovery'])).status).toBe(204)
    await change('DELETE FROM setting')
    expect((await reset(['totp'])).status).toBe(204)
    expect(await askedOf(visitor(worker), holder)).toBe('enrollment_required')
  })

  /** What root is answered who asks that a factor be required of them, and has that one alone. */
  const requiredWith = async (method: string, { confirmed = false, handedOver = false }) => {
    const id = await rootId()
    await change(
      `INSERT INTO factor (id, user_id, method, name, created_at, confirmed_at, handed_over)
       VALUES ('mine', ?, ?, '', 0, ?, ?)`,
      id,
      method,
      confirmed ? 1 : null,
      handedOver ? 1 : 0,
    )
    // Who has a factor must have proved it lately; this one nobody can.
    await change('UPDATE session SET factor_at = auth_time WHERE user_id = ?', id)
    const { status } = await root.patch(`/api/admin/users/${id}`, { mfaRequired: true })
    await change('DELETE FROM factor WHERE user_id = ?', id)
    return status
  }

  it('is refused to whoever has only begun to enroll, or recovery codes alone', async () => {
    await byTicket()
    expect(await requiredWith('totp', {})).toBe(409)
    expect(await requiredWith('recovery', { confirmed: true })).toBe(409)
  })

  it.each(['confirmed', 'handedOver'])(
    'is allowed to whoever has a key that is %s',
    async (how) => {
      await byTicket()
      expect(await requiredWith('totp', { [how]: true })).toBe(200)
    },
  )

  it('is allowed to all where one of them has a factor', async () => {
    const holder = await addPerson(root, { role: 'super_admin' })
    await enrollHere(await signedIn(worker, holder))
    await byTicket()
    expect((await group(everyoneGroupId, requiring)).status).toBe(200)
    expect(await askedOf(visitor(worker), holder)).toBe('factor_required')
  })
})
