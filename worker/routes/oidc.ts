import { Hono } from 'hono'
import type { AppEnv } from '../http/context.ts'

/** What OpenID Connect clients call by themselves: keys, tokens, who it is. */
export const oidc = new Hono<AppEnv>()
