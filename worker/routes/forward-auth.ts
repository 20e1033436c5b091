import { Hono } from 'hono'
import type { AppEnv } from '../http/context.ts'

/** What reverse proxies ask before they let a request through. */
export const forwardAuth = new Hono<AppEnv>()
