import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import {
  type Decision,
  decisionNames,
  type SignInStep,
  type Source,
} from '../../schema/api/policy.ts'
import {
  everyoneGroupId,
  groupDefaults,
  type GroupSettingName,
  groupSettingNames,
} from '../../schema/policy.ts'
import type { HeldFactor } from '../../worker/domain/factor.ts'
import { acceptedMethods, nextStep } from '../../worker/domain/login.ts'
import { type Policy, policyFor, type PolicyGroup } from '../../worker/domain/policy.ts'
import { rows } from '../support/database.ts'
import { expectStatus, house } from '../support/people.ts'
import { type Chance, chance } from '../support/random.ts'
import { anyGroups, anyGroupSettings, anySettings, anyUser, holdings } from '../support/scenario.ts'

const cases = 2000

const generate = (seed: number) => {
  const by = chance(seed)
  return { seed, by, settings: anySettings(by), user: anyUser(by), groups: anyGroups(by) }
}
type Case = ReturnType<typeof generate>

/** Each case that breaks the rule says its seed. */
const forAll = (rule: (one: Case) => void): void => {
  for (let seed = 1; seed <= cases; seed++) {
    try {
      rule(generate(seed))
    } catch (error) {
      throw new Error(`seed ${seed}: ${String(error)}`, { cause: error })
    }
  }
}

const policyOf = ({ settings, user, groups }: Pick<Case, 'settings' | 'user' | 'groups'>) =>
  policyFor(settings, user, groups)

/** The word of the strongest group that says anything. */
const wordOf = (name: GroupSettingName, groups: readonly PolicyGroup[]): boolean =>
  groups.map(({ settings }) => settings[name]).find((value) => value !== null) ??
  groupDefaults[name]

const saying = (
  name: GroupSettingName,
  value: boolean | null,
  group: PolicyGroup,
): PolicyGroup => ({
  ...group,
  settings: { ...group.settings, [name]: value },
})

const counts = ({ method, state }: HeldFactor) =>
  ['totp', 'device', 'passkey', 'hardware'].includes(method) && state === 'confirmed'

const isOtherApp = ({ method, state }: HeldFactor) => method === 'totp' && state === 'confirmed'

/** Which steps make sense for whoever holds that: one of them must be the one. */
const mayFollow = (
  policy: Policy,
  held: HeldFactor[],
  trusted: boolean,
): Record<SignInStep, boolean> => {
  const methods = acceptedMethods(policy, held)
  const confirmed = held.some(counts)
  const usable = acceptedMethods(policy, held.filter(counts)).length > 0
  const spared = usable && trusted && policy.mayTrust
  const must = !confirmed && policy.mfaRequired && methods.length === 0
  const can = must && policy.enrollable.length > 0
  return {
    'password-suffices': !confirmed && !policy.mfaRequired,
    'trust-suffices': spared,
    factor: methods.length > 0 && !spared && (confirmed || policy.mfaRequired),
    registration: methods.length === 0 && held.some(isOtherApp) && policy.leadsToDevice,
    enrollment: can && !policy.needsTicket,
    ticket: can && policy.needsTicket,
    blocked:
      methods.length === 0 &&
      policy.role !== 'super_admin' &&
      !(held.some(isOtherApp) && policy.leadsToDevice),
  }
}

describe('the policy of a person', () => {
  it('is what the words of design.md add up to, whatever they are', () => {
    forAll((one) => {
      const { settings, user, groups } = one
      const policy = policyOf(one)
      const { mfaRequired, mayTrust, allowed, selfEnrollment, needsTicket } = policy
      const byRole = settings[`trust.${user.role}`] || user.trustOverride
      expect({ mfaRequired, mayTrust, allowed, selfEnrollment, needsTicket }).toEqual({
        mfaRequired: user.mfaRequired || wordOf('require_2fa', groups),
        mayTrust: user.mayTrust && byRole,
        allowed: [
          ...(wordOf('allow_totp_2fa', groups) && settings['totp.external_apps'] ? ['totp'] : []),
          ...(wordOf('allow_totp_2fa', groups) ? ['device'] : []),
          ...(wordOf('allow_webauthn_2fa', groups) ? ['passkey'] : []),
          ...(wordOf('allow_hardware_2fa', groups) ? ['hardware'] : []),
        ],
        selfEnrollment: wordOf('allow_2fa_self_enrollment', groups),
        needsTicket: settings['enrollment.at_login'] === 'ticket',
      })
    })
  })

  it('is monotone: whatever requires a factor in addition, nobody is required less', () => {
    forAll((one) => {
      const { by, groups } = one
      const before = policyOf(one)
      const word = saying('require_2fa', true, {
        id: 'g',
        name: 'G',
        settings: anyGroupSettings(by),
      })
      const stricter = [
        ...groups.map((_, n) => groups.toSpliced(n, 0, word)),
        ...groups.map((group, n) => groups.with(n, saying('require_2fa', true, group))),
      ]
      const after = [
        policyOf({ ...one, user: { ...one.user, mfaRequired: true } }),
        ...stricter.map((next) => policyOf({ ...one, groups: next })),
      ]
      const looser = after.filter(
        (policy) =>
          (before.mfaRequired && !policy.mfaRequired) ||
          holdings.some(
            (held) =>
              nextStep(policy, held, false) === 'password-suffices' &&
              nextStep(before, held, false) !== 'password-suffices',
          ),
      )
      expect(looser).toEqual([])
      expect(after[0]?.mfaRequired).toBe(true)
    })
  })

  it('asks nobody who is not saved: what a role requires decides nothing at a sign-in', () => {
    forAll((one) => {
      const required = { 'mfa.required.user': true, 'mfa.required.admin': true } as const
      const settings = { ...one.settings, ...required, 'mfa.required.super_admin': true }
      expect(policyOf({ ...one, settings }).mfaRequired).toBe(policyOf(one).mfaRequired)
    })
  })

  it('is total: every combination decides everything once, and leads to a step that can be taken', () => {
    forAll((one) => {
      const policy = policyOf(one)
      expect(policy.decisions.map(({ name }) => name).toSorted()).toEqual(decisionNames.toSorted())
      const cannotBe = holdings.flatMap((held) =>
        [false, true]
          .map((trusted) => ({ held, trusted, step: nextStep(policy, held, trusted) }))
          .filter(({ trusted, step }) => !mayFollow(policy, held, trusted)[step]),
      )
      expect(cannotBe).toEqual([])
    })
  })

  it('lets nothing that stands in for a factor in where there is none to stand in for', () => {
    forAll((one) => {
      const policy = policyOf(one)
      const alone = holdings.filter((held) => {
        const accepted = acceptedMethods(policy, held)
        const usable = acceptedMethods(policy, held.filter(counts)).length > 0
        return !usable && accepted.some((method) => method === 'recovery' || method === 'pass')
      })
      expect(alone).toEqual([])
    })
  })
})

describe('why it is so', () => {
  it('names sources that there are, with what they say, and what they overrule', () => {
    forAll((one) => {
      for (const decision of policyOf(one).decisions) {
        expect(decision.because.length).toBeGreaterThan(0)
        for (const source of [...decision.because, ...decision.overruled]) requireReal(one, source)
        const agrees = (source: Source) =>
          !('value' in source) || source.value === decision.value || isChoice(source.value)
        expect(decision.because.filter((source) => !agrees(source))).toEqual([])
        expect(decision.overruled.filter(agrees)).toEqual([])
      }
    })
  })

  it('names what decides: where that alone says the opposite, it does not decide the same any more', () => {
    forAll((one) => {
      for (const decision of policyOf(one).decisions) {
        const [decisive] = decision.because
        const opposite = decisive && withOpposite(one, decisive)
        if (!opposite) continue
        const after = policyOf(opposite).decisions.find(({ name }) => name === decision.name)
        const stands = after?.value === decision.value
        // The same decision then has another reason, which was or is now named.
        expect(stands && after.because.map(idOf).includes(idOf(decisive))).toBe(false)
        expect(after?.because.length).toBeGreaterThan(0)
      }
    })
  })

  it('names the strongest group that says anything, and no word of a group that says nothing', () => {
    forAll((one) => {
      const { decisions } = policyOf(one)
      for (const [name, setting] of groupDecisions) {
        const { because, overruled } = decisionNamed(decisions, name)
        const speaking = one.groups.filter(({ settings }) => settings[setting] !== null)
        const expected = speaking[0]
          ? { kind: 'group', id: speaking[0].id }
          : { kind: 'default', value: groupDefaults[setting] }
        expect(because).toMatchObject([{ ...expected, name: setting }])
        const others = speaking
          .slice(1)
          .filter((g) => g.settings[setting] !== speaking[0]?.settings[setting])
        expect(overruled).toMatchObject(others.map(({ id }) => ({ kind: 'group', id })))
      }
    })
  })
})

const groupDecisions = [
  ['allow-totp', 'allow_totp_2fa'],
  ['allow-webauthn', 'allow_webauthn_2fa'],
  ['allow-hardware', 'allow_hardware_2fa'],
  ['self-enrollment', 'allow_2fa_self_enrollment'],
] as const

const decisionNamed = (decisions: Decision[], wanted: Decision['name']): Decision => {
  const found = decisions.find(({ name }) => name === wanted)
  if (!found) throw new Error(`${wanted} was not decided`)
  return found
}

/** A setting that says neither yes nor no. */
const isChoice = (value: unknown) => value === 'open' || value === 'ticket'

const idOf = (source: Source): string => {
  if (source.kind === 'group') return `group ${source.id} ${source.name} ${source.value}`
  return JSON.stringify(source)
}

const requireReal = ({ settings, user, groups }: Case, source: Source): void => {
  switch (source.kind) {
    case 'setting':
      return expect(settings[source.name]).toBe(source.value)
    case 'flag':
      return expect((user as Record<string, unknown>)[source.name]).toBe(source.value)
    case 'group': {
      const group = groups.find(({ id }) => id === source.id)
      return expect([group?.name, group?.settings[source.name]]).toEqual([
        source.group,
        source.value,
      ])
    }
    case 'default':
      expect(groups.every((group) => group.settings[source.name] === null)).toBe(true)
      return expect(groupDefaults[source.name]).toBe(source.value)
    default:
      throw new Error(`nobody decides by ${source.kind}`)
  }
}

/** The same case, but for that source, which says the opposite; null for a default, which nobody said. */
const withOpposite = (one: Case, source: Source): Case | null => {
  const { settings, user, groups } = one
  if (source.kind === 'group') {
    const changed = groups.map((group) =>
      group.id === source.id ? saying(source.name, !source.value, group) : group,
    )
    return { ...one, groups: changed }
  }
  if (source.kind === 'flag') return { ...one, user: { ...user, [source.name]: !source.value } }
  if (source.kind !== 'setting') return null
  const opposites: Record<string, unknown> = { open: 'ticket', ticket: 'open' }
  const value = typeof source.value === 'boolean' ? !source.value : opposites[String(source.value)]
  return { ...one, settings: { ...settings, [source.name]: value } }
}

describe('what the database decides of a person as it writes', () => {
  const { root } = house()

  it('is what the policy decides, for hundreds of people; the lowest number wins, and All users is last', async () => {
    const by = chance(7)
    const groups = await writeGroups(by)
    const people = await writePeople(by, groups, 300)
    const decided = new Map(
      (await rows('SELECT * FROM user_policy')).map((row) => [
        row['user_id'],
        [row['required'], row['allow_totp_2fa'], row['allow_webauthn_2fa'], row['self_enrollment']],
      ]),
    )
    for (const { id, user, mine } of people) {
      const policy = policyFor(anySettings(by), user, mine)
      const { mfaRequired, allowed, selfEnrollment } = policy
      const kinds = [allowed.includes('device'), allowed.includes('passkey')]
      const expected = [mfaRequired, ...kinds, selfEnrollment].map(Number)
      expect([id, decided.get(id)]).toEqual([id, expected])
    }
    // The console tells the same story, in the order in which the groups decide.
    for (const { id, user, mine } of people.slice(0, 25)) {
      const trace = expectStatus(await root.get(`/api/admin/users/${id}/policy`), 200).body
      const { settings } = (await root.get('/api/admin/settings')).body
      expect(trace.decisions).toEqual(policyFor(settings, user, mine).decisions)
    }
  })
})

type Ranked = PolicyGroup & { priority: number; everyone: boolean }

/** Twelve groups, some of them at one priority; that of everybody at the lowest number there is. */
const writeGroups = async (by: Chance): Promise<Ranked[]> => {
  const everyone = { id: everyoneGroupId, name: 'All users', priority: 0, everyone: true }
  const groups: Ranked[] = [
    ...Array.from({ length: 12 }, (_, n) => ({
      id: crypto.randomUUID(),
      name: `Rank ${n}`,
      priority: 1 + by.below(6),
      everyone: false,
      settings: anyGroupSettings(by),
    })),
    {
      ...everyone,
      settings: { ...anyGroupSettings(by), require_2fa: true, allow_totp_2fa: false },
    },
  ]
  const statements = groups.map(({ id, name, priority, everyone: all, settings }) =>
    env.DB.prepare(
      `INSERT OR REPLACE INTO user_group (id, name, canonical_name, description, priority, everyone,
         require_2fa, allow_totp_2fa, allow_webauthn_2fa, allow_hardware_2fa, allow_2fa_self_enrollment,
         otp_enabled, created_at) VALUES (?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
    ).bind(
      id,
      name,
      name.toLowerCase(),
      priority,
      Number(all),
      ...groupSettingNames.map((setting) => {
        const value = settings[setting]
        return value === null ? null : Number(value)
      }),
    ),
  )
  await env.DB.batch(statements)
  return groups.toSorted(
    (a, b) =>
      Number(a.everyone) - Number(b.everyone) || a.priority - b.priority || (a.id < b.id ? -1 : 1),
  )
}

const writePeople = async (by: Chance, groups: Ranked[], count: number) => {
  const people = Array.from({ length: count }, (_, n) => {
    const user = anyUser(by)
    const name = `generated-${n}`
    const mine = groups.filter(({ everyone }) => everyone || by.below(4) === 0)
    return { id: crypto.randomUUID(), name, user, mine }
  })
  const written = JSON.stringify(
    people.map(({ id, name, user, mine }) => ({
      id,
      name,
      ...user,
      groups: mine.map((g) => g.id),
    })),
  )
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO user (id, username, canonical_username, display_name, email, phone, role,
         mfa_required, may_trust, trust_override, password_hash, created_at)
       SELECT value ->> 'id', value ->> 'name', value ->> 'name', '', '', '', value ->> 'role',
         value ->> 'mfaRequired', value ->> 'mayTrust', value ->> 'trustOverride', '', 0
       FROM json_each(?)`,
    ).bind(written),
    env.DB.prepare(
      `INSERT INTO group_member (group_id, user_id, canonical_username)
       SELECT joined.value, person.value ->> 'id', person.value ->> 'name'
       FROM json_each(?) AS person, json_each(person.value -> 'groups') AS joined
       WHERE joined.value <> ?`,
    ).bind(written, everyoneGroupId),
  ])
  return people
}
