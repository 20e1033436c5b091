import { Hono } from 'hono'
import type { RouterRoute } from 'hono/types'
import { toHex } from '../../schema/hex.ts'
import type { AppEnv } from '../http/context.ts'

/**
 * What this API is, for programs that read it. It is made when somebody asks for the first time, and kept.
 *
 * @param routes all of the app, once it is put together
 */
export const openapi = (routes: () => RouterRoute[]) => {
  let made: Promise<Made> | null = null
  return new Hono<AppEnv>().get('/', async (c) => {
    made ??= make(routes())
    const { text, etag } = await made
    // Weak comparison (RFC 9110, section 13.1.2): on the way it may be compressed, and its tag marked so.
    const known = (c.req.header('if-none-match') ?? '').split(',').map((tag) => tag.trim())
    const headers = { etag, 'content-type': 'application/json' }
    return known.some((tag) => tag.replace(/^W\//, '') === etag)
      ? c.body(null, 304, { etag })
      : c.body(text, 200, headers)
  })
}

type Made = { text: string; etag: string }

const make = async (routes: RouterRoute[]): Promise<Made> => {
  const { describeApi } = await import('../openapi/document.ts')
  const text = JSON.stringify(describeApi(routes))
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return { text, etag: `"${toHex(new Uint8Array(digest)).slice(0, 32)}"` }
}
