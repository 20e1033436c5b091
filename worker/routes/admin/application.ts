import { Hono } from 'hono'
import type { AppEnv } from '../../http/context.ts'

/** Relying applications: who may use them, and with what proof. */
export const adminApplication = new Hono<AppEnv>()
