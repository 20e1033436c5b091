import { Hono } from 'hono'
import { type Consequences, PolicyPreview } from '../../../schema/api/policy.ts'
import {
  alterGroup,
  type Alteration,
  alterOrder,
  previewOf,
  withSettings,
} from '../../flow/scenario.ts'
import { body } from '../../http/body.ts'
import type { AppEnv } from '../../http/context.ts'
import { authorize, requireSession } from '../../http/guard.ts'

/** What a change of policy would do, before it is saved. */
export const policy = new Hono<AppEnv>().post(
  '/preview',
  requireSession(),
  authorize('policy.preview'),
  body(PolicyPreview),
  async (c) =>
    c.json((await previewOf(c, alterationOf(c.req.valid('json')))) satisfies Consequences),
)

const alterationOf = (preview: PolicyPreview): Alteration => {
  if ('settings' in preview)
    return ({ settings, groups }) => ({
      settings: withSettings(settings, preview.settings),
      groups,
    })
  if ('group' in preview) return alterGroup(preview.group.id, preview.group.change)
  if ('deleteGroup' in preview) {
    const { id } = preview.deleteGroup
    return ({ settings, groups }) => ({
      settings,
      groups: groups.filter((group) => group.id !== id || group.everyone),
    })
  }
  if ('order' in preview) return alterOrder(preview.order.ids)
  // A new group has no members yet: nobody notices.
  return (now) => now
}
