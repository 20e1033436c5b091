import type { Role } from '../../schema/policy.ts'

/** Whom an action may be done to: people of a role, or, where it is done to nobody, `system`. */
export type Target = Role | 'system'

type Rule = {
  /** Where it is asked for. Several actions may share a route: each guards fields of its own. */
  route: string
  /** Fields of the request that only this action may change; none: the whole route. */
  fields?: readonly string[]
  admin: readonly Target[]
  super_admin: readonly Target[]
  /** Whether one may do it to oneself. */
  own: boolean
  /** Whether it needs a factor fresher than `admin.step_up_minutes`. */
  fresh: boolean
}

const nobody: readonly Target[] = []
const system: readonly Target[] = ['system']
const people: readonly Target[] = ['user']
const everybody: readonly Target[] = ['user', 'admin', 'super_admin']

const read = (route: string): Rule => ({
  route,
  admin: [...system, ...everybody],
  super_admin: [...system, ...everybody],
  own: true,
  fresh: false,
})
/** What an admin does to people of role `user`, and a super admin to anybody. */
const help = (route: string, rest: Partial<Rule> = {}): Rule => ({
  route,
  admin: people,
  super_admin: everybody,
  own: true,
  fresh: true,
  ...rest,
})
/** What only super admins do. */
const rule = (route: string, rest: Partial<Rule> = {}): Rule => ({
  route,
  admin: nobody,
  super_admin: system,
  own: true,
  fresh: true,
  ...rest,
})

const oneUser = 'PATCH /api/admin/users/:id'

/**
 * Who may do what to whom: the whole of it. A route of the console that has no row here is open to
 * nobody, and a test says so. A `user` may do none of it.
 */
export const authority = {
  'dashboard.read': read('GET /api/admin/dashboard'),
  'clock.read': read('GET /api/admin/clock'),
  // Codes stand in it: but no gateway that sends any has it.
  'outbox.read': read('GET /api/admin/outbox'),
  'code.test': help('POST /api/admin/test-code'),

  'users.list': read('GET /api/admin/users'),
  'users.form': read('GET /api/admin/user-form'),
  'users.import': rule('POST /api/admin/user-import'),
  'users.export': rule('GET /api/admin/user-export'),
  'user.read': read('GET /api/admin/users/:id'),
  'user.policy': read('GET /api/admin/users/:id/policy'),
  'user.add': help('POST /api/admin/users'),
  'user.edit': help(oneUser),
  'user.second-factor': help(oneUser, { fields: ['mfaRequired', 'mayTrust'] }),
  'user.trust-override': help(oneUser, { fields: ['trustOverride'], admin: nobody }),
  // Groups carry policy: who may put people into them may take requirements from them.
  'user.groups': help(oneUser, { fields: ['groups'], admin: nobody }),
  'user.role': help(oneUser, { fields: ['role'], admin: nobody, own: false }),
  'user.disable': help(oneUser, { fields: ['disabled'], own: false }),
  // Whoever deletes and adds again is rid of groups, and of what they require.
  'user.delete': help('DELETE /api/admin/users/:id', { admin: nobody, own: false }),
  'user.key': help('POST /api/admin/users/:id/key'),
  'user.reset': help('POST /api/admin/users/:id/reset'),
  'user.unlock': help('POST /api/admin/users/:id/unlock'),
  // What opens the door to somebody else's account is of no use for one's own.
  'user.pass': help('POST /api/admin/users/:id/pass', { own: false }),
  'user.ticket': help('POST /api/admin/users/:id/ticket', { own: false }),
  'user.password-reset': help('POST /api/admin/users/:id/password-reset', { own: false }),

  'groups.list': read('GET /api/admin/groups'),
  'group.read': read('GET /api/admin/groups/:id'),
  'group.add': rule('POST /api/admin/groups'),
  'group.order': rule('POST /api/admin/groups/order'),
  'group.edit': rule('PATCH /api/admin/groups/:id'),
  'group.delete': rule('DELETE /api/admin/groups/:id'),
  'group.members': rule('POST /api/admin/groups/:id/members'),

  'series.list': read('GET /api/admin/token-series'),
  'series.read': read('GET /api/admin/token-series/:id'),
  // Whoever brings keys in knows them, and whoever deletes a series takes factors from administrators too.
  'series.import': rule('POST /api/admin/token-series'),
  'series.import-progress': rule('GET /api/admin/token-series/imports/:id', { fresh: false }),
  'series.edit': rule('PATCH /api/admin/token-series/:id'),
  'series.delete': rule('DELETE /api/admin/token-series/:id'),
  'tokens.list': read('GET /api/admin/hardware-tokens'),
  'tokens.fleet': read('GET /api/admin/hardware-tokens/fleet'),
  'tokens.export': rule('GET /api/admin/hardware-tokens/export'),
  'token.read': read('GET /api/admin/hardware-tokens/:id'),
  'token.assign': help('POST /api/admin/hardware-tokens/:id/assign'),
  'token.unassign': help('POST /api/admin/hardware-tokens/:id/unassign'),
  'token.resync': help('POST /api/admin/hardware-tokens/:id/resync'),
  // Of a token that nobody holds it is done to nobody.
  'token.delete': help('DELETE /api/admin/hardware-tokens/:id', {
    admin: [...system, ...people],
    super_admin: [...system, ...everybody],
  }),

  'settings.read': read('GET /api/admin/settings'),
  'settings.history': read('GET /api/admin/settings/history'),
  'settings.change': rule('PATCH /api/admin/settings'),
  'policy.preview': rule('POST /api/admin/policy/preview', { fresh: false }),

  'applications.list': read('GET /api/admin/applications'),
  'application.read': read('GET /api/admin/applications/:id'),
  // An application learns who people are, and its keys may guess at passwords.
  'application.add': rule('POST /api/admin/applications'),
  'application.edit': rule('PATCH /api/admin/applications/:id'),
  'application.disable': rule('POST /api/admin/applications/:id/disable'),
  'application.enable': rule('POST /api/admin/applications/:id/enable'),
  'application.delete': rule('DELETE /api/admin/applications/:id'),
  'application.key': rule('POST /api/admin/applications/:id/keys'),
  'application.key-delete': rule('DELETE /api/admin/applications/:id/keys/:key'),
  'application.test': read('POST /api/admin/applications/:id/test'),
  'signing-keys.list': read('GET /api/admin/signing-keys'),
  'signing-keys.rotate': rule('POST /api/admin/signing-keys/rotate'),

  'audit.read': read('GET /api/admin/audit'),
  'audit.export': rule('GET /api/admin/audit/export'),
} as const satisfies Record<string, Rule>

export type Action = keyof typeof authority

/** The rule, as a row like any other. */
export const ruleOf = (action: Action): Rule => authority[action]

/** The targets of an action that somebody of this role may choose from. */
export const reachOf = (role: Role, action: Action): readonly Target[] =>
  role === 'user' ? nobody : ruleOf(action)[role]

/** Whether somebody may do that to somebody. */
export const mayAct = (
  actor: { id: string; role: Role },
  action: Action,
  target: { id: string; role: Role },
): boolean =>
  reachOf(actor.role, action).includes(target.role) &&
  (actor.id !== target.id || ruleOf(action).own)
