import { env } from 'cloudflare:workers'
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import handler from '../../worker/index.ts'
import type { Client } from '../support/client.ts'
import { days, hours, minutes, pass } from '../support/clock.ts'
import { change, rows } from '../support/database.ts'
import { addProgram, tokensFor } from '../support/oidc-token.ts'
import {
  addPerson,
  beginSession,
  expectStatus,
  house,
  password,
  type Person,
  visitor,
} from '../support/people.ts'

const { worker, root } = house()

/** The client's own end, of which there is one for each name (test/support/outside.ts). */
const endOf = (name: string, how = 'taken') => `https://client.test/${how}/${name}`

let sequence = 0
/** A person whom a client of their own let in. */
const enter = async (details: Record<string, unknown> = {}) => {
  const name = `end${++sequence}`
  const program = await addProgram(root, { backchannelLogoutUri: endOf(name), ...details })
  const person = await addPerson(root)
  const browser = visitor(worker)
  await beginSession(browser, person)
  const tokens = await tokensFor(browser, program)
  const { sid } = decodeJwt(tokens.id_token)
  return { name, program, person, browser, sid, tokens }
}

/** The logout tokens that came to that end. */
const toldTo = async (name: string): Promise<string[]> => {
  const all = await (
    await fetch('https://client.test/arrived')
  ).json<{ path: string; body: string; headers: Record<string, string> }[]>()
  return all
    .filter(({ path }) => path.endsWith(`/${name}`))
    .map(({ body }) => new URLSearchParams(body).get('logout_token') ?? '')
}
const sweep = async (): Promise<void> => {
  const event = { scheduledTime: Date.now(), cron: '*/15 * * * *', noRetry: () => {} }
  await handler.scheduled(event, env)
}
const notices = (id: string) => rows('SELECT * FROM logout_notice WHERE application_id = ?', id)

describe('a client that wants to know', () => {
  it.each(['ES256', 'RS256'] as const)(
    'is told at once, in a token that only we can make: %s',
    async (idTokenAlgorithm) => {
      const { name, program, person, browser, sid } = await enter({ idTokenAlgorithm })
      expect(await toldTo(name)).toEqual([])
      expectStatus(await browser.post('/api/logout'), 204)
      const [token = '', ...more] = await toldTo(name)
      expect(more).toEqual([])
      const keys = createLocalJWKSet((await browser.get('/api/oidc/jwks')).body)
      const { payload, protectedHeader } = await jwtVerify(token, keys, {
        issuer: 'http://localhost:8787',
        audience: program.id,
        typ: 'logout+jwt',
        currentDate: new Date(),
      })
      expect(protectedHeader.alg).toBe(idTokenAlgorithm)
      expect(payload).toMatchObject({
        sub: person.id,
        sid,
        jti: expect.any(String),
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      })
      expect(payload).not.toHaveProperty('nonce')
      expect(await notices(program.id)).toEqual([])
      await sweep()
      expect(await toldTo(name)).toHaveLength(1)
    },
  )

  type Ended = { person: Person; browser: Client; tokens: { id_token: string } }
  const ways: [string, (ended: Ended) => Promise<unknown>][] = [
    [
      'the client signs them out',
      ({ browser, tokens }) => browser.get(`/api/oidc/logout?id_token_hint=${tokens.id_token}`),
    ],
    [
      'an administrator disables them',
      ({ person }) => root.patch(`/api/admin/users/${person.id}`, { disabled: true }),
    ],
    ['an administrator deletes them', ({ person }) => root.delete(`/api/admin/users/${person.id}`)],
    [
      'an administrator ends their sessions',
      ({ person }) => root.post(`/api/admin/users/${person.id}/reset`, { targets: ['sessions'] }),
    ],
    [
      'they end that session in another browser',
      async ({ person }) => {
        const elsewhere = visitor(worker)
        await beginSession(elsewhere, person)
        expectStatus(await elsewhere.delete('/api/sessions'), 204)
      },
    ],
    [
      'they choose a new password in another browser',
      async ({ person }) => {
        const elsewhere = visitor(worker)
        await beginSession(elsewhere, person)
        const next = 'a meadow of seven larks'
        expectStatus(await elsewhere.post('/api/password', { current: password, next }), 200)
      },
    ],
  ]
  it.each(ways)('is told when %s', async (_, end) => {
    const ended = await enter()
    await end(ended)
    const told = await toldTo(ended.name)
    expect(told.map((token) => decodeJwt(token)['sid'])).toEqual([ended.sid])
  })

  it('is not told of a session that only was replaced, nor of another sign-in', async () => {
    const { name, person, browser } = await enter()
    const again = await browser.post('/api/session/step-up', { method: 'password', password })
    expectStatus(again, 200)
    const elsewhere = visitor(worker)
    await beginSession(elsewhere, person)
    expectStatus(await elsewhere.post('/api/logout'), 204)
    await sweep()
    expect(await toldTo(name)).toEqual([])
  })

  it('is told by the job of a session that ran out, once', async () => {
    const { name } = await enter()
    pass(minutes(59))
    await sweep()
    expect(await toldTo(name)).toEqual([])
    pass(minutes(2))
    await Promise.all([sweep(), sweep()])
    await sweep()
    expect(await toldTo(name)).toHaveLength(1)
  })

  it('that never redeemed its code, or is disabled, or has no address, is told nothing', async () => {
    const { program, browser } = await enter()
    await change('UPDATE access_grant SET redeemed_by = NULL WHERE application_id = ?', program.id)
    const disabled = await enter()
    await change('UPDATE application SET disabled_at = 1 WHERE id = ?', disabled.program.id)
    const mute = await enter({ backchannelLogoutUri: '' })
    for (const { browser: leaving } of [{ browser }, disabled, mute])
      expectStatus(await leaving.post('/api/logout'), 204)
    for (const { id } of [program, disabled.program, mute.program])
      expect(await notices(id)).toEqual([])
  })
})

describe('a client that does not take it in', () => {
  it.each(['gone', 'refused', 'redirect'])(
    'is told again, later and later, and given up after a day: %s',
    async (how) => {
      const name = `unheard-${how}`
      const { program, browser } = await enter({ backchannelLogoutUri: endOf(name, how) })
      expectStatus(await browser.post('/api/logout'), 204)
      await sweep()
      expect(await toldTo(name)).toHaveLength(1)
      pass(minutes(2))
      await sweep()
      await sweep()
      expect(await toldTo(name)).toHaveLength(2)
      pass(hours(1))
      await sweep()
      expect(await toldTo(name)).toHaveLength(3)
      const [token = ''] = (await toldTo(name)).slice(-1)
      expect(decodeJwt(token).exp).toBeGreaterThan(Date.now() / 1000)
      pass(days(1))
      await sweep()
      expect(await notices(program.id)).toEqual([])
    },
  )

  it('keeps nobody from signing out, and hears of it once it is back', async () => {
    const name = 'back-again'
    const { program, browser } = await enter({ backchannelLogoutUri: endOf(name, 'gone') })
    expectStatus(await browser.post('/api/logout'), 204)
    await change(
      `UPDATE application SET details = json_set(details, '$.backchannelLogoutUri', ?) WHERE id = ?`,
      endOf(name),
      program.id,
    )
    pass(minutes(2))
    await sweep()
    expect(await toldTo(name)).toHaveLength(2)
    expect(await notices(program.id)).toEqual([])
  })
})
