import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, it } from 'vitest'
import { everyoneGroupId, type GroupSettings, type Role } from '../../schema/policy.ts'
import type { HeldFactor } from '../../worker/domain/factor.ts'
import { policyFor } from '../../worker/domain/policy.ts'
import { consequencesOf, type Profile, type Scenario } from '../../worker/domain/scenario.ts'
import { superAdminRemains, superAdminRemainsWithoutPasskey } from '../../worker/store/assertion.ts'
import { listPolicyGroups } from '../../worker/store/group.ts'
import { readPopulation } from '../../worker/store/population.ts'
import { readSettings } from '../../worker/store/setting.ts'
import { AssertionFailed, trip } from '../../worker/store/trip.ts'
import { change, rows } from '../support/database.ts'
import {
  addHolder,
  addPerson,
  expectStatus,
  house,
  newNetwork,
  type Person,
  rootPassword,
  signIn,
  trustedBrowserOf,
  visitor,
} from '../support/people.ts'
import { addGroup, forgetPolicy, handOver } from '../support/policy.ts'
import { type Chance, chance } from '../support/random.ts'

const { worker, root } = house()
afterEach(forgetPolicy)

const preview = async (alteration: object) =>
  expectStatus(await root.post('/api/admin/policy/preview', alteration), 200).body

const everyone = `/api/admin/groups/${everyoneGroupId}`
const asks = (settings: Partial<GroupSettings>) => ({ settings })

describe('what a change would do', () => {
  it('is told by how many and whom, and is what happens at their next sign-in', async () => {
    const plain = [await addPerson(root), await addPerson(root)]
    const required = await addPerson(root, { mfaRequired: true })
    const holder = await addHolder(worker, root)
    const gone = await addPerson(root)
    expectStatus(await root.patch(`/api/admin/users/${gone.id}`, { disabled: true }), 200)
    const members = [...plain, required, holder, gone]
    const id = await addGroup(root, {}, { members })
    const told = await preview({ group: { id, change: asks({ require_2fa: true }) } })
    expect(told).toMatchObject({
      mustEnroll: { people: 2 },
      lockedOut: { people: 0 },
      refused: null,
    })
    expect(told.newlyRequired.people).toBe(3)
    expect(told.mustEnroll.examples.toSorted()).toEqual(plain.map((one) => one.username).toSorted())
    expect(await answersOf(members)).toEqual([
      'authenticated',
      'authenticated',
      'enrollment_required',
      'factor_required',
      'invalid_credentials',
    ])
    expectStatus(await root.patch(`/api/admin/groups/${id}`, asks({ require_2fa: true })), 200)
    expect(await answersOf(members)).toEqual([
      'enrollment_required',
      'enrollment_required',
      'enrollment_required',
      'factor_required',
      'invalid_credentials',
    ])
    const back = await preview({ deleteGroup: { id } })
    expect(back).toMatchObject({ noLongerRequired: { people: 3 }, newlyRequired: { people: 0 } })
  })

  it('counts whom it locks out, who needs a ticket, and who loses trust', async () => {
    const holder = await addHolder(worker, root)
    const trusted = await addHolder(worker, root)
    await trustedBrowserOf(worker, trusted, newNetwork())
    const waiting = await addPerson(root, { mfaRequired: true })
    const members = [holder, waiting]
    const id = await addGroup(root, {}, { members })
    const without = async (taken: object, lockedOut: number) => {
      const told = await preview({ group: { id, change: asks(taken) } })
      expect(told.lockedOut).toMatchObject({ people: lockedOut })
      expectStatus(await root.patch(`/api/admin/groups/${id}`, asks(taken)), 200)
      return answersOf(members)
    }
    // Without codes there are still passkeys to enroll, for whoever has nothing yet.
    const [blocked, enrolls] = ['factor_not_allowed', 'enrollment_required']
    expect(await without({ allow_totp_2fa: false }, 1)).toEqual([blocked, enrolls])
    expect(await without({ allow_webauthn_2fa: false }, 1)).toEqual([blocked, blocked])
    const all = asks({ allow_totp_2fa: null, allow_webauthn_2fa: null })
    expectStatus(await root.patch(`/api/admin/groups/${id}`, all), 200)
    const tickets = await preview({ settings: { 'enrollment.at_login': 'ticket' } })
    const [must] = await rows(
      'SELECT count(*) AS people FROM user WHERE mfa_required = 1 AND enrolled = 0',
    )
    expect(tickets.needTicket.people).toBe(must?.['people'])
    const [users] = await rows(
      `SELECT count(*) AS people FROM user WHERE role = 'user' AND disabled_at IS NULL`,
    )
    const trust = await preview({ settings: { 'trust.user': false } })
    expect(trust.losesTrust.people).toBe(users?.['people'])
  })

  it('is nothing at all where the order of groups that agree changes, or where nobody is in a group', async () => {
    const member = await addPerson(root)
    const yes = await addGroup(root, { require_2fa: true }, { members: [member] })
    const no = await addGroup(root, { require_2fa: false }, { members: [member] })
    const swapped = await preview({ order: { ids: [no, yes] } })
    expect(swapped.noLongerRequired).toEqual({ people: 1, examples: [member.username] })
    const same = await preview({ order: { ids: [yes, no] } })
    const empty = await preview({ newGroup: { change: asks({ require_2fa: true }) } })
    for (const told of [same, empty])
      for (const affected of [told.newlyRequired, told.noLongerRequired, told.mustEnroll])
        expect(affected.people).toBe(0)
    expectStatus(await root.post('/api/admin/groups/order', { ids: [no, yes] }), 200)
    expect(await answersOf([member])).toEqual(['authenticated'])
  })

  it('is refused beforehand as it is refused when it is saved, and nothing of it remains', async () => {
    // The only super admin has no second factor: with a requirement and tickets nobody could hand one out.
    expectStatus(await root.patch(everyone, asks({ require_2fa: true })), 200)
    const ticket = { 'enrollment.at_login': 'ticket' } as const
    expect((await preview({ settings: ticket })).refused).toBe('no-super-admin')
    const refused = await root.patch('/api/admin/settings', { ...ticket, 'trust.days': 7 })
    expect([refused.status, refused.body.code]).toEqual([409, 'conflict'])
    const { settings } = (await root.get('/api/admin/settings')).body
    expect([settings['enrollment.at_login'], settings['trust.days']]).toEqual(['open', 30])
    expect(
      await rows(
        'SELECT * FROM setting_change WHERE name IN (?, ?)',
        'trust.days',
        'enrollment.at_login',
      ),
    ).toEqual([])
    expectStatus(await root.patch(everyone, asks({ require_2fa: null })), 200)
    expectStatus(await root.patch('/api/admin/settings', ticket), 200)
    const group = { id: everyoneGroupId, change: asks({ require_2fa: true }) }
    expect((await preview({ group })).refused).toBe('no-super-admin')
    expect((await root.patch(everyone, asks({ require_2fa: true }))).body.code).toBe('conflict')
  })

  it('two changes that are each fine alone and not together: one of them wins, whatever the distance', async () => {
    for (let round = 0; round < 2; round++) {
      worker.d1.reset({ latencyMs: 200 })
      const answers = await Promise.all([
        root.patch('/api/admin/settings', { 'enrollment.at_login': 'ticket' }),
        root.patch(everyone, asks({ require_2fa: true })),
      ])
      worker.d1.reset()
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(1)
      const { body } = await signIn(visitor(worker), rootPerson)
      expect(body.ticketRequired ?? false).toBe(false)
      await forgetPolicy()
    }
  })

  it('does not count a super admin who is disabled, nor one who has no password yet', async () => {
    const other = await addPerson(root, { role: 'super_admin' })
    await handOver(root, 'key', other)
    expectStatus(await root.patch(everyone, asks({ require_2fa: true })), 200)
    const ticket = { 'enrollment.at_login': 'ticket' } as const
    expect((await preview({ settings: ticket })).refused).toBe(null)
    expectStatus(await root.patch(`/api/admin/users/${other.id}`, { disabled: true }), 200)
    expect((await preview({ settings: ticket })).refused).toBe('no-super-admin')
    expect((await root.patch('/api/admin/settings', ticket)).status).toBe(409)
    expectStatus(await root.patch(`/api/admin/users/${other.id}`, { disabled: false }), 200)
    await change(`UPDATE user SET password_hash = '' WHERE id = ?`, other.id)
    expect((await root.patch('/api/admin/settings', ticket)).status).toBe(409)
    expect((await preview({ settings: ticket })).refused).toBe('no-super-admin')
    await change('DELETE FROM user WHERE id = ?', other.id)
  })
})

const rootPerson: Person = { id: '', username: 'root', password: rootPassword }

/** What each meets at the door. */
const answersOf = async (people: Person[]): Promise<string[]> => {
  const answers: string[] = []
  for (const person of people) {
    const { body } = await signIn(visitor(worker), person)
    answers.push(body.status === 429 || body.code ? body.code : body.status)
  }
  return answers
}

describe('the guard in the database', () => {
  it('says of generated houses what the preview says: whether a super admin is left who gets in', async () => {
    const [{ id: rootId } = {}] = await rows(`SELECT id FROM user WHERE username = 'root'`)
    await change('UPDATE user SET disabled_at = 0')
    const verdicts = { refused: 0, fine: 0, keyless: 0 }
    for (let seed = 1; seed <= 120; seed++) {
      await writeHouse(chance(seed))
      const { settings, groups, population } = await trip(env.DB, {
        settings: readSettings(env.DB),
        groups: listPolicyGroups(env.DB),
        population: readPopulation(env.DB),
      })
      const now = { settings, groups }
      const { refused } = consequencesOf(population, now, now)
      const keyless = consequencesOf(population.flatMap(withoutPasskeys(now)), now, now).refused
      expect({ seed, refused: await guard(superAdminRemains) }).toEqual({ seed, refused })
      expect({ seed, keyless: await guard(superAdminRemainsWithoutPasskey) }).toEqual({
        seed,
        keyless,
      })
      verdicts[refused ? 'refused' : 'fine'] += 1
      verdicts.keyless += Number(!refused && Boolean(keyless))
    }
    // Chance made enough of each to mean something: also of houses that only their passkeys let in.
    expect(Math.min(...Object.values(verdicts))).toBeGreaterThan(10)
    await change(`DELETE FROM user WHERE username LIKE 'generated%'`)
    await change('UPDATE user SET disabled_at = NULL WHERE id = ?', rootId)
  })
})

const guard = async (remains: typeof superAdminRemains): Promise<'no-super-admin' | null> => {
  try {
    await trip(env.DB, { remains: remains(env.DB) })
    return null
  } catch (error) {
    if (error instanceof AssertionFailed) return 'no-super-admin'
    throw error
  }
}

/** Whom a new `webauthn.rp_id` leaves: who holds passkeys alone is asked for what answers no more. */
const withoutPasskeys =
  ({ settings, groups }: Scenario) =>
  (profile: Profile): Profile[] => {
    const others = profile.factors.filter(({ method }) => method !== 'passkey')
    if (others.length === profile.factors.length) return [profile]
    const mine = groups.filter((one) => one.everyone || profile.groups.includes(one.id))
    const { holdable } = policyFor(settings, profile, mine)
    const answers = ({ method, state }: HeldFactor) =>
      ['totp', 'hardware'].includes(method) && (state === 'confirmed' || holdable.includes(method))
    return others.some(answers) ? [{ ...profile, factors: others }] : []
  }

/** One to three people who matter, two groups, and a way to enroll, all as chance has it. */
const writeHouse = async (by: Chance): Promise<void> => {
  const word = () => by.pick(['NULL', '0', '1', '1'])
  const roleOf = (): Role => by.pick(['super_admin', 'super_admin', 'admin'] as const)
  const groups = ['first', 'second'].map(
    (id, n) =>
      `INSERT INTO user_group (id, name, canonical_name, description, priority, require_2fa,
         allow_totp_2fa, allow_webauthn_2fa, allow_hardware_2fa, created_at)
       VALUES ('${id}', '${id}', '${id}', '', ${n}, ${word()}, ${word()}, ${word()}, ${word()}, 0)`,
  )
  const people = Array.from({ length: 1 + by.below(3) }, (_, n) => {
    const id = `generated-${n}`
    const factors = [
      ['totp', '0', '0'],
      ['totp', 'NULL', '1'],
      ['totp', 'NULL', '0'],
      ['passkey', '0', '0'],
      ['hardware', '0', '0'],
      ['hardware', 'NULL', '1'],
      ['recovery', '0', '0'],
    ].filter(([method]) => by.below(method === 'passkey' ? 2 : 6) === 0)
    return [
      `INSERT INTO user (id, username, canonical_username, display_name, email, phone, role,
         mfa_required, may_trust, password_hash, created_at, disabled_at)
       VALUES ('${id}', '${id}', '${id}', '', '', '', '${roleOf()}', ${Number(by.flag())}, 0, 'hash', 0,
         ${by.pick(['NULL', 'NULL', '0'])})`,
      ...by
        .some(['first', 'second'])
        .map((group) => `INSERT INTO group_member VALUES ('${group}', '${id}', '${id}')`),
      ...factors.map(
        ([method, confirmed, handedOver], f) =>
          `INSERT INTO factor (id, user_id, method, name, created_at, confirmed_at, handed_over)
           VALUES ('${id}-${f}', '${id}', '${method}', '', 0, ${confirmed}, ${handedOver})`,
      ),
    ]
  })
  const statements = [
    `DELETE FROM user WHERE id LIKE 'generated%'`,
    `DELETE FROM user_group WHERE everyone = 0`,
    `DELETE FROM setting`,
    `UPDATE user_group SET require_2fa = ${word()}, allow_totp_2fa = ${word()},
       allow_webauthn_2fa = ${word()}, allow_hardware_2fa = ${word()}`,
    ...(by.below(4) === 0
      ? []
      : [
          `INSERT INTO setting (name, value, updated_at) VALUES ('enrollment.at_login', '"ticket"', 0)`,
        ]),
    ...groups,
    ...people.flat(),
  ]
  await env.DB.batch(statements.map((sql) => env.DB.prepare(sql)))
}
