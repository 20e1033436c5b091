import { Hono } from 'hono'
import { Setup, type SetupState } from '../../schema/api/setup.ts'
import { hashPassword } from '../crypto/password.ts'
import { sameSecret } from '../crypto/token.ts'
import { policyFor } from '../domain/policy.ts'
import { body } from '../http/body.ts'
import type { AppEnv } from '../http/context.ts'
import { readNewUser } from '../http/new-user.ts'
import { answer } from '../http/pending-login.ts'
import { ProblemError } from '../http/problem.ts'
import { beginSession } from '../http/sign-in.ts'
import { readSettings } from '../store/setting.ts'
import { trip } from '../store/trip.ts'
import { anyUser, insertFirstUser } from '../store/user.ts'

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
    if (taken) throw new ProblemError('conflict', { detail: 'Latchkey is set up already.' })
    const { setupToken } = c.var.config
    if (setupToken === null || !(await sameSecret(token, setupToken)))
      throw new ProblemError('forbidden', {
        field: 'token',
        detail: 'The set-up link is not valid.',
      })
    const names = await readNewUser({ username, password })
    const passwordHash = await hashPassword(c.var.config.peppers, password)
    if (!passwordHash) throw new ProblemError('unavailable', { retryAfter: 1 })
    const user = {
      ...names,
      id: crypto.randomUUID(),
      email: '',
      phone: '',
      role: 'super_admin' as const,
      mfaRequired: false,
      mayTrust: true,
      passwordHash,
    }
    const policy = policyFor(settings, user)
    const begun = await beginSession(
      c,
      {
        user: { ...user, securityStamp: 1, disabled: false },
        policy,
        action: 'setup',
      },
      { before: { created: insertFirstUser(c.env.DB, user, c.var.now) } },
    )
    if (begun !== 'began')
      throw new ProblemError('conflict', { detail: 'Latchkey is set up already.' })
    return c.json(answer('authenticated', policy), 201)
  })
