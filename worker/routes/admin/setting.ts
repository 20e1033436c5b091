import { Hono } from 'hono'
import type { Page } from '../../../schema/api/page.ts'
import {
  HistoryQuery,
  type SettingHistory,
  SettingsChange,
  type SettingsPage,
} from '../../../schema/api/setting.ts'
import { defaultSettings, type SettingName, type Settings } from '../../../schema/policy.ts'
import { permitted } from '../../flow/authority.ts'
import { withSettings } from '../../flow/scenario.ts'
import { auditOf } from '../../http/audit.ts'
import { body, query } from '../../http/body.ts'
import type { AppContext, AppEnv } from '../../http/context.ts'
import { authorize, requireSession } from '../../http/guard.ts'
import { pageOf, pageSize } from '../../http/page.ts'
import { superAdminRemains, superAdminRemainsWithoutPasskey } from '../../store/assertion.ts'
import { audit } from '../../store/audit.ts'
import {
  listChanges,
  listLastChanges,
  noteChanges,
  readSettings,
  writeSettings,
} from '../../store/setting.ts'
import { trip } from '../../store/trip.ts'

/** The system's settings, with their history. */
export const setting = new Hono<AppEnv>()
  .get('/', requireSession(), authorize('settings.read'), async (c) => c.json(await read(c)))
  .patch('/', requireSession(), authorize('settings.change'), body(SettingsChange), async (c) => {
    const change = c.req.valid('json')
    const { user, settings } = c.var.caller
    const next = withSettings(settings, change)
    const names = (Object.keys(change) as SettingName[]).filter(
      (name) => settings[name] !== next[name] || change[name] === null,
    )
    const json = (name: SettingName) => JSON.stringify(next[name])
    const values = names.map((name) => [name, change[name] === null ? null : json(name)] as const)
    const line = auditOf(c, { action: 'setting-changed', outcome: 'system', actorId: user.id })
    await trip(
      c.env.DB,
      permitted(c),
      writeSettings(c.env.DB, Object.fromEntries(values), user.id, c.var.now),
      {
        noted: noteChanges(
          c.env.DB,
          values.map(([name, value]) => ({
            scope: 'system',
            name,
            former: JSON.stringify(settings[name]),
            value,
          })),
          user.id,
          c.var.now,
        ),
        audit: audit(c.env.DB, line, c.var.now),
        remains: superAdminRemainsAfter(c, names, next),
      },
    )
    return c.json(await read(c))
  })
  .get(
    '/history',
    requireSession(),
    authorize('settings.history'),
    query(HistoryQuery),
    async (c) => {
      const { scope = 'system', name = null, after } = c.req.valid('query')
      const { found } = await trip(c.env.DB, {
        found: listChanges(c.env.DB, {
          scope,
          name,
          before: after === undefined ? null : Number(after),
          limit: pageSize + 1,
        }),
      })
      const page: Page<SettingHistory> = pageOf(
        found,
        ({ id }) => id,
        (one) => one,
      )
      return c.json(page)
    },
  )

/** Another relying party has no passkeys; a key that has checked nobody is none where it must. */
const superAdminRemainsAfter = (c: AppContext, names: readonly SettingName[], next: Settings) => {
  if (names.includes('webauthn.rp_id')) return superAdminRemainsWithoutPasskey(c.env.DB)
  const demands = next['webauthn.user_verification'] === 'required'
  return names.includes('webauthn.user_verification') && demands
    ? superAdminRemainsWithoutPasskey(c.env.DB, { butVerified: true })
    : superAdminRemains(c.env.DB)
}

const read = async (c: AppContext): Promise<SettingsPage> => {
  const { settings, changed } = await trip(c.env.DB, {
    settings: readSettings(c.env.DB),
    changed: listLastChanges(c.env.DB),
  })
  return { settings, defaults: defaultSettings, changed }
}
