import { Hono } from 'hono'
import { Validate, ValidateTrust } from '../../schema/api/validate.ts'
import { trustBrowser } from '../flow/validation/trust.ts'
import { validatePerson } from '../flow/validation/validation.ts'
import { body, receive } from '../http/body.ts'
import type { AppEnv } from '../http/context.ts'
import { requireProgram, speakFor } from '../http/program.ts'

/** What programs ask that know no second factor. No browser of anybody's is on the line, and no cookie counts. */
export const validate = new Hono<AppEnv>()
  .post('/', requireProgram('validate'), receive({ cookies: false }), body(Validate), async (c) => {
    const request = c.req.valid('json')
    await speakFor(c, request)
    return c.json(await validatePerson(c, c.var.program, request))
  })
  .post(
    '/trust',
    requireProgram('trust'),
    receive({ cookies: false }),
    body(ValidateTrust),
    async (c) => {
      const request = c.req.valid('json')
      await speakFor(c, request)
      return c.json(await trustBrowser(c, c.var.program, request))
    },
  )
