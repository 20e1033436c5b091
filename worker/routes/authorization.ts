import { Hono } from 'hono'
import type { AppEnv } from '../http/context.ts'

/** What stands between somebody and an application, and how they get past it. */
export const authorization = new Hono<AppEnv>()
