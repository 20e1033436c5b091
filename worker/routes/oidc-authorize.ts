import { Hono } from 'hono'
import type { AppEnv } from '../http/context.ts'

/** Where OpenID Connect clients send browsers: to sign in, and to sign out. */
export const oidcAuthorize = new Hono<AppEnv>()
