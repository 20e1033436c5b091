import { Hono } from 'hono'
import type { AppEnv } from '../../http/context.ts'

/** The keys that ID tokens and assertions are signed with. */
export const signingKey = new Hono<AppEnv>()
