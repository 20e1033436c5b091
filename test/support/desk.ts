/** An administrator's desk: what the console would send, sent from a page of theirs. */
import type { Browser, Page } from 'playwright-core'
import type { Credentials } from './portal.ts'
import type { Server } from './server.ts'

type Method = 'POST' | 'PATCH' | 'DELETE'

export type Desk = {
  /** What the administrator looks at, signed in. */
  page: Page
  /** @returns the answer's body @throws Error for whatever is not a success */
  send: <Body>(method: Method, path: string, body?: unknown) => Promise<Body>
  /** Sends a form with a file in it. Its other fields are text. */
  upload: <Body>(path: string, file: string, fields: Record<string, string>) => Promise<Body>
  /** Adds a person of role `user`. @returns their id */
  add: (who: Credentials, more?: Record<string, unknown>) => Promise<string>
}

type Request = { method: Method; path: string; body: string | null }

const send = async (page: Page, request: Request): Promise<unknown> => {
  const { status, text } = await page.evaluate(async ({ method, path, body }) => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(path, body === null ? { method } : { method, headers, body })
    return { status: response.status, text: await response.text() }
  }, request)
  if (status >= 300) throw new Error(`${request.method} ${request.path}: ${status} ${text}`)
  return text === '' ? null : JSON.parse(text)
}

type Upload = { path: string; file: string; fields: Record<string, string> }

const upload = async (page: Page, form: Upload): Promise<unknown> => {
  const { status, text } = await page.evaluate(async ({ path, file, fields }) => {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    body.set('file', new File([file], 'file.csv'))
    const response = await fetch(path, { method: 'POST', body })
    return { status: response.status, text: await response.text() }
  }, form)
  if (status >= 300) throw new Error(`POST ${form.path}: ${status} ${text}`)
  return JSON.parse(text)
}

/** The first super admin, set up and signed in, in a browser of their own. */
export const openDesk = async (browser: Browser, server: Server, root: Credentials) => {
  const page = await (await browser.newContext()).newPage()
  await page.goto(`${server.origin}/`)
  const desk: Desk = {
    page,
    send: async <Body>(method: Method, path: string, body?: unknown) => {
      const text = body === undefined ? null : JSON.stringify(body)
      return (await send(page, { method, path, body: text })) as Body
    },
    upload: async <Body>(path: string, file: string, fields: Record<string, string>) =>
      (await upload(page, { path, file, fields })) as Body,
    add: async (who, more = {}) => {
      const person = { ...who, role: 'user', mfaRequired: false, ...more }
      return (await desk.send<{ id: string }>('POST', '/api/admin/users', person)).id
    },
  }
  await desk.send('POST', '/api/setup', { token: server.setupToken, ...root })
  return desk
}
