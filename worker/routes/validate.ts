import { Hono } from 'hono'
import type { AppEnv } from '../http/context.ts'

/** What programs ask that know no second factor. */
export const validate = new Hono<AppEnv>()
