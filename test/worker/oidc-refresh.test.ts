import { beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/client.ts'
import { days, hours, pass } from '../support/clock.ts'
import { auditOf, change } from '../support/database.ts'
import { addClient } from '../support/oidc-client.ts'
import {
  addProgram,
  codeFor,
  outcomeOf,
  type Program,
  read,
  redeem,
  refresh,
  type Tokens,
  tokensFor,
  userinfo,
} from '../support/oidc-token.ts'
import {
  addPerson,
  beginSession,
  between,
  expectStatus,
  house,
  type Person,
  visitor,
} from '../support/people.ts'
import { addGroup } from '../support/policy.ts'

const { worker, root } = house()
const program = visitor(worker)

let wiki: Program
beforeAll(async () => {
  wiki = await addProgram(root)
})

type Guest = { person: Person; browser: Client }

/** Somebody new, signed in. */
const addGuest = async (): Promise<Guest> => {
  const person = await addPerson(root)
  const browser = visitor(worker)
  await beginSession(browser, person)
  return { person, browser }
}

const refreshed = async (who: Program, token: string): Promise<Tokens> =>
  expectStatus(await refresh(program, who, token), 200).body as Tokens

describe('a refresh token', () => {
  it('brings new tokens and the next one, and tells of the sign-in that it came from', async () => {
    const { browser } = await addGuest()
    const first = await tokensFor(browser, wiki)
    const before = read(first.id_token).claims
    pass(hours(20))
    const second = await refreshed(wiki, first.refresh_token)
    const { nonce: _, ...kept } = before
    const { claims } = read(second.id_token)
    expect(claims).not.toHaveProperty('nonce')
    const moved = { iat: expect.any(Number), exp: expect.any(Number), at_hash: expect.any(String) }
    expect(claims).toEqual({ ...kept, ...moved })
    expect(Number(claims['iat']) - Number(before['iat'])).toBe(hours(20))
    expect(second.refresh_token).not.toBe(first.refresh_token)
    expect((await userinfo(program, second.access_token)).status).toBe(200)
  })

  it('is there only for who asked for it, of an application that hands them out', async () => {
    const { browser } = await addGuest()
    expect(await tokensFor(browser, wiki, 'openid')).not.toHaveProperty('refresh_token')
    const strict = await addProgram(root, { refreshTokens: false })
    const tokens = await tokensFor(browser, strict)
    expect(tokens).not.toHaveProperty('refresh_token')
    expect(tokens.scope).toBe('openid profile')
  })

  it('may ask for less, and not for more', async () => {
    const { browser } = await addGuest()
    const { refresh_token: token } = await tokensFor(browser, wiki)
    const more = { scope: 'openid email' }
    expect(outcomeOf(await refresh(program, wiki, token, more))).toBe('invalid_scope 400')
    const { body } = await refresh(program, wiki, token, { scope: 'profile' })
    expect(body.scope).toBe('profile')
    expect(body).not.toHaveProperty('id_token')
    const refused = await userinfo(program, body.access_token)
    expect(outcomeOf(refused)).toBe('insufficient_scope 403')
    const next = await refreshed(wiki, body.refresh_token)
    expect(next.scope).toBe('openid profile offline_access')
  })

  it('is nothing to another client, and no token of a person', async () => {
    const { browser } = await addGuest()
    const { refresh_token: token, access_token: access } = await tokensFor(browser, wiki)
    const other = await addProgram(root)
    expect(outcomeOf(await refresh(program, other, token))).toBe('invalid_grant 400')
    const session = [...browser.cookies.values()][0]?.value ?? ''
    expect(outcomeOf(await refresh(program, wiki, session))).toBe('invalid_grant 400')
    expect(outcomeOf(await refresh(program, wiki, access))).toBe('invalid_grant 400')
    expect(outcomeOf(await refresh(program, wiki, token))).toBe('fine 200')
  })

  it('is dead after a month without use, and after three whatever its use', async () => {
    const { browser } = await addGuest()
    const idle = await tokensFor(browser, wiki)
    let { refresh_token: used } = await tokensFor(browser, wiki)
    pass(days(29))
    used = (await refreshed(wiki, used)).refresh_token
    pass(days(2))
    expect(outcomeOf(await refresh(program, wiki, idle.refresh_token))).toBe('invalid_grant 400')
    pass(days(27))
    used = (await refreshed(wiki, used)).refresh_token
    pass(days(29))
    used = (await refreshed(wiki, used)).refresh_token
    pass(days(3) + 1)
    expect(outcomeOf(await refresh(program, wiki, used))).toBe('invalid_grant 400')
  })
})

describe('R57: a former refresh token', () => {
  it.each([
    ['its client', () => wiki],
    ['somebody who is no client', (): Program => ({ ...wiki, secret: 'lks_x' })],
  ])('that %s shows ends all that came of its grant', async (_, who) => {
    const { person, browser } = await addGuest()
    const first = await tokensFor(browser, wiki)
    const second = await refreshed(wiki, first.refresh_token)
    expect((await refresh(program, who(), first.refresh_token)).status).toBeGreaterThan(399)
    expect(outcomeOf(await refresh(program, wiki, second.refresh_token))).toBe('invalid_grant 400')
    expect(outcomeOf(await userinfo(program, second.access_token))).toBe('invalid_token 401')
    const line = `grant-ended refresh-token-reused@${wiki.id}`
    expect((await auditOf(person.id)).filter((one) => one === line)).toHaveLength(1)
  })

  it('of a public client too, which rotation alone protects', async () => {
    const { browser } = await addGuest()
    const open = await addClient(root, { clientAuthentication: 'none' })
    const first = await tokensFor(browser, { id: open, secret: null })
    const second = await refreshed({ id: open, secret: null }, first.refresh_token)
    await refresh(program, { id: open, secret: null }, first.refresh_token)
    const answer = await refresh(program, { id: open, secret: null }, second.refresh_token)
    expect(outcomeOf(answer)).toBe('invalid_grant 400')
  })

  it('twenty times in parallel brings one next, which is dead', async () => {
    const { browser } = await addGuest()
    const { refresh_token: token } = await tokensFor(browser, wiki)
    worker.d1.reset({ latencyMs: 200 })
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => refresh(visitor(worker), wiki, token)),
    )
    worker.d1.reset()
    const won = answers.filter(({ status }) => status === 200)
    expect(won).toHaveLength(1)
    const [{ refresh_token: next }] = won.map(({ body }) => body) as [Tokens]
    expect(outcomeOf(await refresh(program, wiki, next))).toBe('invalid_grant 400')
  })
})

describe('R57 a refresh token of a sign-in by the password alone', () => {
  const require = async ({ person }: Guest) =>
    expectStatus(await root.patch(`/api/admin/users/${person.id}`, { mfaRequired: true }), 200)
  const askForMore = (who: Program) =>
    change(
      `UPDATE application SET factor = 'second-factor', accept_trust = 1, version = version + 1
       WHERE id = ?`,
      who.id,
    )

  it('is no good once its person must use a second factor', async () => {
    const guest = await addGuest()
    const { refresh_token: token } = await tokensFor(guest.browser, wiki)
    await require(guest)
    expect(outcomeOf(await refresh(program, wiki, token))).toBe('invalid_grant 400')
  })

  it('nor once its application asks for one, be it a trusted browser', async () => {
    const who = await addProgram(root)
    const { refresh_token: token } = await tokensFor((await addGuest()).browser, who)
    await askForMore(who)
    expect(outcomeOf(await refresh(program, who, token))).toBe('invalid_grant 400')
  })

  it('goes on in either case where a trusted browser spared the factor', async () => {
    const guest = await addGuest()
    const who = await addProgram(root)
    await change('UPDATE session SET trusted = 1 WHERE user_id = ?', guest.person.id)
    const { refresh_token: token } = await tokensFor(guest.browser, who)
    await require(guest)
    await askForMore(who)
    expect(outcomeOf(await refresh(program, who, token))).toContain('200')
  })
})

const refused = /^invalid_(grant|client|token) 40[01]$/

/** What ends it: at once for who asks afterwards, and between the two trips of who is asking. */
const ends: [string, (guest: Guest, who: Program) => Promise<unknown>][] = [
  [
    'the person is disabled',
    ({ person }) => root.patch(`/api/admin/users/${person.id}`, { disabled: true }),
  ],
  ['the person is deleted', ({ person }) => root.delete(`/api/admin/users/${person.id}`)],
  [
    'the password is changed',
    ({ person }) =>
      change('UPDATE user SET security_stamp = security_stamp + 1 WHERE id = ?', person.id),
  ],
  [
    'the application is disabled',
    (_, { id }) => root.post(`/api/admin/applications/${id}/disable`, {}),
  ],
  ['the application is deleted', (_, { id }) => root.delete(`/api/admin/applications/${id}`)],
  [
    'its group is taken away',
    ({ person }) => root.patch(`/api/admin/users/${person.id}`, { groups: [] }),
  ],
  [
    'an administrator ends the sessions',
    ({ person }) => root.post(`/api/admin/users/${person.id}/reset`, { targets: ['sessions'] }),
  ],
  [
    'a new password is due',
    ({ person }) => root.patch(`/api/admin/users/${person.id}`, { mustChangePassword: true }),
  ],
  [
    'the application has come to ask for a second factor',
    (_, { id }) =>
      change(
        `UPDATE application SET factor = 'second-factor', accept_trust = 0, version = version + 1
         WHERE id = ?`,
        id,
      ),
  ],
]

describe.each(ends)('once %s', (_, end) => {
  const prepare = async () => {
    const guest = await addGuest()
    const group = await addGroup(root, {}, { members: [guest.person] })
    const who = await addProgram(root, {}, { audience: 'groups', groups: [group] })
    return { guest, who }
  }

  it('no token, code or refresh token of it is good any more', async () => {
    const { guest, who } = await prepare()
    const tokens = await tokensFor(guest.browser, who)
    const code = await codeFor(guest.browser, who)
    expect((await userinfo(program, tokens.access_token)).status).toBe(200)
    await end(guest, who)
    expect(outcomeOf(await userinfo(program, tokens.access_token))).toMatch(refused)
    expect(outcomeOf(await refresh(program, who, tokens.refresh_token))).toMatch(refused)
    expect(outcomeOf(await redeem(program, who, code))).toMatch(refused)
  })

  it('also between the two trips of a request', async () => {
    const { guest, who } = await prepare()
    const code = await codeFor(guest.browser, who)
    const ending = () => end(guest, who)
    expect(outcomeOf(await between(worker, 2, () => redeem(program, who, code), ending))).toMatch(
      refused,
    )
    const other = await prepare()
    const { refresh_token: token } = await tokensFor(other.guest.browser, other.who)
    const endingToo = () => end(other.guest, other.who)
    expect(
      outcomeOf(await between(worker, 2, () => refresh(program, other.who, token), endingToo)),
    ).toMatch(refused)
  })
})

describe('a code', () => {
  it('needs the session that it came from', async () => {
    const { browser } = await addGuest()
    const code = await codeFor(browser, wiki, { scope: 'openid offline_access' })
    const other = await codeFor(browser, wiki)
    const lost = await between(
      worker,
      2,
      () => redeem(program, wiki, code),
      () => browser.post('/api/logout', {}),
    )
    expect(outcomeOf(lost)).toBe('invalid_grant 400')
    expect(outcomeOf(await redeem(program, wiki, other))).toBe('invalid_grant 400')
  })

  it('needs the address that it was sent to, which may have been taken from its application', async () => {
    const { browser } = await addGuest()
    const moved = await addProgram(root)
    const code = await codeFor(browser, moved)
    await change(
      `UPDATE application SET details = json_set(details, '$.redirectUris', json('["https://wiki.example/"]'))
       WHERE id = ?`,
      moved.id,
    )
    expect(outcomeOf(await redeem(program, moved, code))).toBe('invalid_grant 400')
  })

  it('needs whatever its application has come to ask for', async () => {
    const { browser } = await addGuest()
    const strict = await addProgram(root)
    const code = await codeFor(browser, strict)
    await change(`UPDATE application SET factor = 'second-factor' WHERE id = ?`, strict.id)
    expect(outcomeOf(await redeem(program, strict, code))).toBe('invalid_grant 400')
  })
})
