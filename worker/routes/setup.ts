import { Hono } from 'hono'
import { Setup, type SetupState } from '../../schema/api/setup.ts'
import { sameSecret } from '../crypto/token.ts'
import { policyFor } from '../domain/policy.ts'
import { searchTerms } from '../domain/search-terms.ts'
import { readNewUser } from '../flow/new-user.ts'
import { answer } from '../flow/pending-login.ts'
import { beginSession } from '../flow/session.ts'
import { body } from '../http/body.ts'
import type { AppEnv } from '../http/context.ts'
import { ProblemError } from '../http/problem.ts'
import { readSettings } from '../store/setting.ts'
import { trip } from '../store/trip.ts'
import { anyUser, insertFirstUser } from '../store/user.ts'
import { writeTerms } from '../store/user-term.ts'

/** The first super admin: by the one-time link, once. */
export const setup = new Hono<AppEnv>()
  .get('/', async (c) => {
    const { taken } = await trip(c.env.DB, { taken: anyUser(c.env.DB) })
    return c.json({ needed: !taken } satisfies SetupState)
  })
  .post('/', body(Setup), async (c) => {
    const { token, username, password } = c.req.valid('json')
    const { taken, settings } = await trip(c.env.DB, {
      taken: anyUser(c.env.DB),
      settings: readSettings(c.env.DB),
    })
    if (taken) throw alreadySetUp()
    const { setupToken } = c.var.config
    if (setupToken === null || !(await sameSecret(token, setupToken)))
      throw new ProblemError('forbidden', {
        field: 'token',
        detail: 'The set-up link is not valid.',
      })
    const user = {
      ...(await readNewUser(c, { username, password })),
      id: crypto.randomUUID(),
      email: '',
      phone: '',
      role: 'super_admin' as const,
      mfaRequired: false,
      mayTrust: true,
      trustOverride: false,
      mustChangePassword: false,
    }
    const policy = policyFor(settings, user, [])
    const begun = await beginSession(
      c,
      { user: { ...user, securityStamp: 1, disabled: false }, policy, action: 'setup' },
      {
        created: insertFirstUser(c.env.DB, user, c.var.now),
        ...writeTerms(c.env.DB, user.id, searchTerms(user)),
      },
    )
    if (begun.kind !== 'began') throw alreadySetUp()
    return c.json(answer('authenticated', policy), 201)
  })

const alreadySetUp = () => new ProblemError('conflict', { detail: 'Latchkey is set up already.' })
