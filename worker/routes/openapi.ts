import { Hono } from 'hono'
import type { AppEnv } from '../http/context.ts'

/** What this API is, for programs that read it. */
export const openapi = new Hono<AppEnv>()
