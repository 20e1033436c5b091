import { Hono } from 'hono'
import { type SigningKeyList, SigningKeyRotation } from '../../../schema/api/signing-key.ts'
import { makeSigningPair } from '../../crypto/jwt.ts'
import { permitted } from '../../flow/authority.ts'
import { auditOf } from '../../http/audit.ts'
import { body } from '../../http/body.ts'
import type { AppEnv } from '../../http/context.ts'
import { authorize, requireSession } from '../../http/guard.ts'
import { audit } from '../../store/audit.ts'
import { insertSigningKey, listSigningKeys, withdrawSigningKeys } from '../../store/signing-key.ts'
import { trip } from '../../store/trip.ts'

/** The keys that ID tokens and assertions are signed with. */
export const signingKey = new Hono<AppEnv>()
  .get('/', requireSession(), authorize('signing-keys.list'), async (c) => {
    const { keys } = await trip(c.env.DB, { keys: listSigningKeys(c.env.DB) })
    return c.json({ keys } satisfies SigningKeyList)
  })
  .post(
    '/rotate',
    requireSession(),
    authorize('signing-keys.rotate'),
    body(SigningKeyRotation),
    async (c) => {
      const { purpose, algorithm, withdraw } = c.req.valid('json')
      const { DB: db } = c.env
      const { config, now } = c.var
      const made = await makeSigningPair(config.masterKeys, purpose, algorithm)
      const line = auditOf(c, {
        action: 'signing-key-rotated',
        outcome: withdraw ? 'withdrawn' : 'followed',
        actorId: c.var.caller.user.id,
      })
      const { keys } = await trip(db, permitted(c), {
        withdrawn: withdrawSigningKeys(db, { purpose, algorithm, all: withdraw }, now),
        made: insertSigningKey(db, made, now, now),
        audit: audit(db, line, now),
        keys: listSigningKeys(db),
      })
      return c.json({ keys } satisfies SigningKeyList)
    },
  )
