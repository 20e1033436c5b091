import { SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/client.ts'
import { days, pass } from '../support/clock.ts'
import { change } from '../support/database.ts'
import { locationOf } from '../support/oidc-client.ts'
import { addProgram, type Program, tokensFor } from '../support/oidc-token.ts'
import {
  addPerson,
  beginSession,
  house,
  type Person,
  sessionCookie,
  sessionStatus,
  visitor,
} from '../support/people.ts'
import { addSite, visitSite } from '../support/site.ts'

const { worker, root } = house()
const bye = 'https://wiki.example/bye'

let program: Program
let other: Program
beforeAll(async () => {
  program = await addProgram(root, { postLogoutRedirectUris: [bye, `${bye}?from=wiki`] })
  other = await addProgram(root, { postLogoutRedirectUris: ['https://other.example/bye'] })
})

/** A person in a browser whom the client knows by an ID token. */
const enter = async (person?: Person) => {
  const browser = visitor(worker)
  await beginSession(browser, person ?? (await addPerson(root)))
  const { id_token: hint } = await tokensFor(browser, program)
  return { browser, hint }
}
const path = (params: Record<string, string>): string =>
  `/api/oidc/logout?${new URLSearchParams(params).toString()}`
const leave = async (browser: Client, params: Record<string, string>): Promise<string> => {
  const { origin, pathname, search } = locationOf(await browser.get(path(params)))
  return origin === 'http://localhost:8787' ? pathname + search : origin + pathname + search
}

describe('a client that sends somebody to sign out', () => {
  it('by the token of this very sign-in ends it at once, and has them back with its state', async () => {
    const { browser, hint } = await enter()
    const asked = { id_token_hint: hint, post_logout_redirect_uri: bye, state: 'a&b=c' }
    expect(await leave(browser, asked)).toBe(`${bye}?state=a%26b%3Dc`)
    expect(await sessionStatus(browser)).toBe(401)
    expect(browser.cookies.has(sessionCookie)).toBe(false)
  })

  it('also by one that has run out, and with no address ends at our own door', async () => {
    const { browser, hint } = await enter()
    pass(3000)
    expect(await leave(browser, { id_token_hint: hint, client_id: program.id })).toBe('/')
    expect(await sessionStatus(browser)).toBe(401)
  })

  it('signs out of sites as well, at once', async () => {
    const site = await addSite(root)
    const { portal, browser } = await visitSite(worker, root, site)
    const { id_token: hint } = await tokensFor(portal, program)
    // The first check makes the key that later ones are spared by.
    for (const _ of [1, 2]) expect((await browser.ask('/')).status).toBe(204)
    await leave(portal, { id_token_hint: hint })
    expect((await browser.ask('/')).status).toBe(401)
  })

  it('keeps what stands in the query of an address', async () => {
    const { browser, hint } = await enter()
    const uri = `${bye}?from=wiki`
    const asked = { id_token_hint: hint, post_logout_redirect_uri: uri, state: 's' }
    expect(await leave(browser, asked)).toBe(`${uri}&state=s`)
  })

  it('by a form of its own is led on to be known by the cookie', async () => {
    const { browser, hint } = await enter()
    const type = {
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'https://wiki.example',
    }
    const body = new URLSearchParams({ id_token_hint: hint, post_logout_redirect_uri: bye })
    const onward = locationOf(await visitor(worker).post('/api/oidc/logout', body.toString(), type))
    expect(locationOf(await browser.get(onward.pathname + onward.search)).href).toBe(bye)
    expect(await sessionStatus(browser)).toBe(401)
  })

  it('without one is asked for by our page, and comes back once nobody is signed in', async () => {
    const { browser } = await enter()
    const asked = { client_id: program.id, post_logout_redirect_uri: bye, state: 's' }
    const page = await leave(browser, asked)
    expect(page).toBe(`/sign-out?${new URLSearchParams(asked).toString()}`)
    expect(await sessionStatus(browser)).toBe(200)
    await browser.post('/api/logout')
    expect(await leave(browser, asked)).toBe(`${bye}?state=s`)
  })
})

describe('O08: signing out', () => {
  it.each([
    `${bye}/`,
    `${bye}?x`,
    'https://wiki.example/',
    'https://evil.example/bye',
    'https://WIKI.example/bye',
    'https://other.example/bye',
    '//evil.example',
    'javascript:alert(1)',
  ])('leads to no address but a registered one: %s', async (uri) => {
    const { browser, hint } = await enter()
    const asked = { client_id: program.id, post_logout_redirect_uri: uri }
    expect(await leave(browser, asked)).toBe('/sign-out')
    expect(await leave(visitor(worker), asked)).toBe('/')
    expect(await sessionStatus(browser)).toBe(200)
    expect(await leave(browser, { ...asked, id_token_hint: hint })).toBe('/')
    expect(await sessionStatus(browser)).toBe(401)
  })

  it('is nobody else to decide: a hint of another person or sign-in ends nothing', async () => {
    const victim = await addPerson(root)
    const { browser } = await enter(victim)
    const { hint: attackers } = await enter()
    const { hint: earlier } = await enter(victim)
    for (const hint of [attackers, earlier]) {
      const page = await leave(browser, { id_token_hint: hint, post_logout_redirect_uri: bye })
      expect(page).toContain('/sign-out?')
      expect(page).not.toContain('id_token_hint')
    }
    expect(await sessionStatus(browser)).toBe(200)
  })

  it('takes no token that is forged, of another kind, or of another client, and passes nothing on', async () => {
    const { browser, hint } = await enter()
    const tokens = await tokensFor(browser, program)
    const [head = '', body = '', mark = ''] = hint.split('.')
    const none = btoa(JSON.stringify({ alg: 'none', typ: 'JWT' })).replaceAll('=', '')
    const symmetric = await new SignJWT({ sub: 'x' })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .sign(new Uint8Array(32))
    const forged = [
      'none',
      '',
      `${none}.${body}.`,
      `${head}.${body}.${mark.slice(0, -4)}AAAA`,
      symmetric,
      tokens.access_token,
    ]
    for (const token of forged.filter(Boolean)) {
      const asked = { id_token_hint: token, post_logout_redirect_uri: bye, client_id: program.id }
      expect(await leave(browser, asked)).toBe('/sign-out')
      expect(await leave(visitor(worker), asked)).toBe('/')
    }
    const mixed = { id_token_hint: hint, client_id: other.id, post_logout_redirect_uri: bye }
    expect(await leave(browser, mixed)).toBe('/sign-out')
    expect(await sessionStatus(browser)).toBe(200)
  })

  it('K20 and K21: takes junk for nothing', async () => {
    const { browser, hint } = await enter()
    expect(await leave(browser, {})).toBe('/sign-out')
    for (const query of ['client_id=a&client_id=b', `id_token_hint=${hint}&id_token_hint=${hint}`])
      expect(locationOf(await browser.get(`/api/oidc/logout?${query}`)).pathname).toBe('/sign-out')
    expect(await sessionStatus(browser)).toBe(200)
    const { value } = browser.cookies.get(sessionCookie)!
    const twice = `${sessionCookie}=${value}; ${sessionCookie}=${value}`
    const answer = await visitor(worker).get(path({ id_token_hint: hint }), { cookie: twice })
    expect(locationOf(answer).pathname).toBe('/')
    expect(await sessionStatus(browser)).toBe(200)
    const foreign = await browser.post('/api/logout', {}, { origin: 'https://evil.example' })
    expect(foreign.status).toBe(403)
    expect(await sessionStatus(browser)).toBe(200)
  })

  it('leads back to no client that is disabled', async () => {
    const gone = await addProgram(root, { postLogoutRedirectUris: [bye] })
    await change('UPDATE application SET disabled_at = 1 WHERE id = ?', gone.id)
    const asked = { client_id: gone.id, post_logout_redirect_uri: bye }
    expect(await leave(visitor(worker), asked)).toBe('/')
  })

  it('of a sign-in that is long over asks nobody', async () => {
    const { browser, hint } = await enter()
    pass(days(2))
    expect(await leave(browser, { id_token_hint: hint, post_logout_redirect_uri: bye })).toBe(bye)
  })
})
