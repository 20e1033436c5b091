import { Hono } from 'hono'
import {
  type Application,
  ApplicationChange,
  type Applications,
  NewApplication,
} from '../../../schema/api/application.ts'
import { IdParam } from '../../../schema/api/text.ts'
import {
  changesOf,
  findApplication,
  groupsIn,
  requireSound,
  secretKindOf,
  writtenOf,
} from '../../flow/application.ts'
import { permitted } from '../../flow/authority.ts'
import { body, params } from '../../http/body.ts'
import type { AppEnv } from '../../http/context.ts'
import { authorize, requireSession, type SessionContext } from '../../http/guard.ts'
import { ProblemError } from '../../http/problem.ts'
import { applicationFits, applicationIsUnchanged, groupsExist } from '../../store/assertion.ts'
import {
  deleteApplication,
  disableApplication,
  insertApplication,
  listApplications,
  updateApplication,
} from '../../store/application.ts'
import { deleteKeysOf } from '../../store/issued-key.ts'
import { trip } from '../../store/trip.ts'

/** Relying applications: who may use them, and with what proof. */
export const adminApplication = new Hono<AppEnv>()
  .get('/', requireSession(), authorize('applications.list'), async (c) => {
    const answer: Applications = await trip(c.env.DB, {
      applications: listApplications(c.env.DB, c.var.now),
    })
    return c.json(answer)
  })
  .post('/', requireSession(), authorize('application.add'), body(NewApplication), async (c) => {
    const app = c.req.valid('json')
    await requireSound(c, app)
    const id = crypto.randomUUID()
    await trip(
      c.env.DB,
      permitted(c),
      { fits: applicationFits(c.env.DB), groups: groupsExist(c.env.DB, groupsIn(app)) },
      insertApplication(c.env.DB, id, app, c.var.now),
      writtenOf(c, 'application-added', { word: app.kind, id }, changesOf(id, null, app)),
    )
    return c.json({ id }, 201)
  })
  .get('/:id', requireSession(), authorize('application.read'), params(IdParam), async (c) =>
    c.json(await shown(c, c.req.valid('param').id)),
  )
  .patch(
    '/:id',
    requireSession(),
    authorize('application.edit'),
    params(IdParam),
    body(ApplicationChange),
    async (c) => {
      const { id } = c.req.valid('param')
      const { version, application: next } = c.req.valid('json')
      const { app: former, keys } = await findApplication(c, id)
      if (next.kind !== former.kind)
        throw new ProblemError('conflict', { field: 'kind', detail: 'Its kind stays.' })
      await requireSound(c, next)
      const keeps = secretKindOf(next) !== null
      if (!keeps && keys.length > 0)
        throw new ProblemError('conflict', {
          field: 'clientAuthentication',
          detail: 'Delete its secrets first: it could not use them any more.',
        })
      await trip(
        c.env.DB,
        permitted(c),
        {
          unchanged: applicationIsUnchanged(c.env.DB, { id, version }),
          groups: groupsExist(c.env.DB, groupsIn(next)),
        },
        updateApplication(c.env.DB, id, next),
        // What was made meanwhile.
        { unkeyed: keeps ? null : deleteKeysOf(c.env.DB, id) },
        writtenOf(c, 'application-changed', { word: next.kind, id }, changesOf(id, former, next)),
      )
      return c.json(await shown(c, id))
    },
  )
  .post(
    '/:id/disable',
    requireSession(),
    authorize('application.disable'),
    params(IdParam),
    async (c) => c.json(await turn(c, c.req.valid('param').id, 'disable')),
  )
  .post(
    '/:id/enable',
    requireSession(),
    authorize('application.enable'),
    params(IdParam),
    async (c) => c.json(await turn(c, c.req.valid('param').id, 'enable')),
  )
  .delete('/:id', requireSession(), authorize('application.delete'), params(IdParam), async (c) => {
    const { id } = c.req.valid('param')
    const { app } = await findApplication(c, id)
    const name = { scope: id, name: 'name', former: JSON.stringify(app.name), value: null }
    await trip(
      c.env.DB,
      permitted(c),
      {
        unchanged: applicationIsUnchanged(c.env.DB, app),
        deleted: deleteApplication(c.env.DB, id),
      },
      writtenOf(c, 'application-deleted', { word: app.kind, id }, [name]),
    )
    return c.body(null, 204)
  })

const shown = async (c: SessionContext, id: string): Promise<Application> => {
  const { app, keys } = await findApplication(c, id)
  return { ...app, keys }
}

/**
 * Nobody gets in while it is disabled; what people had there goes on once it is enabled again, but for the
 * browsers that they trusted.
 */
const turn = async (c: SessionContext, id: string, to: 'disable' | 'enable') => {
  const { app } = await findApplication(c, id)
  const disabledAt = to === 'disable' ? (app.disabledAt ?? c.var.now) : null
  if (disabledAt === app.disabledAt) return shown(c, id)
  await trip(
    c.env.DB,
    permitted(c),
    {
      unchanged: applicationIsUnchanged(c.env.DB, app),
      turned: disableApplication(c.env.DB, id, disabledAt),
    },
    writtenOf(c, `application-${to}d`, { word: app.kind, id }, []),
  )
  return shown(c, id)
}
