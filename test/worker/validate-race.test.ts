import { beforeAll, describe, expect, it, vi } from 'vitest'
import { minutes, pass } from '../support/clock.ts'
import { auditOf, change, rows } from '../support/database.ts'
import {
  addHolder,
  addPerson,
  between,
  type Holder,
  house,
  type Person,
  signIn,
  visitor,
} from '../support/people.ts'
import { addGroup } from '../support/policy.ts'
import { addProgram, outcomesOf, type Program } from '../support/program.ts'
import { codeAt } from '../support/totp.ts'

const { worker, root } = house()
let program: Program
let there: Program
let holder: Holder
let bystander: Person

beforeAll(async () => {
  program = await addProgram(worker, root)
  bystander = await addPerson(root)
  there = await addProgram(worker, root, { details: { passwords: 'there' } })
})

const credentials = { status: 'reject', reason: 'credentials' }
const named = ({ username }: { username: string }) => ({ username })
const proved = ({ username, password }: { username: string; password: string }) => ({
  username,
  password,
})
/** A person for each test: it spends their codes. */
const newHolder = async (): Promise<Holder> => (holder = await addHolder(worker, root))

describe('R12 one code is one login, wherever it is used', () => {
  it('of the door and two programs at the same moment, one lets in', async () => {
    await newHolder()
    const code = codeAt(holder.uri)
    worker.d1.reset({ latencyMs: 200 })
    const [byDoor, here, name] = await Promise.all([
      signIn(visitor(worker), holder, { code }),
      program.ask({ ...proved(holder), code }),
      there.ask({ ...named(holder), code }),
    ])
    const successes = [
      byDoor.body.status === 'authenticated',
      here.body.status === 'accept',
      name.body.status === 'accept',
    ]
    expect(successes.filter(Boolean)).toHaveLength(1)
    const lines = await auditOf(holder.id)
    expect(lines.filter((line) => line.includes('lost-race'))).toHaveLength(2)
  })
})

describe('what changes between the two trips', () => {
  const races: [string, (program: Program, holder: Holder) => Promise<unknown>][] = [
    [
      'the person is disabled',
      (_, { id }) => change('UPDATE user SET disabled_at = 1 WHERE id = ?', id),
    ],
    [
      'the password changes',
      (_, { id }) => change('UPDATE user SET security_stamp = security_stamp + 1 WHERE id = ?', id),
    ],
    [
      'a new password comes to be due',
      (_, { id }) => change('UPDATE user SET must_change_password = 1 WHERE id = ?', id),
    ],
    ['the factor is removed', (_, { id }) => change('DELETE FROM factor WHERE user_id = ?', id)],
    [
      'the kind of factor is taken away',
      (_, person) => addGroup(root, { allow_totp_2fa: false }, { members: [person] }),
    ],
    ['the application is disabled', ({ path }) => root.post(`${path}/disable`, {})],
    [
      'the application is disabled, and counts no change',
      ({ id }) => change('UPDATE application SET disabled_at = 1 WHERE id = ?', id),
    ],
    ['the key is deleted', ({ path, key }) => root.delete(`${path}/keys/${key.id}`)],
    [
      'the key runs out',
      ({ key }) => change('UPDATE application_key SET expires_at = 1 WHERE id = ?', key.id),
    ],
    [
      'the key loses its scope',
      ({ key }) => change(`UPDATE application_key SET scopes = '["trust"]' WHERE id = ?`, key.id),
    ],
    [
      'the application wants more',
      ({ id }) =>
        change(
          `UPDATE application SET factor = 'phishing-resistant', version = version + 1 WHERE id = ?`,
          id,
        ),
    ],
    ['the group is left', (_, { id }) => change('DELETE FROM group_member WHERE user_id = ?', id)],
  ]

  it.each(races)('%s: nobody gets in, and no code is good twice', async (what, happens) => {
    await newHolder()
    const group = await addGroup(root, {}, { members: [holder, bystander] })
    const asked = await addProgram(worker, root, { audience: 'groups', groups: [group] })
    worker.d1.reset({ latencyMs: 200 })
    const answer = await between(
      worker,
      3,
      () => asked.ask({ ...proved(holder), code: codeAt(holder.uri) }),
      () => {
        worker.d1.reset()
        return happens(asked, holder)
      },
    )
    expect([what, answer.body]).toEqual([what, credentials])
    expect((await outcomesOf(asked, holder.id)).at(-1)).toBe('lost-race')
    expect(await rows('SELECT id FROM session WHERE user_id = ?', holder.id)).toHaveLength(1)
  })

  it('a factor comes to be required of who had none: the password alone lets nobody in', async () => {
    const person = await addPerson(root)
    const answer = await between(
      worker,
      3,
      () => program.ask(proved(person)),
      () => change('UPDATE user SET mfa_required = 1 WHERE id = ?', person.id),
    )
    expect(answer.body).toEqual(credentials)
  })

  it('a challenge is used by another request: it lets in once', async () => {
    await newHolder()
    const { challenge } = (await program.ask(proved(holder))).body
    const asked = { ...named(holder), challenge }
    worker.d1.reset({ latencyMs: 200 })
    const both = await Promise.all([
      program.ask({ ...asked, code: codeAt(holder.uri) }),
      program.ask({ ...asked, code: codeAt(holder.uri, Date.now(), 1) }),
    ])
    const accepted = both.filter(({ body }) => body.status === 'accept')
    expect(accepted).toHaveLength(1)
  })
})

describe('a challenge', () => {
  it('is of one person at one application, for five minutes, until the password changes', async () => {
    await newHolder()
    const other = await addHolder(worker, root)
    const second = await addProgram(worker, root)
    const asked = async () => {
      const { challenge } = (await program.ask(proved(holder))).body
      return { ...named(holder), challenge, code: codeAt(holder.uri) }
    }
    const request = await asked()
    expect((await second.ask(request)).body).toEqual(credentials)
    expect((await program.ask({ ...request, ...named(other) })).body).toEqual(credentials)
    const theirs = { ...request, ...named(other), code: codeAt(other.uri) }
    expect((await program.ask(theirs)).body).toEqual(credentials)
    pass(minutes(5) + 1)
    const late = { ...request, code: codeAt(holder.uri) }
    expect((await program.ask(late)).body).toEqual(credentials)
    const stamped = await asked()
    await change('UPDATE user SET security_stamp = security_stamp + 1 WHERE id = ?', holder.id)
    expect((await program.ask(stamped)).body).toEqual(credentials)
    expect((await program.ask(await asked())).body.status).toBe('accept')
  })

  it('is nothing at our own door', async () => {
    await newHolder()
    const { challenge } = (await program.ask(proved(holder))).body
    for (const name of ['login', 'session', 'trust', 'known', 'challenge']) {
      const browser = visitor(worker)
      const full = `__Host-latchkey-${name}`
      browser.cookies.set(full, { name: full, value: challenge, attributes: {} })
      const typed = await browser.post('/api/login/factor', {
        method: 'totp',
        code: codeAt(holder.uri),
      })
      expect([name, typed.status]).toEqual([name, 401])
      expect((await browser.get('/api/session')).status).toBe(401)
      expect((await browser.get('/api/factors')).status).toBe(401)
    }
  })
})

describe('X01 X02 T12 a database that fails', () => {
  it('lets nobody in, at whichever trip and on whichever side of it; no code is good twice', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    await newHolder()
    const request = (stepsAway: number) => ({
      ...proved(holder),
      code: codeAt(holder.uri, Date.now(), stepsAway),
    })
    for (const trip of [1, 2, 3]) {
      for (const fault of ['before', 'after'] as const) {
        worker.d1.reset({ faults: { [trip]: fault } })
        const answer = await program.ask(request(0))
        expect([trip, fault, answer.status, answer.body.code]).toEqual([
          trip,
          fault,
          500,
          'internal_error',
        ])
      }
    }
    // The last of them was done, and its answer lost.
    worker.d1.reset()
    expect((await program.ask(request(0))).body).toEqual(credentials)
    expect((await program.ask(request(1))).body.status).toBe('accept')
    expect(await rows('SELECT id FROM session WHERE user_id = ?', holder.id)).toHaveLength(1)
  })
})
