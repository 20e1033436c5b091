import { Hono } from 'hono'
import type { AppEnv } from '../http/context.ts'

/** Applications that I may use, and what I let them know. */
export const application = new Hono<AppEnv>()
