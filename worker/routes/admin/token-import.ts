import { Hono } from 'hono'
import {
  maxSeedFileBytes,
  TokenImport,
  type TokenImportReport,
} from '../../../schema/api/token-series.ts'
import { importTokens } from '../../flow/hardware/import.ts'
import type { AppEnv } from '../../http/context.ts'
import { beforeForm, receiveForm } from '../../http/form.ts'
import { authorize, requireSession } from '../../http/guard.ts'

/**
 * A vendor's file of seeds. Who may bring one is asked twice: before megabytes are taken in, and when all
 * of them have arrived, by the time that it is then.
 */
export const tokenImport = new Hono<AppEnv>().post(
  '/',
  beforeForm(),
  requireSession(),
  authorize('series.import'),
  receiveForm(TokenImport, maxSeedFileBytes),
  requireSession(),
  authorize('series.import'),
  async (c) => c.json((await importTokens(c, c.var.form)) satisfies TokenImportReport),
)
