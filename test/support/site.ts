/** A site behind a proxy, and browsers there: cookies of two hosts apart, as a browser keeps them. */
import { type Answer, type Client, type Cookie, createClient } from './client.ts'
import { addApplication } from './application.ts'
import { pass } from './clock.ts'
import { addPerson, beginSession, expectStatus, newNetwork, visitor } from './people.ts'
import type { TestedWorker } from './worker.ts'

let sequence = 0

export type Site = { id: string; path: string; origin: string }

/** A site with an origin that nobody else in this file has, known from now on. */
export const addSite = async (
  root: Client,
  { details, ...fields }: Record<string, unknown> = {},
): Promise<Site> => {
  sequence += 1
  const origin = `https://wiki${sequence}.example`
  const path = await addApplication(root, 'site', {
    ...fields,
    details: { origins: [origin], ...(details as object | undefined) },
  })
  return { id: path.split('/').at(-1) ?? '', path, origin }
}

export type SiteBrowser = Client & {
  /** What the proxy is told when this browser asks for that address of the site. */
  ask: (
    uri: string,
    more?: { method?: string; headers?: Record<string, string | null>; query?: string },
  ) => Promise<Answer>
}

export const page = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

/** As a browser at that site seems to us through its proxy. */
export const siteBrowser = (worker: TestedWorker, origin: string): SiteBrowser => {
  const { protocol, host } = new URL(origin)
  const client = createClient(worker.send, {
    origin: 'http://localhost:8787',
    headers: { 'cf-connecting-ip': newNetwork(), origin: null },
  })
  return {
    ...client,
    ask: (uri, { method = 'GET', headers = {}, query = '' } = {}) =>
      client.get(`/api/forward-auth${query}`, {
        'x-forwarded-proto': protocol.slice(0, -1),
        'x-forwarded-host': host,
        'x-forwarded-uri': uri,
        'x-forwarded-method': method,
        ...headers,
      }),
  }
}

/** Takes somebody who is signed in at the portal to the site, as both browsers' redirects do. */
export const enterSite = async (
  browser: SiteBrowser,
  portal: Client,
  uri = '/',
): Promise<Answer> => {
  const sent = expectStatus(await browser.ask(uri, { headers: page }), 302)
  const { search } = new URL(sent.headers.get('location') ?? '')
  const admitted = expectStatus(await portal.post('/api/authorization', { query: search }), 200)
  const back = new URL(String(admitted.body.location))
  return browser.ask(back.pathname + back.search, { headers: page })
}

export const copyCookie = (from: Client, to: Client, name: string): void => {
  const cookie = from.cookies.get(name)
  if (cookie) to.cookies.set(name, { ...cookie })
}

export const setCookie = (browser: Client, name: string, value: string): void => {
  const cookie: Cookie = { name, value, attributes: {} }
  browser.cookies.set(name, cookie)
}

export const siteCookie = '__Host-latchkey-site'
export const stateCookie = '__Host-latchkey-site-state'
export const assertionCookie = '__Host-latchkey-assertion'

/** Somebody new, signed in at the portal. */
export const signedInAt = async (
  worker: TestedWorker,
  root: Client,
  fields: Record<string, unknown> = {},
) => {
  const person = await addPerson(root, fields)
  const portal = visitor(worker)
  await beginSession(portal, person)
  return { person, portal }
}

/** Somebody new at a site, let in a moment ago; nothing that was read before counts any more. */
export const visitSite = async (
  worker: TestedWorker,
  root: Client,
  site: Site,
  fields: Record<string, unknown> = {},
) => {
  const { person, portal } = await signedInAt(worker, root, fields)
  const browser = siteBrowser(worker, site.origin)
  expectStatus(await enterSite(browser, portal), 302)
  pass(1)
  return { person, portal, browser }
}

/** Which of the headers are there that name somebody. */
export const identityIn = (headers: Headers): string[] =>
  [...headers.keys()].filter((name) => /^(remote|latchkey)-/.test(name))
